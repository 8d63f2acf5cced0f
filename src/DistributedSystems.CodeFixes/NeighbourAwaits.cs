using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.CodeFixes;

/// <summary>How the code around awaits.</summary>
internal static class NeighbourAwaits
{
    private const string Method = "ConfigureAwait";

    /// <summary>A task as the code around a place awaits its tasks: with <c>ConfigureAwait(false)</c> where each other await has it.</summary>
    public static ExpressionSyntax AsAwaitedAround(this ExpressionSyntax task, SyntaxNode place) =>
        AreConfigured(place) && !IsConfigured(task)
            ? SyntaxFactory.InvocationExpression(
                SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, task, SyntaxFactory.IdentifierName(Method)),
                SyntaxFactory.ArgumentList(
                    SyntaxFactory.SingletonSeparatedList(
                        SyntaxFactory.Argument(SyntaxFactory.LiteralExpression(SyntaxKind.FalseLiteralExpression))
                    )
                )
            )
            : task;

    /// <summary>Does each await of the member around a place, or where it has none of the type, have <c>ConfigureAwait(false)</c>?</summary>
    public static bool AreConfigured(SyntaxNode place)
    {
        var awaits = AwaitsIn(place.FirstAncestorOrSelf<MemberDeclarationSyntax>());
        if (awaits.Count == 0)
        {
            awaits = AwaitsIn((SyntaxNode?)place.Ancestors().OfType<TypeDeclarationSyntax>().LastOrDefault() ?? place.SyntaxTree.GetRoot());
        }

        return awaits.Count > 0
            && awaits.All(wait =>
                IsConfigured(wait.Expression)
                && ((InvocationExpressionSyntax)wait.Expression).ArgumentList.Arguments.All(argument =>
                    argument.Expression.IsKind(SyntaxKind.FalseLiteralExpression)
                )
            );
    }

    private static List<AwaitExpressionSyntax> AwaitsIn(SyntaxNode? code) =>
        code?.DescendantNodes()
            .OfType<AwaitExpressionSyntax>()
            .Where(wait =>
                wait.Expression
                    is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Yield" } }
            )
            .ToList()
        ?? new List<AwaitExpressionSyntax>();

    private static bool IsConfigured(ExpressionSyntax task) =>
        task is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: Method } };
}
