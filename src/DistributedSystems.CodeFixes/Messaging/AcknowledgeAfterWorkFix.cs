using System.Composition;
using DistributedSystems.Analyzers.Rules.Messaging;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace DistributedSystems.CodeFixes.Messaging;

/// <summary>
/// Switches the automatic acknowledgement off and lets the handler acknowledge a message at its end. Offered where the same member subscribes and holds
/// the only handler, and every way through that reaches its end.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AcknowledgeAfterWorkFix : DistributedCodeFix
{
    public AcknowledgeAfterWorkFix()
        : base(AcknowledgedBeforeProcessed.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<ArgumentSyntax>()
                is not {
                    Expression: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression } flag,
                    Parent.Parent: InvocationExpressionSyntax
                    {
                        Expression: MemberAccessExpressionSyntax { Name: var name } called
                    } subscription
                }
            || !name.Identifier.ValueText.StartsWith("BasicConsume", StringComparison.Ordinal)
            || model.GetSymbolInfo(subscription, cancellation).Symbol is not IMethodSymbol method
            || subscription.ArgumentList.ArgumentFor(method, "consumer")?.Expression is not IdentifierNameSyntax consumer
            || OnlyHandlerOf(consumer, subscription, model, cancellation) is not { } handler
            || Acknowledging(handler, called.Expression, name.Identifier.ValueText.EndsWith("Async", StringComparison.Ordinal), model)
                is not { } edited
        )
        {
            return null;
        }

        var edit = new DocumentEdit(
            "Acknowledge each message after the work on it",
            subscription.Span.ToString(),
            editor =>
            {
                editor.ReplaceNode(flag, SyntaxFactory.LiteralExpression(SyntaxKind.FalseLiteralExpression).WithTriviaFrom(flag));
                editor.ReplaceNode(handler, edited);
            }
        );
        return await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }

    /// <summary>The one function that a consumer, which only this subscription uses, hands its messages to.</summary>
    private static ParenthesizedLambdaExpressionSyntax? OnlyHandlerOf(
        IdentifierNameSyntax consumer,
        InvocationExpressionSyntax subscription,
        SemanticModel model,
        CancellationToken cancellation
    )
    {
        if (
            model.GetSymbolInfo(consumer, cancellation).Symbol is not ILocalSymbol local
            || subscription.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member
        )
        {
            return null;
        }

        var uses = member
            .DescendantNodes()
            .OfType<IdentifierNameSyntax>()
            .Where(use =>
                use != consumer
                && use.Identifier.ValueText == local.Name
                && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(use, cancellation).Symbol, local)
            )
            .ToList();
        return
            uses.Count == 1
            && uses[0].Parent
                is MemberAccessExpressionSyntax
                {
                    Parent: AssignmentExpressionSyntax
                    {
                        RawKind: (int)SyntaxKind.AddAssignmentExpression,
                        Right: ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters.Count: 2 } handler
                    }
                }
            ? handler
            : null;
    }

    private static ParenthesizedLambdaExpressionSyntax? Acknowledging(
        ParenthesizedLambdaExpressionSyntax handler,
        ExpressionSyntax channel,
        bool isAsync,
        SemanticModel model
    )
    {
        var delivery = handler.ParameterList.Parameters[1].Identifier.ValueText;
        if (
            delivery == "_"
            || channel is not (IdentifierNameSyntax or MemberAccessExpressionSyntax)
            || handler.DescendantNodes().Any(MayLeave)
        )
        {
            return null;
        }

        var settle = SyntaxFactory
            .ParseStatement(
                isAsync
                    ? $"await {channel.WithoutTrivia()}.BasicAckAsync({delivery}.DeliveryTag, multiple: false);"
                    : $"{channel.WithoutTrivia()}.BasicAck({delivery}.DeliveryTag, multiple: false);"
            )
            .WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed);
        if (handler.Block is { } block)
        {
            return isAsync && handler.AsyncKeyword == default
                ? null
                : handler.WithBlock(block.AddStatements(settle)).WithAdditionalAnnotations(Formatter.Annotation);
        }

        var work = handler.ExpressionBody!;
        var isTask = model.GetTypeInfo(work).Type is INamedTypeSymbol { Name: "Task" or "ValueTask" };
        if (isAsync && !isTask && handler.AsyncKeyword == default)
        {
            return null;
        }

        // Written out in lines: a formatter leaves the brace where the body was.
        var margin = handler.FirstAncestorOrSelf<StatementSyntax>()?.GetLeadingTrivia().LastOrDefault(IsSpace).ToString() is { } space
            ? space
            : "";
        var deeper = margin + (margin.IndexOf('\t') >= 0 ? "\t" : "    ");
        var isMadeAsync = isTask && handler.AsyncKeyword == default;
        return SyntaxFactory
                .ParseExpression(
                    $"{(isMadeAsync ? "async " : "")}{handler.WithExpressionBody(null).WithoutTrivia().ToString().TrimEnd()}\n{margin}{{\n{deeper}{(isTask ? "await " : "")}{work.WithoutTrivia()};\n{deeper}{settle.WithoutTrivia()}\n{margin}}}"
                )
                .WithTriviaFrom(handler) as ParenthesizedLambdaExpressionSyntax;
    }

    private static bool IsSpace(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.WhitespaceTrivia);

    /// <summary>The end is not reached on every way, or the message is settled already.</summary>
    private static bool MayLeave(SyntaxNode node) =>
        node
            is ReturnStatementSyntax
                or ThrowStatementSyntax
                or CatchClauseSyntax
                or YieldStatementSyntax
                or GotoStatementSyntax
                or IdentifierNameSyntax
                {
                    Identifier.ValueText: "BasicAck"
                        or "BasicAckAsync"
                        or "BasicNack"
                        or "BasicNackAsync"
                        or "BasicReject"
                        or "BasicRejectAsync"
                };
}
