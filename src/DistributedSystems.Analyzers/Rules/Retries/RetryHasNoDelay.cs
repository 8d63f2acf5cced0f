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
            start.On(facts, context => AnalyzeCode(context, facts), OperationKind.Loop, OperationKind.Branch, OperationKind.Invocation);
        }

        if (facts.Types.QuartzJob is not null)
        {
            start.On(facts, context => AnalyzeRefire(context, facts), OperationKind.ObjectCreation, OperationKind.SimpleAssignment);
        }

        if (facts.Redelivery.HasMessageBus)
        {
            start.On(facts, context => AnalyzeBus(context, facts), OperationKind.Invocation);
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
            if (repeated.Rounds is not <= 2 && facts.RetryLoops.GoesRoundAtOnce(repeated) is { } failure)
            {
                Report(
                    context,
                    Places.OfRetry(context.Operation),
                    repeated.Description,
                    failure.Description + repeated.Name,
                    repeated.Rounds is { } rounds ? $" up to {rounds} times" : ""
                );
                return;
            }
        }
    }

    private static void AnalyzeRefire(OperationContext context, CompilationFacts facts)
    {
        if (facts.JobRetries.FailureRefiredAt(context.Operation) is { } failed && facts.Reachability.RemoteNameOf(failed) is { } name)
        {
            Report(context, context.Operation.Syntax.GetLocation(), "This job, fired again at once,", name, "");
        }
    }

    private static void AnalyzeBus(OperationContext context, CompilationFacts facts)
    {
        var added = (IInvocationOperation)context.Operation;
        if (
            facts.Redelivery.RedeliveryAt(added) is { Pause: Pause.None, Retries: > 1 } redelivery
            && facts.Redelivery.RunsRemoteCalls(redelivery)
        )
        {
            Report(context, Places.OfCall(added), "This retry of message handlers", "failed remote calls", redelivery.Times);
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
