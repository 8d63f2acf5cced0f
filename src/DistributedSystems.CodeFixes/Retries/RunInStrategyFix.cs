using System.Composition;
using DistributedSystems.Analyzers.Rules.Retries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.CodeFixes.Retries;

/// <summary>
/// Lets the execution strategy run the transaction: everything from its begin to the end of the method's body becomes the function that the
/// strategy
/// repeats. Not offered where that part returns a value or is a part of something else.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class RunInStrategyFix : DistributedCodeFix
{
    public RunInStrategyFix()
        : base(TransactionOutsideRetryingStrategy.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            await SiteOf(document, diagnostic, cancellation).ConfigureAwait(false)
                is not {
                    Operation: IInvocationOperation
                    {
                        Syntax: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var facade } } begin
                    }
                }
            || begin.FirstAncestorOrSelf<StatementSyntax>()
                is not { Parent: BlockSyntax { Parent: BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax } body } first
        )
        {
            return null;
        }

        var position = body.Statements.IndexOf(first);
        var repeated = body.Statements.Skip(position).ToList();
        if (
            repeated
                .SelectMany(Own)
                .Any(node => node is ReturnStatementSyntax { Expression: not null } or YieldStatementSyntax or LocalFunctionStatementSyntax)
        )
        {
            return null;
        }

        var isAsync = repeated
            .SelectMany(Own)
            .Any(node =>
                node is AwaitExpressionSyntax
                || node
                    is UsingStatementSyntax { AwaitKeyword.RawKind: not 0 }
                        or LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: not 0 }
            );
        var call =
            SyntaxFactory.ParseStatement(
                $"{(isAsync ? "await " : "")}{facade.WithoutTrivia()}.CreateExecutionStrategy().Execute{(isAsync ? "Async(async " : "(")}() => {{ }});"
            ) as ExpressionStatementSyntax;
        var lambda = call!.DescendantNodes().OfType<ParenthesizedLambdaExpressionSyntax>().Single();
        var running = call.ReplaceNode(
                lambda,
                lambda.WithBlock(SyntaxFactory.Block(repeated.Skip(1).Prepend(first.WithLeadingTrivia(SyntaxFactory.ElasticMarker))))
            )
            .WithLeadingTrivia(first.GetLeadingTrivia())
            .WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed)
            .WithAdditionalAnnotations(Formatter.Annotation);
        var whole = body.WithStatements(SyntaxFactory.List(body.Statements.Take(position).Append(running)));
        var edit = new DocumentEdit(
            "Run the transaction in the execution strategy",
            body.Span.ToString(),
            editor =>
            {
                editor.ReplaceNode(body, whole.WithAdditionalAnnotations(Formatter.Annotation));
                Imports.AddFor(editor, body.SpanStart, "ExecutionStrategyExtensions", "Microsoft.EntityFrameworkCore");
            }
        );
        return await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }

    private static IEnumerable<SyntaxNode> Own(SyntaxNode statement) =>
        statement.DescendantNodesAndSelf(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax));
}
