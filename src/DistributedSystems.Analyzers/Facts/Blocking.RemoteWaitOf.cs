using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>A wait that holds its thread until a remote call answers.</summary>
/// <param name="Call">The remote call.</param>
/// <param name="Awaitable">The invocation whose task is waited for.</param>
/// <param name="Reach">How that invocation reaches the remote call; null where it is the call.</param>
internal sealed record RemoteWait(RemoteCall Call, IInvocationOperation Awaitable, Reach? Reach);

internal sealed partial class CompilationFacts
{
    /// <summary>
    /// The remote call for which an operation blocks its thread: <c>.Result</c>, <c>.Wait()</c> or <c>.GetAwaiter().GetResult()</c> on
    /// its task, held directly or in a local that nothing else looks at. Null where the task may be complete by then.
    /// </summary>
    public RemoteWait? RemoteWaitOf(IOperation operation)
    {
        if (TaskBlockedOn(operation) is not { } task)
        {
            return null;
        }

        task = WithoutAdapters(task);
        if (task is ILocalReferenceOperation local)
        {
            if (!IsFirstOfItsWaits(local) || Values.WritesTo(local) is not { Complete: true, Values.Length: 1 } writes)
            {
                return null;
            }

            task = WithoutAdapters(writes.Values[0]);
        }

        if (task is not IInvocationOperation awaitable)
        {
            return null;
        }

        if (RemoteCallOf(awaitable) is { } call)
        {
            return IsTaskLike(awaitable.Type) ? new RemoteWait(call, awaitable, Reach: null) : null;
        }

        var reach = awaitable.TargetMethod is { Name: "Run" or "StartNew", ContainingType: { Name: "Task" or "TaskFactory", ContainingNamespace: { Name: "Tasks" } } } && awaitable.Arguments.Length > 0
            ? ReachOfFunction(awaitable.Arguments[0].Value, Effect.Delays, DeepestChain)
            : MayReach(awaitable) ? ReachOf(awaitable, Effect.Delays) : null;
        return reach is null ? null : new RemoteWait(reach.Call, awaitable, reach);
    }

    /// <summary>The task that an operation blocks its thread for, or null where it does not.</summary>
    public static IOperation? TaskBlockedOn(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation { Property: { Name: "Result", ContainingType: { Name: "Task" or "ValueTask", ContainingNamespace.Name: "Tasks" } }, Instance: { } task } => task,
        IInvocationOperation { TargetMethod: { Name: "Wait", ContainingType: { Name: "Task", ContainingNamespace.Name: "Tasks" } }, Instance: { } task } => task,
        IInvocationOperation { TargetMethod: { Name: "GetResult", Parameters.IsEmpty: true }, Instance: IInvocationOperation { TargetMethod.Name: "GetAwaiter", Instance: { } task } } => task,
        _ => null,
    };

    private static IOperation WithoutAdapters(IOperation task)
    {
        while (true)
        {
            task = Values.Unwrap(task);
            switch (task)
            {
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "Preserve", Instance: { } adapted }:
                    task = adapted;
                    break;
                case IPropertyReferenceOperation { Property.Name: "ResponseAsync", Instance: { } call }:
                    task = call;
                    break;
                default:
                    return task;
            }
        }
    }

    /// <summary>Whatever else looks at the task (an await, <c>WhenAll</c>, a check of its state) may have seen it complete.</summary>
    private bool IsFirstOfItsWaits(ILocalReferenceOperation task)
    {
        foreach (var use in UsesOf(task.Local, task))
        {
            if (use.Parent is ISimpleAssignmentOperation assignment && assignment.Target == use)
            {
                continue;
            }

            IOperation value = use;
            while (value.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "GetAwaiter" } adapter && adapter.Instance == value)
            {
                value = adapter;
            }

            if (value.Parent is null || TaskBlockedOn(value.Parent) is null || use.Syntax.SpanStart < task.Syntax.SpanStart)
            {
                return false;
            }
        }

        return true;
    }
}
