using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Retries;

/// <summary>
/// Reports a retry of remote calls with neither a circuit breaker nor a rate limiter beside it: while the service is down every caller
/// multiplies its load,
/// and the load keeps it down. Off unless switched on.
/// Source: Bronson et al., "Metastable Failures in Distributed Systems", HotOS 2021.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RetryHasNoBudget : DistributedAnalyzer
{
    internal const string Id = "DIST2016";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Retry has no breaker or budget",
        "{0} repeats {1}{2} with neither a circuit breaker nor a rate limiter or retry budget: while the service is down its callers multiply their load",
        Level.Off
    );

    public RetryHasNoBudget()
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
        if (facts.RepeatedCalls.RetryIn(loop) is { } retried && !facts.Overload.MayHaveBudget(loop, retried.Call))
        {
            Report(
                context,
                Places.OfLoop(loop),
                "This loop",
                retried.Name,
                facts.Attempts.RoundsOf(loop) is { } rounds ? $" up to {rounds} times" : ""
            );
        }
    }

    private static void AnalyzePolicy(OperationContext context, CompilationFacts facts)
    {
        var added = (IInvocationOperation)context.Operation;
        if (
            facts.Policies.PolicyOf(added) is { Retries: not 0 } policy
            && facts.Pipelines.RepeatsRemoteCalls(policy)
            && !facts.Overload.MayHaveBudget(policy)
        )
        {
            Report(context, Places.OfCall(added), "This policy", "failed remote calls", policy.Times);
        }
    }

    private static void Report(OperationContext context, Location place, string what, string call, string times) =>
        context.Report(Diagnostic.Create(Problem, place, Evidence.Of("no breaker or budget in sight"), what, call, times));
}
