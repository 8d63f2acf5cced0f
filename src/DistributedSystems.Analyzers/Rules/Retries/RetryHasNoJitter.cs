using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Retries;

/// <summary>
/// Reports when every caller waits the same time before it repeats a remote call: clients that failed together come back together.
/// A policy without jitter, or a retry loop all of whose delays are computed without chance.
/// Silent where there is no delay at all (DIST2002), and where a delay comes from code that cannot be read.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RetryHasNoJitter : DistributedAnalyzer
{
    internal const string Id = "DIST2003";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Retry back-off has no jitter",
        "{0} waits the same time before each repetition of {1} in every client: those that failed together come back together",
        Level.Info
    );

    public RetryHasNoJitter()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.RemoteCalls.MayOccur)
        {
            start.On(facts, context => AnalyzeCode(context, facts), OperationKind.Loop, OperationKind.Branch, OperationKind.Invocation);
        }

        if (facts.Catalog.HasStrategies)
        {
            start.On(facts, context => AnalyzePolicy(context, facts), OperationKind.Invocation);
        }
    }

    private static void AnalyzeCode(OperationContext context, CompilationFacts facts)
    {
        foreach (var repeated in facts.RepeatedCalls.At(context.Operation, context.ContainingSymbol))
        {
            if (repeated.IsRetried)
            {
                if (facts.Waits.AreComputed(facts.RetryLoops.DelaysOnTheWayBack(repeated)))
                {
                    Report(context, Places.OfRetry(context.Operation), repeated.Description, repeated.Name);
                }

                return;
            }
        }
    }

    private static void AnalyzePolicy(OperationContext context, CompilationFacts facts)
    {
        var added = (IInvocationOperation)context.Operation;
        if (
            facts.Policies.PolicyOf(added) is { Pause: Pause.Constant or Pause.Growing, Jitter: false, Retries: not 0 } policy
            && facts.Pipelines.RepeatsRemoteCalls(policy)
        )
        {
            Report(context, Places.OfCall(added), "This policy", "failed remote calls");
        }
    }

    private static void Report(OperationContext context, Location place, string what, string call) =>
        context.Report(Diagnostic.Create(Problem, place, Evidence.Of("the delays are computed without chance"), what, call));
}
