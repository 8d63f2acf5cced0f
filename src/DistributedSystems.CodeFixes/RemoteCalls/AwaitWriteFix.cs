using System.Composition;
using DistributedSystems.Analyzers.Rules.RemoteCalls;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.CodeFixes.RemoteCalls;

/// <summary>Awaits a dropped task in a function that is asynchronous already.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AwaitWriteFix : DistributedCodeFix
{
    public AwaitWriteFix()
        : base(WriteIsNotObserved.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            await SiteOf(document, diagnostic, cancellation).ConfigureAwait(false) is not { } site
            || !AwaitRemoteCallFix.IsInAsyncFunction(site.Operation, site.Model, cancellation)
        )
        {
            return null;
        }

        // The whole statement: the call with what is chained to it, and the discard before it.
        var dropped = (ExpressionSyntax)site.Operation.Syntax;
        while (dropped.Parent is ParenthesizedExpressionSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax)
        {
            dropped = (ExpressionSyntax)dropped.Parent;
        }

        var replaced = dropped.Parent is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } discard
            ? discard
            : dropped;
        if (
            replaced.Parent is not ExpressionStatementSyntax
            || dropped.DescendantNodesAndSelf().Any(node => node is IdentifierNameSyntax { Identifier.ValueText: "ContinueWith" })
        )
        {
            return null;
        }

        var edit = new DocumentEdit(
            "Await the call",
            replaced.Span.ToString(),
            editor =>
                editor.ReplaceNode(
                    replaced,
                    (current, _) =>
                        SyntaxFactory
                            .AwaitExpression(
                                SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space),
                                (
                                    current is AssignmentExpressionSyntax assignment ? assignment.Right : (ExpressionSyntax)current
                                ).WithoutTrivia()
                            )
                            .WithTriviaFrom(current)
                )
        );
        return await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }
}
