using System.Composition;
using DistributedSystems.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Simplification;

namespace DistributedSystems.CodeFixes.RemoteCalls;

/// <summary>
/// Starts the calls by <c>Parallel.ForEachAsync</c>, eight at a time. Offered where the statement waits for calls whose results nobody
/// takes, and where the framework has the method.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class LimitFanoutFix : DistributedCodeFix
{
    private const int AtATime = 8;

    public LimitFanoutFix()
        : base(RuleIds.UnboundedFanout)
    {
    }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await SiteOf(document, diagnostic, cancellation).ConfigureAwait(false) is not { Operation: IInvocationOperation { Syntax: InvocationExpressionSyntax { Parent: AwaitExpressionSyntax { Parent: ExpressionStatementSyntax } } } whenAll } site
            || site.Facts.UnboundedFanoutOf(whenAll) is not { Selector.Syntax: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax select } projection }
            || projection.Parent is not ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax outer } || outer != whenAll.Syntax
            || projection.ArgumentList.Arguments[0].Expression is not SimpleLambdaExpressionSyntax lambda
            || (lambda.Body is BlockSyntax && !lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword)))
        {
            return null;
        }

        var edit = new DocumentEdit($"Run at most {AtATime} calls at a time", outer.Span.ToString(), editor => editor.ReplaceNode(outer, Limited(select.Expression, lambda).WithTriviaFrom(outer)));
        return await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }

    private static ExpressionSyntax Limited(ExpressionSyntax items, SimpleLambdaExpressionSyntax lambda)
    {
        var body = (lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword) ? "" : "await ") + lambda.Body;
        var limited = SyntaxFactory.ParseExpression($"global::System.Threading.Tasks.Parallel.ForEachAsync({items}, new global::System.Threading.Tasks.ParallelOptions {{ MaxDegreeOfParallelism = {AtATime} }}, async ({lambda.Parameter.Identifier.ValueText}, _) => {body})");
        return limited.ReplaceNodes(
            limited.DescendantNodes().Where(node => node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Parallel" } or QualifiedNameSyntax { Right.Identifier.ValueText: "ParallelOptions" }),
            (_, name) => name.WithAdditionalAnnotations(Simplifier.Annotation));
    }
}
