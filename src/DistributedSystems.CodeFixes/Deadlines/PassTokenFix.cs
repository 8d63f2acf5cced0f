using System.Composition;
using DistributedSystems.Analyzers;
using DistributedSystems.Analyzers.Rules.Deadlines;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace DistributedSystems.CodeFixes.Deadlines;

/// <summary>Passes the nearest token to a remote call that does not get it: in place of another, as a further argument, or to the overload that takes one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class PassTokenFix : DistributedCodeFix
{
    public PassTokenFix()
        : base(RuleIds.CallersCancellationDropped)
    {
    }

    private protected override Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation) =>
        PlanAsync(document, diagnostic, diagnostic.Location, cancellation);

    /// <summary>Passes the token that a diagnostic names where it stands, or where one of its further locations does.</summary>
    internal static async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, Location location, CancellationToken cancellation)
    {
        if (!diagnostic.Properties.TryGetValue(CallersCancellationDropped.Token, out var token)
            || !diagnostic.Properties.TryGetValue(CallersCancellationDropped.TokenParameter, out var parameter)
            || await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || root.FindNode(location.SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax place)
        {
            return null;
        }

        var value = SyntaxFactory.ParseExpression(token!);
        if (place.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax })
        {
            return new DocumentEdit($"Pass '{token}'", place.Span.ToString(), editor => editor.ReplaceNode(place, value.WithTriviaFrom(place)));
        }

        if (place is not InvocationExpressionSyntax call || model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol method)
        {
            return null;
        }

        var changes = Candidates(call.ArgumentList, method, parameter!, value).ToList();
        foreach (var change in changes)
        {
            if (model.GetSpeculativeSymbolInfo(call.SpanStart, call.WithArgumentList(change(call.ArgumentList)), SpeculativeBindingOption.BindAsExpression).Symbol is IMethodSymbol bound
                && SymbolEqualityComparer.Default.Equals(bound.ReturnType, method.ReturnType)
                && SymbolEqualityComparer.Default.Equals(bound.ContainingType, method.ContainingType)
                && bound.Parameters.Any(taker => taker.Name == parameter && taker.Type.Name == nameof(CancellationToken)))
            {
                return new DocumentEdit(
                    $"Pass '{token}'",
                    call.Span.ToString(),
                    editor => editor.ReplaceNode(call, (current, _) => ((InvocationExpressionSyntax)current).WithArgumentList(change(((InvocationExpressionSyntax)current).ArgumentList))));
            }
        }

        return null;
    }

    /// <summary>The argument lists to try, the plainest first: in the next position, by name, and with a list of values as an array.</summary>
    private static IEnumerable<Func<ArgumentListSyntax, ArgumentListSyntax>> Candidates(ArgumentListSyntax arguments, IMethodSymbol method, string parameter, ExpressionSyntax value)
    {
        var isExpanded = method.Parameters.LastOrDefault() is { IsParams: true };
        var isNamed = arguments.Arguments.Any(argument => argument.NameColon is not null);
        if (!isExpanded && !isNamed && (arguments.Arguments.Count >= method.Parameters.Length || method.Parameters[arguments.Arguments.Count].Name == parameter))
        {
            yield return list => list.WithArgument(SyntaxFactory.Argument(value));
        }

        if (!isExpanded)
        {
            yield return list => list.WithNamedArgument(parameter, value);
        }
        else if (!isNamed && arguments.Arguments.Count >= method.Parameters.Length && method.Parameters[method.Parameters.Length - 1].Type is IArrayTypeSymbol { ElementType: var element })
        {
            var first = method.Parameters.Length - 1;
            var type = SyntaxFactory.ParseTypeName(element.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));
            yield return list => list.WithArguments(SyntaxFactory.SeparatedList(
                    list.Arguments.Take(first).Append(SyntaxFactory.Argument(ArrayOf(type, list.Arguments.Skip(first).Select(argument => argument.Expression)))),
                    Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), first)))
                .WithArgument(SyntaxFactory.Argument(value));
        }
    }

    private static ArrayCreationExpressionSyntax ArrayOf(TypeSyntax element, IEnumerable<ExpressionSyntax> values) => SyntaxFactory.ArrayCreationExpression(
        SyntaxFactory.Token(SyntaxKind.NewKeyword).WithTrailingTrivia(SyntaxFactory.Space),
        SyntaxFactory.ArrayType(element, SyntaxFactory.SingletonList(SyntaxFactory.ArrayRankSpecifier(SyntaxFactory.SingletonSeparatedList<ExpressionSyntax>(SyntaxFactory.OmittedArraySizeExpression())))).WithTrailingTrivia(SyntaxFactory.Space),
        SyntaxFactory.InitializerExpression(
            SyntaxKind.ArrayInitializerExpression,
            SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.SeparatedList(values.Select(value => value.WithoutTrivia()), Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), values.Count() - 1)),
            SyntaxFactory.Token(SyntaxKind.CloseBraceToken).WithLeadingTrivia(SyntaxFactory.Space)));
}
