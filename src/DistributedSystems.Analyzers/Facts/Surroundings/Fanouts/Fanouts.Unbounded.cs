using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

/// <summary>Remote calls started for all items of a collection at once.</summary>
/// <param name="Api">What the catalog says of the remote call.</param>
/// <param name="Name">How messages name it.</param>
/// <param name="Place">Where it is made, or named as what to call.</param>
/// <param name="Items">The collection.</param>
/// <param name="Selector">The projection that starts the calls; null where a loop does.</param>
internal sealed record Fanout(CatalogEntry Api, string Name, IOperation Place, IOperation Items, IInvocationOperation? Selector)
{
    public Fanout(RemoteCall call, IOperation items, IInvocationOperation? selector)
        : this(call.Api, call.Name, call.Invocation, items, selector) { }
}

internal sealed partial class Fanouts
{
    private static readonly HashSet<string> Bounding = new(StringComparer.Ordinal)
    {
        "Take",
        "TakeLast",
        "Limit",
        "Chunk",
        "Batch",
        "Buffer",
        "Range",
        "Repeat",
        "GetValues",
        "GetNames",
    };

    /// <summary>Those whose last argument says how many.</summary>
    private static readonly HashSet<string> Parts = new(StringComparer.Ordinal) { "Take", "TakeLast", "Limit", "Chunk", "Batch", "Buffer" };

    /// <summary>
    /// The remote calls that <c>Task.WhenAll</c> waits for where one is started per item of a collection and nothing limits their
    /// number: not the collection, a semaphore, a rate limiter or a pipeline around the call.
    /// </summary>
    public Fanout? UnboundedFanoutOf(IInvocationOperation whenAll)
    {
        if (
            whenAll
            is not {
                TargetMethod: { Name: "WhenAll", ContainingType: { Name: "Task", ContainingNamespace.Name: "Tasks" } },
                Arguments.Length: 1
            }
        )
        {
            return null;
        }

        var tasks = Materialized(values.ValueOf(whenAll.Arguments[0].Value));
        if (
            tasks is IInvocationOperation
            {
                TargetMethod: { Name: "Select", ContainingType.Name: "Enumerable" },
                Arguments.Length: 2
            } selector
        )
        {
            // A method of a library by its name.
            if (
                values.ValueOf(selector.Arguments[1].Value)
                    is IDelegateCreationOperation { Target: IMethodReferenceOperation { Method: var named, Instance: { } receiver } group }
                && remoteCalls.ApiOf(named) is { Remote: true, Multiplexed: false, Publishes: false } api
            )
            {
                return IsBounded(selector.Arguments[0].Value)
                    ? null
                    : new Fanout(
                        api,
                        (receiver.Type ?? named.ContainingType).Name + "." + named.Name,
                        group,
                        selector.Arguments[0].Value,
                        selector
                    );
            }

            return
                IsBounded(selector.Arguments[0].Value)
                || reachability.ReachOfFunction(selector.Arguments[1].Value, Effect.Delays, Reachability.DeepestChain) is not { } reach
                || IsThrottled(selector.Arguments[1], reach)
                ? null
                : new Fanout(reach.Call, selector.Arguments[0].Value, selector);
        }

        return Values.Unwrap(whenAll.Arguments[0].Value) is ILocalReferenceOperation list ? FanoutByLoop(list) : null;
    }

    private static IOperation Materialized(IOperation tasks)
    {
        tasks = Values.Unwrap(tasks);
        while (tasks is IInvocationOperation { TargetMethod.Name: "ToList" or "ToArray" or "AsEnumerable", Arguments.Length: 1 } copy)
        {
            tasks = Values.Unwrap(copy.Arguments[0].Value);
        }

        return tasks;
    }

    /// <summary><c>foreach (…) tasks.Add(Call(…)); await Task.WhenAll(tasks);</c>, also with an array or a callback per item.</summary>
    private Fanout? FanoutByLoop(ILocalReferenceOperation list)
    {
        foreach (var use in values.UsesOf(list.Local, list))
        {
            if (
                PutInto(use) is { } put
                && ItemsOf(put.At) is var (items, body)
                && !IsBounded(items)
                && !body.Descendants().Any(Limits)
                && Values.Unwrap(put.Task) is IInvocationOperation started
            )
            {
                var reach =
                    remoteCalls.RemoteCallOf(started) is { } call ? new Reach(call, ImmutableArray<string>.Empty)
                    : started.TargetMethod is { Name: "Run", ContainingType.Name: "Task" } && started.Arguments.Length > 0
                        ? reachability.ReachOfFunction(started.Arguments[0].Value, Effect.Delays, Reachability.DeepestChain)
                    : reachability.MayReach(started) ? reachability.ReachOf(started, Effect.Delays)
                    : null;
                if (reach is not null && !IsThrottled(started, reach))
                {
                    return new Fanout(reach.Call, items, selector: null);
                }
            }
        }

        return null;
    }

    /// <summary>The task that is added to a list, or put into a slot of an array.</summary>
    private static (IOperation Task, IOperation At)? PutInto(IOperation tasks) =>
        tasks.Parent switch
        {
            IInvocationOperation { TargetMethod.Name: "Add", Arguments.Length: 1 } add when add.Instance == tasks => (
                add.Arguments[0].Value,
                add
            ),
            IArrayElementReferenceOperation { Parent: ISimpleAssignmentOperation slot } element
                when element.ArrayReference == tasks && slot.Target == element => (slot.Value, slot),
            _ => null,
        };

    /// <summary>The items that the nearest loop, or <c>ForEach</c>, goes through, and what it does with each.</summary>
    private static (IOperation Items, IOperation Body)? ItemsOf(IOperation operation)
    {
        for (var ancestor = operation.Parent; ancestor is not null; ancestor = ancestor.Parent)
        {
            switch (ancestor)
            {
                case IForEachLoopOperation loop:
                    return (loop.Collection, loop.Body);
                case IForLoopOperation { Condition: IBinaryOperation { RightOperand: var end } } loop
                    when Values.Unwrap(end) is IPropertyReferenceOperation { Property.Name: "Length" or "Count", Instance: { } counted }:
                    return (counted, loop.Body);
                case ILoopOperation or ILocalFunctionOperation:
                    return null;
                case IAnonymousFunctionOperation lambda:
                    return
                        Functions.ConsumerOf(lambda)
                            is IInvocationOperation { TargetMethod: { Name: "ForEach", ContainingType.Name: "List" }, Instance: { } list }
                        ? (list, lambda.Body)
                        : null;
            }
        }

        return null;
    }

    /// <summary>How many items there are is known or limited: constants, a part of a collection, the elements of a chunk.</summary>
    private bool IsBounded(IOperation items) =>
        origins.Find(
            Materialized(values.ValueOf(items)),
            origin =>
                origin
                    is IArrayCreationOperation
                        or IArrayInitializerOperation
                        or IObjectCreationOperation { Initializer: not null }
                        or ITupleOperation
                || origin.Kind.ToString() == "CollectionExpression"
                || Bounds(origin)
        )
            is not null
        || items.Descendants().Any(Bounds);

    /// <summary>A part of a collection, unless it is larger than what the team lets run at once.</summary>
    private bool Bounds(IOperation part) =>
        part is IInvocationOperation { TargetMethod.Name: var name } call
        && Bounding.Contains(name)
        && !(
            Parts.Contains(name)
            && project.CountSetFor(call.Syntax.SyntaxTree, RuleOptions.FanoutLimit) is { } most
            && call.Arguments.LastOrDefault()?.Value is { } size
            && values.ValueOf(size).ConstantValue is { HasValue: true, Value: int and var count }
            && count > most
        );

    /// <summary>Something on the way to the call lets only so many through.</summary>
    private bool IsThrottled(IOperation start, Reach reach)
    {
        return reach.Call.Api.Multiplexed
            || reach.Call.Api.Publishes
            || remoteCalls.NeedsSerialAccess(reach.Call)
            || start.Descendants().Any(Limits)
            || IsLimitedAround(reach.Call.Invocation)
            || reach.Steps.Any(step => IsLimitedAround(step) || IsLimitedIn(step));

        bool IsLimitedAround(IOperation step) => (Operations.FunctionAround(step) ?? Values.RootOf(step)).Descendants().Any(Limits);

        // A method of the project that is handed the call takes its place before it runs it.
        bool IsLimitedIn(IInvocationOperation step) =>
            functions.TargetsOf(step.TargetMethod).Any(target => functions.BodyOf(target)?.Descendants().Any(Limits) == true);
    }

    private bool Limits(IOperation operation) =>
        operation is IInvocationOperation call
        && (
            call.TargetMethod
                is {
                    Name: "Wait" or "WaitAsync" or "Acquire" or "AcquireAsync" or "WaitOne" or "AttemptAcquire",
                    ContainingType.Name: not ("Task" or "ValueTask")
                }
            || remoteCalls.ApiOf(call.TargetMethod)?.RunsParameter is not null
            || call is { TargetMethod: { Name: "WhenAny", ContainingType.Name: "Task" } }
        );
}
