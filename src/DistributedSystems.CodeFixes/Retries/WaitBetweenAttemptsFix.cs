using System.Composition;
using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Surroundings;
using DistributedSystems.Analyzers.Rules.Retries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.CodeFixes.Retries;

/// <summary>
/// Lets a retry wait before it goes round: a delay with jitter in each handler that does so, which doubles with the number of the attempt
/// up to half a minute
/// where the loop counts; exponential back-off with jitter in a policy.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class WaitBetweenAttemptsFix : DistributedCodeFix
{
    public WaitBetweenAttemptsFix()
        : base(RetryHasNoDelay.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
        )
        {
            return null;
        }

        var node = root.FindToken(diagnostic.Location.SourceSpan.Start).Parent;
        var facts = CompilationFacts.Of(model.Compilation, document.Project.AnalyzerOptions);
        var random =
            facts.Types.Random?.GetMembers("Shared").IsEmpty == false
                ? "global::System.Random.Shared.NextDouble()"
                : "new global::System.Random().NextDouble()";
        var edit =
            node
                is StatementSyntax loop
                    and (ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax)
                ? InLoop(loop, model, facts, random, cancellation)
            : node?.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } added
            && model.GetOperation(added, cancellation) is IInvocationOperation operation
            && facts.Policies.PolicyOf(operation) is { } policy
                ? InPolicy(policy, added, random)
            : null;
        return edit is not null && await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }

    private static DocumentEdit? InLoop(
        StatementSyntax loop,
        SemanticModel model,
        CompilationFacts facts,
        string random,
        CancellationToken cancellation
    )
    {
        if (
            model.GetOperation(loop, cancellation) is not ILoopOperation operation
            || facts.RepeatedCalls.By(operation).FirstOrDefault(call => facts.RetryLoops.GoesRoundAtOnce(call) is not null)
                is not { } repeated
        )
        {
            return null;
        }

        var handlers = repeated
            .Call.Syntax.Ancestors()
            .TakeWhile(ancestor => ancestor != loop)
            .OfType<TryStatementSyntax>()
            .FirstOrDefault(attempt => attempt.Block.Span.Contains(repeated.Call.Syntax.Span))
            ?.Catches.Select(handler => handler.Block)
            .Where(block => GoesOn(block, model))
            .ToList();
        var body =
            loop switch
            {
                ForStatementSyntax f => f.Statement,
                WhileStatementSyntax w => w.Statement,
                DoStatementSyntax d => d.Statement,
                CommonForEachStatementSyntax e => e.Statement,
                _ => null,
            } as BlockSyntax;
        var blocks =
            handlers is { Count: > 0 } ? handlers
            : body is not null && handlers is null && GoesOn(body, model) ? new List<BlockSyntax> { body }
            : null;
        if (blocks is null)
        {
            return null;
        }

        var isAsync = loop.Ancestors().Select(AsyncOf).FirstOrDefault(isAsync => isAsync is not null) == true;
        var counter =
            loop is ForStatementSyntax { Declaration.Variables: { Count: 1 } variables, Incrementors: { Count: 1 } steps }
            && variables[0].Initializer?.Value.ToString() == "0"
            && steps[0]
                is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression }
                    or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression }
                ? variables[0].Identifier.Text
                : null;
        var duration = counter is null
            ? $"global::System.TimeSpan.FromSeconds(0.5 + {random})"
            : $"global::System.TimeSpan.FromSeconds(global::System.Math.Min(30, global::System.Math.Pow(2, {counter})) * (0.5 + {random}))";
        var token = isAsync ? facts.Tokens.TokensInScope(repeated.Call).FirstOrDefault(token => token.IsSure)?.Expression : null;
        var wait = isAsync
            ? $"await global::System.Threading.Tasks.Task.Delay({duration}{(token is null ? "" : ", " + token)});"
            : $"global::System.Threading.Thread.Sleep({duration});";
        var statement = SyntaxFactory
            .ParseStatement(wait)
            .WithAdditionalAnnotations(Formatter.Annotation)
            .WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed)
            .Qualified();
        return new DocumentEdit(
            "Wait before the next attempt",
            loop.Span.ToString(),
            editor =>
            {
                foreach (var block in blocks)
                {
                    editor.ReplaceNode(block, (current, _) => WithWait((BlockSyntax)current, statement));
                }
            }
        );
    }

    /// <summary>Its end is reached, or it goes round by a last <c>continue</c>.</summary>
    private static bool GoesOn(BlockSyntax block, SemanticModel model) =>
        block.Statements.LastOrDefault() is ContinueStatementSyntax
        || model.AnalyzeControlFlow(block) is { Succeeded: true, EndPointIsReachable: true };

    private static BlockSyntax WithWait(BlockSyntax block, StatementSyntax wait) =>
        block.Statements.LastOrDefault() is ContinueStatementSyntax
            ? block
                .WithStatements(block.Statements.Insert(block.Statements.Count - 1, wait))
                .WithAdditionalAnnotations(Formatter.Annotation)
            : block.AddStatements(wait).WithAdditionalAnnotations(Formatter.Annotation);

    private static bool? AsyncOf(SyntaxNode function) =>
        function switch
        {
            AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.RawKind != 0,
            LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
            MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
            GlobalStatementSyntax => true,
            MemberDeclarationSyntax => false,
            _ => null,
        };

    private static DocumentEdit? InPolicy(RetryPolicy policy, InvocationExpressionSyntax added, string random)
    {
        if (
            policy.Options?.Syntax is BaseObjectCreationExpressionSyntax { Initializer: { } initializer }
            && policy.Options.Syntax.SyntaxTree == added.SyntaxTree
        )
        {
            var settings = initializer
                .Expressions.OfType<AssignmentExpressionSyntax>()
                .ToDictionary(assignment => assignment.Left.ToString(), assignment => assignment.Right);
            return !settings.TryGetValue("Delay", out var delay)
                ? null
                : new DocumentEdit(
                    "Wait before the next attempt",
                    added.Span.ToString(),
                    editor =>
                    {
                        editor.ReplaceNode(
                            delay,
                            SyntaxFactory.ParseExpression("global::System.TimeSpan.FromSeconds(1)").WithTriviaFrom(delay).Qualified()
                        );
                        foreach (
                            var (name, value) in new[]
                            {
                                ("BackoffType", "global::Polly.DelayBackoffType.Exponential"),
                                ("UseJitter", "true"),
                            }
                        )
                        {
                            if (!settings.ContainsKey(name))
                            {
                                editor.ReplaceNode(
                                    initializer,
                                    (current, _) =>
                                        Initializers
                                            .With(
                                                (InitializerExpressionSyntax)current,
                                                name,
                                                SyntaxFactory.ParseExpression(value).Qualified()
                                            )
                                            .WithAdditionalAnnotations(Formatter.Annotation)
                                );
                            }
                        }
                    }
                );
        }

        // Polly 7: RetryAsync(3) has a sibling that waits.
        return
            added
                is {
                    Expression: MemberAccessExpressionSyntax
                    {
                        Name: IdentifierNameSyntax { Identifier.Text: "Retry" or "RetryAsync" } name
                    },
                    ArgumentList: { Arguments.Count: 1 } arguments
                }
            && policy.Retries is > 1 and < int.MaxValue
            ? new DocumentEdit(
                "Wait before the next attempt",
                added.Span.ToString(),
                editor =>
                {
                    var wait = SyntaxFactory
                        .Argument(
                            SyntaxFactory
                                .ParseExpression(
                                    $"attempt => global::System.TimeSpan.FromSeconds(global::System.Math.Pow(2, attempt) * (0.5 + {random}))"
                                )
                                .Qualified()
                        )
                        .WithAdditionalAnnotations(Formatter.Annotation);
                    editor.ReplaceNode(name, SyntaxFactory.IdentifierName("WaitAnd" + name.Identifier.Text).WithTriviaFrom(name));
                    editor.ReplaceNode(
                        arguments,
                        (current, _) => ((ArgumentListSyntax)current).AddArguments(wait).WithAdditionalAnnotations(Formatter.Annotation)
                    );
                }
            )
            : null;
    }
}
