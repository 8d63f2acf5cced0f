using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Retries;

/// <summary>
/// Reports when a retry also repeats what cannot succeed: a cancellation the caller asked for, swallowed by a catch that goes round; and,
/// as information, every exception there is, permanent failures and programming errors among them.
/// Silent where the token is looked at on the way round or the next delay rethrows the cancellation.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RetryRepeatsTheFutile : DistributedAnalyzer
{
    internal const string Id = "DIST2005";

    /// <summary>Decision for the fixer: the token that tells whether cancellation was asked for.</summary>
    internal const string Token = "fix.token";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Retry also repeats cancellation or permanent failures",
        "{0}",
        Level.Warning
    );

    public RetryRepeatsTheFutile()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.RemoteCalls.MayOccur)
        {
            start.On(facts, context => AnalyzeLoop(context, facts), OperationKind.Loop);
        }

        if (facts.Catalog.HasStrategies)
        {
            start.On(facts, context => AnalyzePolicy(context, facts), OperationKind.Invocation);
        }
    }

    private static void AnalyzeLoop(OperationContext context, CompilationFacts facts)
    {
        var loop = (ILoopOperation)context.Operation;
        foreach (var call in facts.RetryLoops.CallsRepeatedBy(loop))
        {
            if (facts.RetryLoops.CatchThatSwallowsCancellation(call.Call, loop) is { } swallowing)
            {
                Report(
                    context,
                    KeywordOf(swallowing),
                    Problem.DefaultSeverity,
                    $"The catch also takes the cancellation of {call.Name} and goes round: the caller who cancelled keeps waiting",
                    facts.RetryLoops.TokenGivenFromOutside(call.Call)
                );
                return;
            }

            if (call.IsRetried && facts.RetryLoops.CatchOfEverything(call.Call, loop) is { } everything)
            {
                Report(
                    context,
                    KeywordOf(everything),
                    DiagnosticSeverity.Info,
                    $"Every exception leads back to {call.Name}, also those that no repetition cures"
                );
                return;
            }
        }
    }

    private static void AnalyzePolicy(OperationContext context, CompilationFacts facts)
    {
        if (
            facts.Policies.PolicyOf((IInvocationOperation)context.Operation) is { HandlesEverything: { } clause } policy
            && facts.Pipelines.RepeatsRemoteCalls(policy)
        )
        {
            Report(
                context,
                Places.OfCall(clause),
                DiagnosticSeverity.Info,
                "The policy repeats after every exception, also after those that no repetition cures"
            );
        }
    }

    private static Location KeywordOf(ICatchClauseOperation clause) => clause.Syntax.GetFirstToken().GetLocation();

    private static void Report(
        OperationContext context,
        Location place,
        DiagnosticSeverity severity,
        string message,
        string? token = null
    ) =>
        context.Report(
            Diagnostic.Create(
                Problem,
                place,
                severity,
                additionalLocations: null,
                token is null ? Evidence.Of(message) : Evidence.Of(message).Add(Token, token),
                message
            )
        );
}
