using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Calls;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Messaging;

/// <summary>
/// Reports work that goes on without the lock it needs: nobody looks at whether the lock was taken or prolonged; or (info) a renewal that finds
/// it gone only stops renewing, or nobody listens to the handle's signal of a lost lock.
/// Silent for acquisitions that throw where the lock cannot be had, for results that are passed on, and where the loss cancels, throws or is
/// told.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockResultIsIgnored : DistributedAnalyzer
{
    internal const string Id = "DIST6009";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Result of taking or keeping a lock is ignored",
        "{0}: the work goes on beside that of another holder",
        Level.Warning
    );

    public LockResultIsIgnored()
        : base(Problem, Subject.CatalogedCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        if (facts.RemoteCalls.RemoteCallOf((IInvocationOperation)context.Operation) is { } asked && facts.HeldLocks.IsAppLockUnasked(asked))
        {
            Report(
                context,
                asked,
                "Nobody looks at whether 'sp_getapplock' granted the lock (it returns a number, and throws nothing)",
                Level.Warning
            );
            return;
        }

        if (
            !facts.Catalog.HasLocks
            || facts.Locks.CallOf((IInvocationOperation)context.Operation) is not { Api.Lock: LockRole.Acquires or LockRole.Extends } call
        )
        {
            return;
        }

        var isIgnored = facts.HeldLocks.IsResultIgnored(call);
        var isUnheard = !isIgnored && facts.HeldLocks.IsLossUnheard(call);
        if (!isIgnored && !isUnheard && !facts.HeldLocks.IsLossOnlyNoted(call))
        {
            return;
        }

        var reason =
            isUnheard ? $"Nobody listens to '{call.Api.LostMember}' of the lock that '{call.Name}' takes, so when the lock is lost"
            : !isIgnored ? $"When '{call.Name}' finds the lock gone, only the renewal ends"
            : call.Api.Lock == LockRole.Acquires ? $"Nobody looks at whether '{call.Name}' took the lock"
            : $"Nobody looks at whether '{call.Name}' still found the lock";
        Report(context, call, reason, isIgnored ? Level.Warning : Level.Info);
    }

    private static void Report(OperationContext context, RemoteCall call, string reason, Level level) =>
        context.Report(
            Diagnostic.Create(
                Problem,
                call.Invocation.Syntax.GetLocation(),
                level == Level.Warning ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
                additionalLocations: null,
                Evidence.Of(call, reason),
                reason
            )
        );
}
