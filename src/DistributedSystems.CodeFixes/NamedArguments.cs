using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.CodeFixes;

/// <summary>Finds, replaces and adds the arguments of parameters.</summary>
internal static class NamedArguments
{
    /// <summary>The argument that is given for a parameter, by its name or its place.</summary>
    public static ArgumentSyntax? ArgumentFor(this ArgumentListSyntax list, IMethodSymbol? method, string parameter)
    {
        for (var i = 0; i < list.Arguments.Count; i++)
        {
            if (
                list.Arguments[i].NameColon is { } name
                    ? name.Name.Identifier.ValueText == parameter
                    : i < method?.Parameters.Length && method.Parameters[i].Name == parameter
            )
            {
                return list.Arguments[i];
            }
        }

        return null;
    }

    /// <summary>The list with this value for a parameter: in the place of the one that is given, else named at its end.</summary>
    public static ArgumentListSyntax WithValueFor(
        this ArgumentListSyntax list,
        IMethodSymbol? method,
        string parameter,
        ExpressionSyntax value
    ) =>
        list.ArgumentFor(method, parameter) is { } given
            ? list.ReplaceNode(given.Expression, value.WithTriviaFrom(given.Expression))
            : list.WithNamedArgument(parameter, value);

    /// <summary>The list with one more argument at its end, named so that its position does not matter.</summary>
    public static ArgumentListSyntax WithNamedArgument(this ArgumentListSyntax list, string parameter, ExpressionSyntax value) =>
        list.WithArgument(
            SyntaxFactory.Argument(SyntaxFactory.NameColon(parameter).WithTrailingTrivia(SyntaxFactory.Space), default, value)
        );

    /// <summary>The list with one more argument at its end; on a line of its own where the closing parenthesis has one.</summary>
    public static ArgumentListSyntax WithArgument(this ArgumentListSyntax list, ArgumentSyntax added)
    {
        if (list.Arguments.Count == 0)
        {
            return list.WithArguments(list.Arguments.Add(added));
        }

        var last = list.Arguments[list.Arguments.Count - 1];
        var end = last.GetTrailingTrivia();
        var comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);
        if (end.Any(SyntaxKind.EndOfLineTrivia))
        {
            comma = comma.WithTrailingTrivia(end);
            added = added
                .WithLeadingTrivia(last.GetLeadingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)))
                .WithTrailingTrivia(end.Last(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)));
            list = list.ReplaceNode(last, last.WithTrailingTrivia());
        }

        return list.WithArguments(SyntaxFactory.SeparatedList<ArgumentSyntax>(list.Arguments.GetWithSeparators().Add(comma).Add(added)));
    }
}
