using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Retries;

/// <summary>
/// Reports when a failed remote call is made again at once: by a loop, a jump or a method that calls itself in which a failure comes back
/// to the call with nothing on the way that waits, or by a policy without a delay. A poll whose failure goes round at once counts, as its
/// success may.
/// Silent for one immediate repetition, and where anything on the way may wait.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RetryHasNoDelay : DistributedAnalyzer
{
    internal const string Id = "DIST2002";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Retry has no delay",
        "{0} repeats {1}{2} without a delay: a service in trouble is called as fast as it can refuse",
        Level.Warning
    );

    public RetryHasNoDelay()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.RemoteCalls.MayOccur)
        {
            start.On(facts, context => AnalyzeLoop(context, facts), OperationKind.Loop);
            start.On(facts, context => AnalyzeBackEdge(context, facts), OperationKind.Branch, OperationKind.Invocation);
        }

        if (facts.Catalog.HasStrategies)
        {
            start.On(facts, context => AnalyzePolicy(context, facts), OperationKind.Invocation);
        }
    }

    private static void AnalyzeLoop(OperationContext context, CompilationFacts facts)
    {
        var loop = (ILoopOperation)context.Operation;
        if (facts.Attempts.RoundsOf(loop) is <= 2)
        {
            return;
        }

        foreach (var call in facts.RetryLoops.CallsRepeatedBy(loop))
        {
            if (facts.RetryLoops.GoesRoundAtOnce(call.Call, loop.Syntax, isPoll: !call.IsRetried))
            {
                Report(
                    context,
                    Places.OfLoop(loop),
                    "This loop",
                    call.Name,
                    facts.Attempts.RoundsOf(loop) is { } rounds ? $" up to {rounds} times" : ""
                );
                return;
            }
        }
    }

    private static void AnalyzeBackEdge(OperationContext context, CompilationFacts facts)
    {
        if (
            facts.RetryLoops.RetryOnBackEdge(context.Operation, context.ContainingSymbol) is { } retry
            && facts.RetryLoops.GoesRoundAtOnce(retry.Call, loop: null, retry.Again)
        )
        {
            Report(context, context.Operation.Syntax.GetLocation(), retry.Description, retry.Name, "");
        }
    }

    private static void AnalyzePolicy(OperationContext context, CompilationFacts facts)
    {
        var added = (IInvocationOperation)context.Operation;
        if (
            facts.Policies.PolicyOf(added) is { Pause: Pause.None, Retries: not (0 or 1) } policy
            && facts.Pipelines.RepeatsRemoteCalls(policy)
        )
        {
            Report(context, Places.OfCall(added), "This policy", "failed remote calls", policy.Times);
        }
    }

    private static void Report(OperationContext context, Location place, string what, string call, string times) =>
        context.Report(Diagnostic.Create(Problem, place, Evidence.Of("no delay between attempts"), what, call, times));
}
