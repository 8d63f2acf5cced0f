using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>
    /// Why nobody sees an exception that leaves the function around an operation, as messages say it: it is <c>async void</c>, a timer's
    /// callback, a thread's body, or the loop of a hosted service. Null where a caller sees it.
    /// </summary>
    public string? NobodyObserves(IOperation operation, ISymbol member)
    {
        switch (FunctionAround(operation))
        {
            case ILocalFunctionOperation { Symbol: { } local }:
                return OfMethod(local, member);
            case IAnonymousFunctionOperation lambda:
                return lambda.Symbol is { IsAsync: true, ReturnsVoid: true } ? "an 'async void' lambda, where it ends the process" : OfSynchronousLambda(lambda);
        }

        return member is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } method ? null
            : method.Name == "ExecuteAsync" && IsStartedByHost(method) ? IsInEndlessLoop(operation) ? "the loop of a hosted service, where it stops the host by default" : null
            : OfMethod(method, method);
    }

    private string? OfMethod(IMethodSymbol method, ISymbol member) => !method.ReturnsVoid ? null
        : method.IsAsync ? $"'async void {method.Name}', where it ends the process"
        : method.DeclaredAccessibility is Accessibility.Private or Accessibility.NotApplicable && IsGivenTo("Timer", method, member) ? "a timer's callback, where it ends the process"
        : method.DeclaredAccessibility is Accessibility.Private or Accessibility.NotApplicable && IsGivenTo("Thread", method, member) ? "the body of a thread, where it ends the process"
        : null;

    private static string? OfSynchronousLambda(IAnonymousFunctionOperation lambda) => ArgumentHolding(lambda)?.Parent switch
    {
        IObjectCreationOperation { Type: { Name: "Thread", ContainingNamespace.Name: "Threading" } } => "the body of a thread, where it ends the process",
        IObjectCreationOperation { Type: { Name: "Timer", ContainingNamespace.Name: "Threading" } } => "a timer's callback, where it ends the process",
        IInvocationOperation { TargetMethod: { Name: "QueueUserWorkItem" or "UnsafeQueueUserWorkItem", ContainingType.Name: "ThreadPool" } } => "a work item of the thread pool, where it ends the process",
        _ => null,
    };

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
            return !Closes(call) && IsWaitedFor(invocation) && IsUnhandled(invocation) ? new Reach(call, ImmutableArray<string>.Empty) : null;
        }

        return IsOwnMethod(invocation.TargetMethod)
            && !invocation.Arguments.Any(argument => argument.Parameter?.Type.TypeKind == TypeKind.Delegate)
            && IsWaitedFor(invocation)
            && ReachOf(invocation, Effect.Fails) is { } reach
            && !Closes(reach.Call)
            && IsUnhandled(invocation) ? reach : null;
    }

    private bool IsUnhandled(IInvocationOperation call) =>
        Flows.Around(call) is { } graph && FlowAfter(call, graph, loop: null, Hypothesis.AmbiguousException) is { Throws: true, Returns: false, MayRepeat: false };
}
