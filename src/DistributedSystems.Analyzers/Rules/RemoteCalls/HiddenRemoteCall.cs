using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.RemoteCalls;

/// <summary>
/// Reports when a member whose use looks like local work (a property, a constructor, an operator, an override of <c>object</c>,
/// <c>Dispose</c>) waits for a remote call: its callers expect neither the delay nor the failure.
/// Silent where disposal closes what the object holds; info where a value is fetched once and kept, or a connection is set up.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HiddenRemoteCall : DistributedAnalyzer
{
    internal const string Id = "DIST3009";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Remote call hides behind ordinary-looking code",
        "{0} is waited for in {1}, whose callers expect neither a wait for the network nor its failures",
        Level.Warning
    );

    public HiddenRemoteCall()
        : base(Problem, Subject.RemoteCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var invocation = (IInvocationOperation)context.Operation;
        if (facts.RemoteCalls.RemoteCallOf(invocation) is { } call)
        {
            if (OrdinaryMembers.OrdinaryLooking(context.ContainingSymbol) is { } member && IsExecutedBy(invocation, facts))
            {
                Report(context, facts, call, member, $"'{call.Name}'", reached: null);
            }
        }
        else if (
            facts.Reachability.MayReach(invocation)
            && OrdinaryMembers.OrdinaryLooking(invocation.TargetMethod) is null
            && OrdinaryMembers.OrdinaryLooking(context.ContainingSymbol) is { } member
            && IsExecutedBy(invocation, facts)
            && facts.Reachability.ReachOf(invocation, Effect.Delays) is { } reach
        )
        {
            Report(context, facts, reach.Call, member, reach.Describe(invocation) + " and", reach.Call.Invocation.Syntax.GetLocation());
        }
    }

    private static bool IsExecutedBy(IInvocationOperation invocation, CompilationFacts facts) =>
        Operations.FunctionAround(invocation) is null && facts.Runners.IsWaitedFor(invocation);

    private static void Report(
        OperationContext context,
        CompilationFacts facts,
        RemoteCall call,
        string member,
        string name,
        Location? reached
    )
    {
        if (
            facts.RemoteCalls.MayStayInProcess(call)
            || (OrdinaryMembers.Closes(call) && OrdinaryMembers.IsDispose(context.ContainingSymbol))
        )
        {
            return;
        }

        // Where it stops others as well, that is the worse of the two, and moving the call away cures both.
        if (
            RemoteCallInsideLock.WaitedForInside((IInvocationOperation)context.Operation, facts) is not null
            && context.YieldsTo(Problem, RemoteCallInsideLock.Id, DiagnosticSeverity.Warning)
        )
        {
            return;
        }

        // A method of the project that disposal calls is mostly there to say goodbye.
        var isWeak =
            call.Api.Expensive
            || (reached is not null && OrdinaryMembers.IsDispose(context.ContainingSymbol))
            || facts.Effects.FillsCache((IInvocationOperation)context.Operation);
        context.Report(
            Diagnostic.Create(
                Problem,
                context.Operation.Syntax.GetLocation(),
                isWeak ? DiagnosticSeverity.Info : Problem.DefaultSeverity,
                reached is null ? null : new[] { reached },
                Evidence.Of(call, member),
                name,
                member
            )
        );
    }
}
