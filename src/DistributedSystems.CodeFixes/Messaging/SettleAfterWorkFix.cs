using System.Composition;
using DistributedSystems.Analyzers.Rules.Messaging;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace DistributedSystems.CodeFixes.Messaging;

/// <summary>Moves the statement that settles a message behind the rest of its block.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class SettleAfterWorkFix : DistributedCodeFix
{
    public SettleAfterWorkFix()
        : base(AcknowledgedBeforeProcessed.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            diagnostic.AdditionalLocations.Count != 1
            || await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<StatementSyntax>()
                is not ExpressionStatementSyntax { Parent: BlockSyntax block } settling
            || root.FindNode(diagnostic.AdditionalLocations[0].SourceSpan)
                .FirstAncestorOrSelf<StatementSyntax>(node => node.Parent == block)
                is not { } work
            || !CanEndIn(block, settling, work)
        )
        {
            return null;
        }

        return new DocumentEdit(
            "Settle the message after the work on it",
            settling.Span.ToString(),
            editor =>
            {
                editor.RemoveNode(settling, SyntaxRemoveOptions.KeepNoTrivia);
                editor.InsertAfter(block.Statements.Last(), settling.WithAdditionalAnnotations(Formatter.Annotation));
            }
        );
    }

    /// <summary>Every way through the rest of the block reaches its end, and nothing there is declared anew or left early.</summary>
    private static bool CanEndIn(BlockSyntax block, StatementSyntax settling, StatementSyntax work) =>
        block.Statements.IndexOf(settling) is var place
        && block.Statements.IndexOf(work) > place
        && block.Statements.Skip(place + 1).All(static statement => !Leaves(statement));

    private static bool Leaves(StatementSyntax statement) =>
        statement
            .DescendantNodesAndSelf(static node => node is not (LambdaExpressionSyntax or LocalFunctionStatementSyntax))
            .Any(static node =>
                node
                    is ReturnStatementSyntax
                        or ThrowStatementSyntax
                        or BreakStatementSyntax
                        or ContinueStatementSyntax
                        or GotoStatementSyntax
                        or YieldStatementSyntax
            );
}
