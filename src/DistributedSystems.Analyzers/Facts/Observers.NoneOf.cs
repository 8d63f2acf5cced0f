using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>
    /// Why nobody sees an exception that leaves the function around an operation, as messages say it: it is <c>async void</c>, a timer's
    /// callback, a thread's body, the loop of a hosted service or of a task that nobody waits for. Null where a caller sees it.
    /// </summary>
    public string? NobodyObserves(IOperation operation, ISymbol member)
    {
        switch (FunctionAround(operation))
        {
            case ILocalFunctionOperation { Symbol: { } local }:
                return OfMethod(local, member, operation);
            case IAnonymousFunctionOperation lambda:
                return lambda.Symbol is { IsAsync: true, ReturnsVoid: true } ? "an 'async void' lambda, where it ends the process" : UnobservedRunBy(ConsumerOf(lambda), operation);
        }

        return member is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } method ? null
            : method.Name == "ExecuteAsync" && IsStartedByHost(method) ? IsInEndlessLoop(operation) ? "the loop of a hosted service, where it stops the host by default" : null
            : OfMethod(method, method, operation);
    }

    private string? OfMethod(IMethodSymbol method, ISymbol member, IOperation operation)
    {
        if (method is { ReturnsVoid: true, IsAsync: true })
        {
            return $"'async void {method.Name}', where it ends the process";
        }

        if (method.DeclaredAccessibility is Accessibility.Private or Accessibility.NotApplicable)
        {
            foreach (var consumer in ConsumersOf(method, member))
            {
                if (UnobservedRunBy(consumer, operation) is { } run)
                {
                    return run;
                }
            }
        }

        return null;
    }

    /// <summary>How messages name what runs a function with nobody above it; null where somebody may be.</summary>
    private string? UnobservedRunBy(IOperation? consumer, IOperation operation) => consumer switch
    {
        IObjectCreationOperation { Type: { Name: "Thread", ContainingNamespace.Name: "Threading" } } => "the body of a thread, where it ends the process",
        IObjectCreationOperation { Type: { Name: "Timer", ContainingNamespace.Name: "Threading" } } => "a timer's callback, where it ends the process",
        IInvocationOperation { TargetMethod: { Name: "QueueUserWorkItem" or "UnsafeQueueUserWorkItem", ContainingType.Name: "ThreadPool" } } => "a work item of the thread pool, where it ends the process",
        IEventAssignmentOperation { Adds: true, EventReference: IEventReferenceOperation { Event: { Name: "Elapsed", ContainingType: { Name: "Timer", ContainingNamespace.Name: "Timers" } } } } => "a handler of 'Timer.Elapsed', where the timer drops it",

        // A write in it is what DIST3003 reports.
        IInvocationOperation run when StartsBackgroundWork(run) && IsInEndlessLoop(operation) && IsDropped(run) && UnobservedWriteOf(run) is null => "a background loop that nobody waits for, where it ends the loop without a trace",
        _ => null,
    };

    private static bool StartsBackgroundWork(IInvocationOperation run) =>
        run.TargetMethod is { Name: "Run" or "StartNew", ContainingType: { Name: "Task" or "TaskFactory", ContainingNamespace.Name: "Tasks" } };

    /// <summary>In a loop that is not over some items at hand: work that is meant to go on.</summary>
    private static bool IsInEndlessLoop(IOperation operation)
    {
        for (var ancestor = operation.Parent; ancestor is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); ancestor = ancestor.Parent)
        {
            if (ancestor is IWhileLoopOperation or IForEachLoopOperation { IsAsynchronous: true } or IForLoopOperation { Condition: null })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The remote call whose failure leaves the function around an invocation unhandled: the invocation itself, or one that it reaches.
    /// Null where any handler on the way may take it, and where a pipeline or a helper runs the call.
    /// </summary>
    public Reach? UnhandledFailureOf(IInvocationOperation invocation)
    {
        if (RemoteCallOf(invocation) is { } call)
        {
            return !Closes(call) && !MayStayInProcess(call) && IsWaitedFor(invocation) && IsUnhandled(invocation) ? new Reach(call, ImmutableArray<string>.Empty) : null;
        }

        return IsOwnMethod(invocation.TargetMethod)
            && !invocation.Arguments.Any(argument => argument.Parameter?.Type.TypeKind == TypeKind.Delegate)
            && IsWaitedFor(invocation)
            && ReachOf(invocation, Effect.Fails) is { } reach
            && !Closes(reach.Call)
            && !MayStayInProcess(reach.Call)
            && IsUnhandled(invocation) ? reach : null;
    }

    private bool IsUnhandled(IInvocationOperation call) =>
        Flows.Around(call) is { } graph && FlowAfter(call, graph, loop: null, Hypothesis.AmbiguousException) is { Throws: true, Returns: false, MayRepeat: false };
}
