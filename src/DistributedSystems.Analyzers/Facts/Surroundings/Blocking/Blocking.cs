using System.Collections.Immutable;
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

    /// <summary>
    /// The asynchronous member that does the same as a blocking call and takes the same arguments: the one the catalog names, else
    /// <c>…Async</c> of the same type. Null where the library has none.
    /// </summary>
    public static IMethodSymbol? AsyncTwinOf(RemoteCall call)
    {
        var method = call.Invocation.TargetMethod;
        var name = call.Api.AsyncTwin ?? method.Name + "Async";
        for (var type = method.ContainingType; type is not null; type = type.BaseType)
        {
            if (TwinIn(type) is { } twin)
            {
                return twin;
            }
        }

        foreach (
            var contract in method.ContainingType.TypeKind == TypeKind.Interface
                ? method.ContainingType.AllInterfaces
                : ImmutableArray<INamedTypeSymbol>.Empty
        )
        {
            if (TwinIn(contract) is { } twin)
            {
                return twin;
            }
        }

        return null;

        IMethodSymbol? TwinIn(INamedTypeSymbol type)
        {
            foreach (var member in type.GetMembers(name))
            {
                if (member is IMethodSymbol twin && twin.DeclaredAccessibility == Accessibility.Public && TakesTheSame(twin, method))
                {
                    return twin;
                }
            }

            return null;
        }
    }

    private static bool TakesTheSame(IMethodSymbol twin, IMethodSymbol method)
    {
        if (
            !Symbols.IsTaskLike(twin.ReturnType)
            || twin.IsStatic != method.IsStatic
            || twin.Arity != method.Arity
            || twin.Parameters.Length < method.Parameters.Length
        )
        {
            return false;
        }

        for (var i = 0; i < twin.Parameters.Length; i++)
        {
            // Type parameters of two methods are never the same symbol.
            if (
                i >= method.Parameters.Length
                    ? !twin.Parameters[i].IsOptional
                    : twin.Parameters[i].RefKind != RefKind.None
                        || twin.Parameters[i].Type.ToDisplayString() != method.Parameters[i].Type.ToDisplayString()
            )
            {
                return false;
            }
        }

        var result = Symbols.UnwrapTask(twin.ReturnType);
        return method.ReturnsVoid
            ? result is null || Symbols.IsTaskLike(result) || result.SpecialType == SpecialType.System_Void
            : result?.ToDisplayString() == method.ReturnType.ToDisplayString();
    }

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
