using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>A duration that the code sets, and where.</summary>
internal sealed record SetDuration(TimeSpan Duration, IOperation Value);

internal sealed partial class StrategyTimes
{
    /// <summary>The constant timeout that a timeout strategy is given; null where it is the library's default, computed, or not in
    /// sight.</summary>
    public SetDuration? TimeoutSetBy(IInvocationOperation added)
    {
        foreach (var argument in added.Arguments)
        {
            if (SymbolEqualityComparer.Default.Equals(argument.Parameter?.Type, types.TimeSpan))
            {
                return Set(argument.Value);
            }

            // Polly 7.
            if (argument.Parameter is { Name: "seconds", Type.SpecialType: SpecialType.System_Int32 })
            {
                return values.ValueOf(argument.Value).ConstantValue is { HasValue: true, Value: int and > 0 and var seconds }
                    ? new SetDuration(TimeSpan.FromSeconds(seconds), argument.Value)
                    : null;
            }
        }

        return
            policies.OptionsOf(added) is { } options
            && Operations.Option(options, "TimeoutGenerator") is null
            && Operations.Option(options, "Timeout") is { } timeout
            ? Set(timeout)
            : null;
    }

    /// <summary>The constant timeout of a source of this body: from its creation or from one <c>CancelAfter</c> that always runs. Null
    /// where it may be set anew.</summary>
    public SetDuration? TimeoutOfSource(IOperation source, IOperation place)
    {
        var isTimed =
            values.ValueOf(source) is IObjectCreationOperation { Arguments.Length: > 0 } creation
            && SymbolEqualityComparer.Default.Equals(creation.Type, types.CancellationTokenSource);
        var found = isTimed ? Set(((IObjectCreationOperation)values.ValueOf(source)).Arguments[0].Value) : null;
        if (Values.Unwrap(source) is not ILocalReferenceOperation { Local: var local })
        {
            return found;
        }

        foreach (var use in values.UsesOf(local, place))
        {
            switch (use.Parent)
            {
                case IInvocationOperation { TargetMethod.Name: "CancelAfter", Arguments: { Length: 1 } arguments } call
                    when !isTimed && !Operations.IsConditional(call, BlockOf(local, call)):
                    (isTimed, found) = (true, Set(arguments[0].Value));
                    break;
                case IInvocationOperation { TargetMethod.Name: "CancelAfter" or "TryReset" } or IArgumentOperation:
                    return null;
            }
        }

        return found;
    }

    private static IOperation BlockOf(ILocalSymbol local, IOperation use)
    {
        var scope = use;
        while (
            scope.Parent is { } parent && !(scope is IBlockOperation block && block.Locals.Contains(local, SymbolEqualityComparer.Default))
        )
        {
            scope = parent;
        }

        return scope;
    }

    public SetDuration? Set(IOperation value) =>
        constants.ConstantDurationOf(value) is { } duration && duration > TimeSpan.Zero ? new SetDuration(duration, value) : null;
}
