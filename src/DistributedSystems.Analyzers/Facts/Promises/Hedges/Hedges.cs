using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Calls that do the same operation at the same time, of which only the first answer is taken.</summary>
internal sealed record DuplicateCalls(string Name, ImmutableArray<SyntaxNode> Places);

/// <summary>Operations that are made twice at the same time.</summary>
internal sealed class Hedges(
    Values values,
    RemoteCalls remoteCalls,
    Runners runners,
    Replays replays,
    Reachability reachability,
    Policies policies,
    Pipelines pipelines
)
{
    /// <summary>The hedging strategy that starts this call again while it is still under way; null where there is none, or where it runs
    /// something else instead.</summary>
    public IInvocationOperation? HedgeAround(IInvocationOperation call)
    {
        for (var function = Operations.FunctionAround(call); function is not null; function = Operations.FunctionAround(function))
        {
            if (runners.RunnerOf(function)?.Instance is { } instance && pipelines.PipelineOf(instance) is { } pipeline)
            {
                foreach (var strategy in pipeline.Strategies)
                {
                    if (
                        strategy.Kind == Strategy.Hedging
                        && policies.OptionsOf(strategy.Added) is { } options
                        && Operations.Option(options, "ActionGenerator") is null
                    )
                    {
                        return strategy.Added;
                    }
                }
            }
        }

        return null;
    }

    /// <summary>The accumulating calls among those that <c>Task.WhenAny</c> races which are one operation done twice: of one method, with
    /// the same arguments.</summary>
    public DuplicateCalls? DuplicatesRacedBy(IInvocationOperation race)
    {
        if (race.TargetMethod is not { Name: "WhenAny", ContainingType: { Name: "Task", ContainingNamespace.Name: "Tasks" } })
        {
            return null;
        }

        var raced = race
            .Arguments.SelectMany(argument => Elements(values.ValueOf(argument.Value)))
            .Select(element => values.ValueOf(element))
            .ToList();
        for (var second = 0; second < raced.Count; second++)
        {
            // Whether they are the same is seen here; what they do may have to be read elsewhere.
            if (
                raced[second] is IInvocationOperation call
                && (
                    IsForEachItem(call)
                    || raced
                        .Take(second)
                        .Any(first =>
                            first.Syntax != call.Syntax && first is IInvocationOperation earlier && IsSameOperation(earlier, call)
                        )
                )
                && AccumulatingNameOf(call) is { } name
            )
            {
                return new DuplicateCalls(
                    name,
                    raced
                        .OfType<IInvocationOperation>()
                        .Where(other => IsSameOperation(other, call))
                        .Select(other => other.Syntax)
                        .ToImmutableArray()
                );
            }
        }

        return null;
    }

    /// <summary>What is raced: the elements of an array, or what a <c>Select</c> makes of every item.</summary>
    private static IEnumerable<IOperation> Elements(IOperation tasks) =>
        tasks switch
        {
            IArrayCreationOperation { Initializer: { } listed } => listed.ElementValues,
            { Kind: Operations.CollectionExpression } => tasks.ChildOperations,
            IInvocationOperation
            {
                TargetMethod: { Name: "ToArray" or "ToList" or "AsEnumerable", ContainingType.Name: "Enumerable" }
            } copied => Elements(Values.Unwrap(copied.Arguments[0].Value)),
            IInvocationOperation { TargetMethod: { Name: "Select", ContainingType.Name: "Enumerable" }, Arguments.Length: 2 } each
                when Values.Unwrap(each.Arguments[1].Value) is IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda }
                    && Functions.ReturnedBy(lambda) is { } made => new[] { made is IAwaitOperation awaited ? awaited.Operation : made },
            _ => new[] { tasks },
        };

    /// <summary>Made for every item of a sequence, with arguments that no item changes: the items are where it goes, not what it
    /// does.</summary>
    private static bool IsForEachItem(IInvocationOperation call) =>
        Operations.FunctionAround(call) is IAnonymousFunctionOperation { Symbol.Parameters: { Length: 1 } items } lambda
        && Operations.ArgumentHolding(lambda)
            is { Parent: IInvocationOperation { TargetMethod: { Name: "Select", ContainingType.Name: "Enumerable" } } }
        && !PayloadOf(call)
            .SelectMany(argument => argument.DescendantsAndSelf())
            .Any(part => part is IParameterReferenceOperation use && SymbolEqualityComparer.Default.Equals(use.Parameter, items[0]));

    /// <summary>The same is asked for, also of two places: one body that goes to two addresses is one operation.</summary>
    private static bool IsSameOperation(IInvocationOperation first, IInvocationOperation second) =>
        SymbolEqualityComparer.Default.Equals(first.TargetMethod, second.TargetMethod)
        && (
            PayloadOf(first).Zip(PayloadOf(second), SameExpression.Are).All(same => same)
            || (
                BodyOf(first) is { ConstantValue.HasValue: false } body
                && BodyOf(second) is { } other
                && SameExpression.Are(body, other)
                && Values.Unwrap(body) is ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation
            )
        );

    private static IOperation? BodyOf(IInvocationOperation call) =>
        call.Arguments.FirstOrDefault(static argument => argument.Parameter is { Name: "content" or "value" })?.Value;

    private static IEnumerable<IOperation> PayloadOf(IInvocationOperation call) =>
        call
            .Arguments.Where(argument => argument.ArgumentKind != ArgumentKind.DefaultValue)
            .Skip(call.TargetMethod.IsExtensionMethod ? 1 : 0)
            .Select(argument => argument.Value);

    /// <summary>How messages name a call that adds its effect again when it is made again, itself or through this project's own code; null
    /// for any other.</summary>
    public string? AccumulatingNameOf(IInvocationOperation call) =>
        remoteCalls.OperationOf(call) is { } remote ? (replays.IsAccumulating(remote) ? $"'{remote.Name}'" : null)
        : reachability.MayReach(call) && reachability.ReachOf(call, Effect.Accumulates) is { } reach ? reach.Describe(call) + " and"
        : null;
}
