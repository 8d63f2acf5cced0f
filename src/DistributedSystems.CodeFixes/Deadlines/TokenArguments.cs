using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.CodeFixes.Deadlines;

/// <summary>Gives a call a token that it does not get yet.</summary>
internal static class TokenArguments
{
    /// <summary>The change to the argument list that makes the call, or its overload with a token, take it; null where none binds to the
    /// same operation.</summary>
    public static Func<ArgumentListSyntax, ArgumentListSyntax>? Added(
        InvocationExpressionSyntax call,
        IMethodSymbol method,
        string parameter,
        ExpressionSyntax token,
        SemanticModel model
    ) => Added(call, call, method, parameter, token, model);

    /// <summary>The same of a call that is to stand in the place of another.</summary>
    public static Func<ArgumentListSyntax, ArgumentListSyntax>? Added(
        InvocationExpressionSyntax place,
        InvocationExpressionSyntax call,
        IMethodSymbol method,
        string parameter,
        ExpressionSyntax token,
        SemanticModel model
    )
    {
        foreach (
            var change in Candidates(
                call.ArgumentList,
                method,
                parameter,
                token,
                model.GetNullableContext(place.SpanStart).AnnotationsEnabled()
            )
        )
        {
            if (
                model.MethodInPlaceOf(place, call.WithArgumentList(change(call.ArgumentList))) is { } bound
                && SymbolEqualityComparer.Default.Equals(bound.ReturnType, method.ReturnType)
                && SymbolEqualityComparer.Default.Equals(bound.ContainingType, method.ContainingType)
                && bound.Parameters.Any(taker => taker.Name == parameter && taker.Type.Name == nameof(CancellationToken))
            )
            {
                return change;
            }
        }

        return null;
    }

    /// <summary>The argument lists to try, the plainest first: in the next position, by name, and with a list of values as an
    /// array.</summary>
    private static IEnumerable<Func<ArgumentListSyntax, ArgumentListSyntax>> Candidates(
        ArgumentListSyntax arguments,
        IMethodSymbol method,
        string parameter,
        ExpressionSyntax value,
        bool isNullable
    )
    {
        var isExpanded = method.Parameters.LastOrDefault() is { IsParams: true };
        var isNamed = arguments.Arguments.Any(argument => argument.NameColon is not null);
        if (
            !isExpanded
            && !isNamed
            && (arguments.Arguments.Count >= method.Parameters.Length || method.Parameters[arguments.Arguments.Count].Name == parameter)
        )
        {
            yield return list => list.WithArgument(SyntaxFactory.Argument(value));
        }

        if (!isExpanded)
        {
            yield return list => list.WithNamedArgument(parameter, value);
        }
        else if (
            !isNamed
            && !arguments.Arguments.GetWithSeparators().Any(HasComment)
            && arguments.Arguments.Count >= method.Parameters.Length
            && method.Parameters[method.Parameters.Length - 1].Type is IArrayTypeSymbol { ElementType: var element }
        )
        {
            var first = method.Parameters.Length - 1;
            var type = SyntaxFactory.ParseTypeName(
                (isNullable ? element : element.WithNullableAnnotation(NullableAnnotation.None)).ToDisplayString(
                    SymbolDisplayFormat.MinimallyQualifiedFormat
                )
            );
            yield return list =>
                list.WithArguments(
                        SyntaxFactory.SeparatedList(
                            list.Arguments.Take(first)
                                .Append(
                                    SyntaxFactory.Argument(
                                        ArrayOf(type, list.Arguments.Skip(first).Select(argument => argument.Expression))
                                    )
                                ),
                            Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), first)
                        )
                    )
                    .WithArgument(SyntaxFactory.Argument(value));
        }
    }

    /// <summary>A comment has no place in an array that is made of arguments.</summary>
    private static bool HasComment(SyntaxNodeOrToken part) =>
        part.GetLeadingTrivia()
            .Concat(part.GetTrailingTrivia())
            .Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia));

    private static ArrayCreationExpressionSyntax ArrayOf(TypeSyntax element, IEnumerable<ExpressionSyntax> values) =>
        SyntaxFactory.ArrayCreationExpression(
            SyntaxFactory.Token(SyntaxKind.NewKeyword).WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory
                .ArrayType(
                    element,
                    SyntaxFactory.SingletonList(
                        SyntaxFactory.ArrayRankSpecifier(
                            SyntaxFactory.SingletonSeparatedList<ExpressionSyntax>(SyntaxFactory.OmittedArraySizeExpression())
                        )
                    )
                )
                .WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.InitializerExpression(
                SyntaxKind.ArrayInitializerExpression,
                SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(SyntaxFactory.Space),
                SyntaxFactory.SeparatedList(
                    values.Select(value => value.WithoutTrivia()),
                    Enumerable.Repeat(
                        SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space),
                        values.Count() - 1
                    )
                ),
                SyntaxFactory.Token(SyntaxKind.CloseBraceToken).WithLeadingTrivia(SyntaxFactory.Space)
            )
        );
}
