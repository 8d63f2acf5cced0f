using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.CodeFixes.Retries;

/// <summary>Adds settings to the initializer of an options object.</summary>
internal static class Initializers
{
    /// <summary>The last element keeps its place: the new one follows on its line, or on a line of its own where the list is written
    /// so.</summary>
    public static InitializerExpressionSyntax With(InitializerExpressionSyntax existing, string name, ExpressionSyntax value)
    {
        var added = SyntaxFactory.AssignmentExpression(SyntaxKind.SimpleAssignmentExpression, SyntaxFactory.IdentifierName(name), value);
        var list = existing.Expressions;
        if (list.Count == 0)
        {
            return existing.WithExpressions(list.Add(added));
        }

        var last = list.Last();
        if (list.SeparatorCount == list.Count)
        {
            return existing.WithExpressions(
                SyntaxFactory.SeparatedList<ExpressionSyntax>(
                    list.GetWithSeparators().Add(added.WithTriviaFrom(last)).Add(list.GetSeparators().Last())
                )
            );
        }

        return existing.WithExpressions(
            list.Replace(last, last.WithoutTrailingTrivia())
                .Add(added.WithLeadingTrivia(last.GetLeadingTrivia()).WithTrailingTrivia(last.GetTrailingTrivia()))
        );
    }
}
