using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.CodeFixes;

/// <summary>Adds arguments by name.</summary>
internal static class NamedArguments
{
    /// <summary>The list with one more argument at its end, named so that its position does not matter.</summary>
    public static ArgumentListSyntax WithNamedArgument(this ArgumentListSyntax list, string parameter, ExpressionSyntax value) =>
        list.WithArgument(
            SyntaxFactory.Argument(SyntaxFactory.NameColon(parameter).WithTrailingTrivia(SyntaxFactory.Space), default, value)
        );

    /// <summary>The list with one more argument at its end.</summary>
    public static ArgumentListSyntax WithArgument(this ArgumentListSyntax list, ArgumentSyntax added) =>
        list.WithArguments(
            list.Arguments.Count == 0
                ? list.Arguments.Add(added)
                : SyntaxFactory.SeparatedList<ArgumentSyntax>(
                    list.Arguments.GetWithSeparators()
                        .Add(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space))
                        .Add(added)
                )
        );
}
