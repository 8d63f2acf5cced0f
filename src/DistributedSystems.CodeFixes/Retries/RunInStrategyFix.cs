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
/// repeats, with an empty change tracker for each run that saves. Not offered where that part returns a value or is a part of something
/// else, and where a second run would add to what the first has done (<see cref="RepeatedTransaction"/>).
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
                    } operation
                } site
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
            || RepeatedTransaction.Of(operation, repeated, site) is not { } transaction
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
        var token = isAsync ? site.Facts.Tokens.TokensInScope(operation).FirstOrDefault(one => one.IsSure)?.Expression : null;
        var call =
            SyntaxFactory.ParseStatement(
                $"{(isAsync ? "await " : "")}{facade.WithoutTrivia()}.CreateExecutionStrategy().Execute{(isAsync ? "Async(async " : "(")}{Parameter(token, begin)} => {{ }}{(token is null ? "" : ", " + token)});"
            ) as ExpressionStatementSyntax;
        var lambda = call!.DescendantNodes().OfType<LambdaExpressionSyntax>().Single();
        var statements = repeated.Skip(1).Prepend(first.WithLeadingTrivia(SyntaxFactory.ElasticMarker));
        if (transaction.Saves)
        {
            var tracker = facade is MemberAccessExpressionSyntax { Expression: var owner }
                ? owner.WithoutTrivia() + ".ChangeTracker"
                : "ChangeTracker";
            statements = statements.Prepend(
                SyntaxFactory.ParseStatement(tracker + ".Clear();").WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed)
            );
        }

        var running = call.ReplaceNode(lambda, lambda.WithBlock(SyntaxFactory.Block(statements)))
            .WithLeadingTrivia(first.GetLeadingTrivia())
            .WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed)
            .WithAdditionalAnnotations(Formatter.Annotation);
        var whole = body.WithStatements(SyntaxFactory.List(body.Statements.Take(position).Append(running)));
        var edit = new DocumentEdit(
            transaction.Saves
                ? "Run the transaction in the execution strategy, with an empty change tracker"
                : "Run the transaction in the execution strategy",
            body.Span.ToString(),
            editor =>
            {
                editor.ReplaceNode(body, whole.WithAdditionalAnnotations(Formatter.Annotation));
                Imports.AddFor(editor, body.SpanStart, "ExecutionStrategyExtensions", "Microsoft.EntityFrameworkCore");
            }
        );
        return await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }

    /// <summary>The strategy hands its token to each run; older compilers do not let a parameter hide another one's name.</summary>
    private static string Parameter(string? token, SyntaxNode place) =>
        token is null ? "()"
        : SyntaxFacts.IsValidIdentifier(token)
        && ((CSharpParseOptions)place.SyntaxTree.Options).LanguageVersion.MapSpecifiedToEffectiveVersion() >= LanguageVersion.CSharp8
            ? token
        : "_";

    private static IEnumerable<SyntaxNode> Own(SyntaxNode statement) =>
        statement.DescendantNodesAndSelf(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax));
}
