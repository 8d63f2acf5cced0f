using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

/// <summary>Whose thread a function runs on, and whether it could give it back while it waits.</summary>
internal enum ThreadUse
{
    /// <summary>The function is asynchronous: an await gives the thread back.</summary>
    Async,

    /// <summary>It is synchronous, and its own author may make it asynchronous.</summary>
    Synchronous,

    /// <summary>An interface, a base class or a delegate's type asks for a synchronous function.</summary>
    Prescribed,

    /// <summary>The thread is its own: the program's main thread, or one started for it.</summary>
    Own,
}

/// <summary>A wait that holds its thread until a remote call answers.</summary>
/// <param name="Call">The remote call.</param>
/// <param name="Awaitable">The invocation whose task is waited for.</param>
/// <param name="Reach">How that invocation reaches the remote call; null where it is the call.</param>
internal sealed record RemoteWait(RemoteCall Call, IInvocationOperation Awaitable, Reach? Reach);

/// <summary>Where a thread waits for a remote call, whose thread it is, and what could be awaited in its place.</summary>
internal sealed partial class Blocking(
    Project project,
    WellKnownTypes types,
    TypeHierarchy hierarchy,
    Values values,
    CallSites callSites,
    Functions functions,
    RemoteCalls remoteCalls,
    Reachability reachability
)
{
    private Lazy<bool> RunsAlone => field ?? LazyInitializer.EnsureInitialized(ref field, () => new Lazy<bool>(RunsWithoutHost))!;

    /// <summary>A program that no host runs: it serves one user, once, so what a server could not afford is a matter of taste.</summary>
    public bool IsCommandLineTool => RunsAlone.Value;

    /// <summary>Many a tool references a host with the libraries that it shares with a service, but makes none and has nothing that one
    /// would run.</summary>
    private bool RunsWithoutHost() =>
        project.IsProgram
        && (
            types.HostedService is null
            || (
                !callSites.MakesHost
                && !IsDerivedFrom(types.HostedService)
                && !IsDerivedFrom(types.BackgroundService)
                && !IsDerivedFrom(types.ControllerBase)
                && !IsDerivedFrom(types.Controller)
            )
        );

    private bool IsDerivedFrom(INamedTypeSymbol? type) => type is not null && !hierarchy.DerivedFrom(type).IsEmpty;

    /// <summary>Whose thread waits where an operation blocks.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="member">The member it stands in.</param>
    public ThreadUse ThreadOf(IOperation operation, ISymbol member)
    {
        switch (Operations.FunctionAround(operation))
        {
            case ILocalFunctionOperation { Symbol: { } local }:
                return local.IsAsync ? ThreadUse.Async
                    : project.IsEntryPoint(member) || IsStartedAsThread(local, member) ? ThreadUse.Own
                    : ThreadUse.Synchronous;
            case IAnonymousFunctionOperation lambda:
                return lambda.Symbol.IsAsync ? ThreadUse.Async : ThreadOf(lambda, project.IsEntryPoint(member));
        }

        return member switch
        {
            IMethodSymbol { IsAsync: true } => ThreadUse.Async,
            IMethodSymbol method when project.IsEntryPoint(method) || IsStartedAsThread(method, method) => ThreadUse.Own,
            IMethodSymbol method when method.IsOverride || Functions.FulfilsContract(method) => ThreadUse.Prescribed,
            IMethodSymbol method => ThreadOfDelegate(method),
            _ => ThreadUse.Prescribed,
        };
    }

    /// <summary>A method that is given away by its name is as synchronous as the delegate it becomes.</summary>
    private ThreadUse ThreadOfDelegate(IMethodSymbol method)
    {
        foreach (var consumer in functions.ConsumersOf(method, method))
        {
            return ThreadOf(consumer, inEntryPoint: false);
        }

        return ThreadUse.Synchronous;
    }

    private static ThreadUse ThreadOf(IAnonymousFunctionOperation lambda, bool inEntryPoint) =>
        ThreadOf(Operations.ArgumentHolding(lambda)?.Parent, inEntryPoint);

    private static ThreadUse ThreadOf(IOperation? consumer, bool inEntryPoint)
    {
        switch (consumer)
        {
            case IObjectCreationOperation { Type: { Name: "Thread", ContainingNamespace.Name: "Threading" } }:
                return ThreadUse.Own;
            case IInvocationOperation { TargetMethod: { Name: "StartNew", ContainingType.Name: "TaskFactory" } } start:
                return start.Arguments.Any(argument =>
                    argument.Value.ConstantValue is { HasValue: true, Value: int options }
                    && (options & (int)TaskCreationOptions.LongRunning) != 0
                )
                    ? ThreadUse.Own
                    : ThreadUse.Synchronous;
            case IInvocationOperation
            {
                TargetMethod: { Name: "Run", ContainingType: { Name: "Task", ContainingNamespace.Name: "Tasks" } }
            }:
                return ThreadUse.Synchronous;
            default:
                return inEntryPoint ? ThreadUse.Own : ThreadUse.Prescribed;
        }
    }

    /// <summary>Does the type start a thread with this method: <c>new Thread(Run)</c>?</summary>
    private bool IsStartedAsThread(IMethodSymbol method, ISymbol member) =>
        functions
            .ConsumersOf(method, member)
            .Any(consumer => consumer is IObjectCreationOperation { Type: { Name: "Thread", ContainingNamespace.Name: "Threading" } });

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

        task = Operations.WithoutAdapters(task);
        if (task is ILocalReferenceOperation local)
        {
            if (!IsFirstOfItsWaits(local) || values.WritesTo(local) is not { Complete: true, Values.Length: 1 } writes)
            {
                return null;
            }

            task = Operations.WithoutAdapters(writes.Values[0]);
        }

        if (CallStartedByLazy(task) is { } started)
        {
            return IsKnownToBeComplete(operation) ? null : new RemoteWait(started.Call, started.Call.Invocation, Reach: null);
        }

        if (task is not IInvocationOperation awaitable)
        {
            return null;
        }

        if (IsToldToRunSynchronously(awaitable))
        {
            return null;
        }

        if (remoteCalls.RemoteCallOf(awaitable) is { } call)
        {
            return Symbols.IsTaskLike(awaitable.Type) ? new RemoteWait(call, awaitable, Reach: null) : null;
        }

        var reach =
            awaitable.TargetMethod
                is { Name: "Run" or "StartNew", ContainingType: { Name: "Task" or "TaskFactory", ContainingNamespace: { Name: "Tasks" } } }
            && awaitable.Arguments.Length > 0
                ? reachability.ReachOfFunction(awaitable.Arguments[0].Value, Effect.Delays, Reachability.DeepestChain)
            : reachability.MayReach(awaitable) ? reachability.ReachOf(awaitable, Effect.Delays)
            : null;
        return reach is null ? null : new RemoteWait(reach.Call, awaitable, reach);
    }

    /// <summary>The call behind <c>lazy.Value</c>, which whoever comes first starts and everybody waits for.</summary>
    private Reach? CallStartedByLazy(IOperation task) =>
        task
            is IPropertyReferenceOperation
            {
                Property: { Name: "Value", ContainingType: { Name: "Lazy", ContainingNamespace.Name: "System" } },
                Instance: { } lazy
            }
        && values.ValueOf(lazy) is IObjectCreationOperation { Arguments: { Length: > 0 } given }
            ? reachability.ReachOfFunction(given[0].Value, Effect.Delays, Reachability.DeepestChain)
            : null;

    private static bool IsKnownToBeComplete(IOperation wait) =>
        Guards
            .Of(wait)
            .Any(guard =>
                guard
                    .Condition.DescendantsAndSelf()
                    .Any(part =>
                        part is IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" or "Status" }
                    )
            );

    /// <summary>The task that an operation blocks its thread for, or null where it does not.</summary>
    public static IOperation? TaskBlockedOn(IOperation operation) =>
        operation switch
        {
            IPropertyReferenceOperation
            {
                Property: { Name: "Result", ContainingType: { Name: "Task" or "ValueTask", ContainingNamespace.Name: "Tasks" } },
                Instance: { } task
            } => task,
            IInvocationOperation
            {
                TargetMethod: { Name: "Wait", ContainingType: { Name: "Task", ContainingNamespace.Name: "Tasks" } },
                Instance: { } task
            } => task,
            IInvocationOperation
            {
                TargetMethod: { Name: "GetResult", Parameters.IsEmpty: true },
                Instance: IInvocationOperation { TargetMethod.Name: "GetAwaiter", Instance: { } task }
            } => task,
            _ => null,
        };

    /// <summary>Whatever else looks at the task (an await, <c>WhenAll</c>, a check of its state) may have seen it complete.</summary>
    private bool IsFirstOfItsWaits(ILocalReferenceOperation task)
    {
        foreach (var use in values.UsesOf(task.Local, task))
        {
            if (use.Parent is ISimpleAssignmentOperation assignment && assignment.Target == use)
            {
                continue;
            }

            IOperation value = use;
            while (
                value.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "GetAwaiter" } adapter
                && adapter.Instance == value
            )
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
