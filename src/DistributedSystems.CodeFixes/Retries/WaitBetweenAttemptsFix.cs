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
/// Lets a retry wait before it goes round: a delay with jitter (<see cref="LoopWait"/>), which doubles with the number of the attempt up to
/// half a minute where the loop counts; exponential back-off with jitter in a policy.
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
        if (
            node
            is StatementSyntax loop
                and (ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax)
        )
        {
            foreach (var inLoop in LoopWait.EditsOf(loop, model, facts, random, cancellation))
            {
                if (
                    await inLoop.CompilesAsync(document, cancellation).ConfigureAwait(false)
                    && await inLoop.EndsHasteAsync(document, loop, cancellation).ConfigureAwait(false)
                )
                {
                    return inLoop;
                }
            }

            return null;
        }

        var edit =
            node?.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } added
            && model.GetOperation(added, cancellation) is IInvocationOperation operation
            && facts.Policies.PolicyOf(operation) is { } policy
                ? InPolicy(policy, added, random)
                : null;
        return edit is not null && await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }

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
