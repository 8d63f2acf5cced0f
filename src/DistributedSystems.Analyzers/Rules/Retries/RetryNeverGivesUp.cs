using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Retries;

/// <summary>
/// Reports when a remote call is retried with no end: a loop, a jump or a method that calls itself, which a failure of the call
/// cannot leave, or a policy that says so.
/// Silent where attempts, time or a cancellation token end it: a reconnect loop that a stop token governs is meant to go on.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RetryNeverGivesUp : DistributedAnalyzer
{
    internal const string Id = "DIST2004";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Retry never gives up",
        "{0} repeats {1} for as long as it fails: no number of attempts, time or token ends it, and its caller waits with it",
        Level.Warning
    );

    public RetryNeverGivesUp()
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
        if (
            facts.RetryLoops.RetryIn(loop) is { } retried
            && facts.RetryLoops.NeverGivesUp(retried.Call, loop.Syntax)
            && !facts.RetryLoops.MentionsToken(loop)
        )
        {
            Report(context, Places.OfLoop(loop), "This loop", retried.Name);
        }
    }

    private static void AnalyzeBackEdge(OperationContext context, CompilationFacts facts)
    {
        if (
            facts.RetryLoops.RetryOnBackEdge(context.Operation, context.ContainingSymbol) is { } retry
            && facts.RetryLoops.NeverGivesUp(retry.Call, loop: null, retry.Again)
            && !facts.RetryLoops.MentionsToken(Values.RootOf(retry.Call))
        )
        {
            Report(context, context.Operation.Syntax.GetLocation(), retry.Description, retry.Name);
        }
    }

    private static void AnalyzePolicy(OperationContext context, CompilationFacts facts)
    {
        var added = (IInvocationOperation)context.Operation;
        if (
            facts.Policies.PolicyOf(added) is { Retries: int.MaxValue } policy
            && facts.Pipelines.RepeatsRemoteCalls(policy)
            && !facts.RetryLoops.IsRunWithTokens(policy)
        )
        {
            Report(context, Places.OfCall(added), "This policy", "failed remote calls");
        }
    }

    private static void Report(OperationContext context, Location place, string what, string call) =>
        context.Report(Diagnostic.Create(Problem, place, Evidence.Of("nothing ends it"), what, call));
}
