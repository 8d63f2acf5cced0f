using System.Composition;
using DistributedSystems.Analyzers.Rules.RemoteCalls;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.CodeFixes.RemoteCalls;

/// <summary>
/// Adds the standard resilience handler, with retries only of methods that may be repeated, at the end of the chain. Offered where the
/// version in use has both, and where nobody takes the chain's result.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AddResilienceHandlerFix : DistributedCodeFix
{
    private const string Extensions = "HttpRetryStrategyOptionsExtensions";
    private const string Space = "Microsoft.Extensions.Http.Resilience";

    public AddResilienceHandlerFix()
        : base(NoResiliencePipeline.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            await SiteOf(document, diagnostic, cancellation).ConfigureAwait(false)
                is not { Operation.Syntax: InvocationExpressionSyntax chain } site
            || site.Facts.Types.ResilienceHandlers is null
            || site.Model.Compilation.GetTypeByMetadataName(Space + "." + Extensions)?.GetMembers("DisableForUnsafeHttpMethods").IsEmpty
                != false
        )
        {
            return null;
        }

        while (
            chain.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next } access && access.Expression == chain
        )
        {
            chain = next;
        }

        if (chain.Parent is not (ExpressionStatementSyntax or ArrowExpressionClauseSyntax or LambdaExpressionSyntax))
        {
            return null;
        }

        var edit = new DocumentEdit(
            "Add the standard resilience handler",
            chain.Span.ToString(),
            editor =>
            {
                editor.ReplaceNode(chain, (current, _) => WithHandler((InvocationExpressionSyntax)current));
                Imports.AddFor(editor, chain.SpanStart, Extensions, Space);
            }
        );
        return await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }

    private static ExpressionSyntax WithHandler(InvocationExpressionSyntax chain)
    {
        var handler = (InvocationExpressionSyntax)
            SyntaxFactory.ParseExpression("chain.AddStandardResilienceHandler(options => options.Retry.DisableForUnsafeHttpMethods())");
        var access = (MemberAccessExpressionSyntax)handler.Expression;

        // A chain that is broken into lines goes on that way.
        var (dot, before) = chain.Expression is MemberAccessExpressionSyntax last
            ? (access.OperatorToken.WithLeadingTrivia(last.OperatorToken.LeadingTrivia), last.Expression.GetTrailingTrivia())
            : (access.OperatorToken, default(SyntaxTriviaList));
        return handler
            .WithExpression(access.WithExpression(chain.WithTrailingTrivia(before)).WithOperatorToken(dot))
            .WithTrailingTrivia(chain.GetTrailingTrivia());
    }
}
