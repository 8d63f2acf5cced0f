using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.RemoteCalls;

/// <summary>
/// Reports when a remote call is waited for while a mutex of this process is held, so that every other caller waits for the
/// network too.
/// Silent when the semaphore admits several callers, when the mutex fills a cache or creates a client once, and when it
/// serialises access to an object that its library forbids to share.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RemoteCallInsideLock : DistributedAnalyzer
{
    internal const string Id = "DIST3004";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Remote call inside a lock",
        "{0} is waited for while {1} is held: while its answer is slow or does not come, every other caller waits as well",
        Level.Warning
    );

    public RemoteCallInsideLock()
        : base(Problem, Subject.RemoteCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var invocation = (IInvocationOperation)context.Operation;
        if (WaitedForInside(invocation, facts) is not { } found)
        {
            return;
        }

        var (call, section, reach) = found;

        // An async mutex around a whole operation of the project may be there to let one run at a time.
        Report(
            context,
            call,
            section,
            section.PerKey || (reach is not null && section.IsAsync) || facts.Effects.FillsTable(invocation),
            reach is null ? $"'{call.Name}'" : reach.Describe(invocation) + " and",
            reach?.Call.Invocation.Syntax.GetLocation()
        );
    }

    /// <summary>The remote call that an invocation makes or reaches while a mutex is held that others wait for.</summary>
    internal static (RemoteCall Call, CriticalSection Section, Reach? Reach)? WaitedForInside(
        IInvocationOperation invocation,
        CompilationFacts facts
    )
    {
        if (facts.RemoteCalls.RemoteCallOf(invocation) is { } call)
        {
            return
                facts.CriticalSections.Around(invocation) is { } section
                && !facts.RemoteCalls.NeedsSerialAccess(call)
                && !IsMeantToFill(invocation, section, facts)
                && !IsSetUp(call, invocation, facts)
                ? (call, section, null)
                : null;
        }

        return
            facts.Reachability.MayReach(invocation)
            && facts.CriticalSections.Around(invocation) is { } held
            && facts.Reachability.ReachOf(invocation, Effect.Waits) is { } reach
            && !IsMeantToFill(invocation, held, facts)
            && !facts.Effects.FillsCache(invocation, reach.Call)
            && !IsSetUp(reach.Call, invocation, facts)
            ? (reach.Call, held, reach)
            : null;
    }

    /// <summary>A value that is fetched once for everybody. A table of them is filled again and again, for which a plain lock holds the
    /// threads of all who only want to read.</summary>
    private static bool IsMeantToFill(IInvocationOperation invocation, CriticalSection section, CompilationFacts facts) =>
        facts.Effects.FillsCache(invocation) && (section.IsAsync || !facts.Effects.FillsTable(invocation));

    /// <summary>Made once, before anybody can go on, by whoever comes first: the others have to wait for it. An order that is sent once is
    /// no such thing.</summary>
    private static bool IsSetUp(RemoteCall call, IInvocationOperation invocation, CompilationFacts facts) =>
        !facts.Replays.IsAccumulating(call) && facts.CriticalSections.IsDoneOnce(invocation);

    private static void Report(
        OperationContext context,
        RemoteCall call,
        CriticalSection section,
        bool isWeak,
        string name,
        Location? reached
    ) =>
        context.Report(
            Diagnostic.Create(
                Problem,
                context.Operation.Syntax.GetLocation(),
                isWeak ? DiagnosticSeverity.Info : Problem.DefaultSeverity,
                reached is null ? null : new[] { reached },
                Evidence.Of(call, section.Description),
                name,
                section.Description
            )
        );
}
