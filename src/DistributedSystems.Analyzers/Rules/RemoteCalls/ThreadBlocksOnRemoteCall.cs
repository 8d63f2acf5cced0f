using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.RemoteCalls;

/// <summary>
/// Reports when a thread is held until a remote call answers: a blocking wait on its task, or a synchronous call where the function is
/// asynchronous and the library offers an asynchronous twin. A slow remote side then starves the thread pool.
/// Silent on the program's main thread and on threads of one's own; info where a contract asks for a synchronous member.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ThreadBlocksOnRemoteCall : DistributedAnalyzer
{
    internal const string Id = "DIST3010";

    /// <summary>Property: the asynchronous member to call instead of the blocking one.</summary>
    public const string Twin = "fix.twin";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Thread blocks on a remote call",
        "The thread is blocked until {0} answers{1}: while answers are slow, blocked threads use up the pool and unrelated work stops too",
        Level.Warning
    );

    public ThreadBlocksOnRemoteCall()
        : base(Problem, Subject.RemoteCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Invocation, OperationKind.PropertyReference);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        if (facts.Blocking.RemoteWaitOf(context.Operation) is { } wait)
        {
            Report(context, facts, wait.Call, wait.Awaitable, wait.Reach is { } reach ? reach.Describe(wait.Awaitable) : null, twin: null);
        }
        else if (
            context.Operation is IInvocationOperation invocation
            && facts.RemoteCalls.RemoteCallOf(invocation) is { Api.Blocking: true } call
            && Blocking.AsyncTwinOf(call) is { } twin
            && !Blocking.IsChosenByFlag(invocation, twin)
            && facts.Blocking.ThreadOf(invocation, context.ContainingSymbol) == ThreadUse.Async
        )
        {
            Report(context, facts, call, invocation, through: null, twin.Name);
        }
    }

    private static void Report(
        OperationContext context,
        CompilationFacts facts,
        RemoteCall call,
        IInvocationOperation awaitable,
        string? through,
        string? twin
    )
    {
        var thread = facts.Blocking.ThreadOf(context.Operation, context.ContainingSymbol);

        // Where the wait stands in a lock or in a member that should not call at all, that is the defect.
        if (
            thread == ThreadUse.Own
            || (
                facts.CriticalSections.Around(awaitable) is not null
                && context.YieldsTo(Problem, RemoteCallInsideLock.Id, DiagnosticSeverity.Warning)
            )
            || (
                Operations.FunctionAround(context.Operation) is null
                && OrdinaryMembers.OrdinaryLooking(context.ContainingSymbol) is not null
                && context.YieldsTo(Problem, HiddenRemoteCall.Id, DiagnosticSeverity.Warning)
            )
        )
        {
            return;
        }

        var evidence = Evidence.Of(call, thread.ToString());
        context.Report(
            Diagnostic.Create(
                Problem,
                context.Operation.Syntax.GetLocation(),
                thread == ThreadUse.Prescribed || facts.Blocking.IsCommandLineTool ? DiagnosticSeverity.Info : Problem.DefaultSeverity,
                additionalLocations: null,
                twin is null ? evidence : evidence.Add(Twin, twin),
                $"'{call.Name}'",
                twin is not null ? $" although '{twin}' exists"
                    : through is not null ? $" ({through})"
                    : ""
            )
        );
    }
}
