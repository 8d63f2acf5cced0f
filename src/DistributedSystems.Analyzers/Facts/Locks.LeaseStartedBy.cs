using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>The end of a lease, computed from a reading of a local clock.</summary>
/// <param name="Acquisition">The call that acquires or extends it.</param>
/// <param name="IsAfterReply">The reading is made after the call and no margin is taken off, so the end lies later than that of the lease itself.</param>
internal sealed record LocalLease(RemoteCall Acquisition, bool IsAfterReply);

internal sealed partial class CompilationFacts
{
    /// <summary>
    /// The lease whose end is this reading plus the lease's own duration. Null where no call of the body acquires or extends a lease
    /// for that long.
    /// </summary>
    public LocalLease? LeaseStartedBy(IOperation reading)
    {
        if (!Catalog.HasLocks || DurationAddedTo(reading, out var hasMargin) is not { } added)
        {
            return null;
        }

        foreach (var operation in Values.RootOf(reading).Descendants())
        {
            if (operation is IInvocationOperation invocation
                && RemoteCallOf(invocation) is { Api: { Lock: LockRole.Acquires or LockRole.Extends, ExpiryParameter: { } parameter } } call
                && (call.Api.ConditionParameter is null || AcquiresLock(call))
                && call.ArgumentFor(parameter) is { } expiry
                && IsSameDuration(expiry.Value, added))
            {
                return new LocalLease(call, IsAfterReply: !hasMargin && reading.Syntax.SpanStart > invocation.Syntax.SpanStart);
            }
        }

        return null;
    }

    private IOperation? DurationAddedTo(IOperation reading, out bool hasMargin)
    {
        if (Outermost(reading).Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } && Values.WritesTo(local, reading) is { Complete: true, Values.Length: 1 })
        {
            foreach (var use in UsesOf(local, reading))
            {
                if (DurationAddedInPlaceTo(use, out hasMargin) is { } later)
                {
                    return later;
                }
            }
        }

        return DurationAddedInPlaceTo(reading, out hasMargin);
    }

    private static IOperation? DurationAddedInPlaceTo(IOperation instant, out bool hasMargin)
    {
        var value = Outermost(instant);
        var added = value.Parent switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum when sum.LeftOperand == value => sum.RightOperand,
            IInvocationOperation { Arguments.Length: 1 } add when add.Instance == value && add.TargetMethod.Name.StartsWith("Add", StringComparison.Ordinal) => add.Arguments[0].Value,
            _ => null,
        };
        hasMargin = added is not null && Outermost(value.Parent!) is var end && end.Parent switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } less => less.LeftOperand == end,
            IInvocationOperation moved => moved.Instance == end && TakesOff(moved),
            _ => false,
        };
        return added;
    }

    private static IOperation Outermost(IOperation value)
    {
        while (value.Parent is IConversionOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        return value;
    }

    /// <summary>The same expression, or made of the same one: <c>FromSeconds(n)</c> and <c>AddSeconds(n)</c>, <c>ttl</c> and <c>(long)ttl.TotalMilliseconds</c>.</summary>
    private bool IsSameDuration(IOperation expiry, IOperation added)
    {
        var (left, right) = (AmountIn(expiry), AmountIn(added));
        if (left is { ConstantValue.HasValue: true } && right is { ConstantValue.HasValue: true } && UnitOf(expiry) is { } given && UnitOf(added) is { } moved && given != moved)
        {
            return false;
        }

        return SameExpression.Are(left, right) || SameExpression.Are(Values.ValueOf(left), Values.ValueOf(right));
    }

    /// <summary>The unit in the name of the method that makes a duration of a number, or moves an instant by it.</summary>
    private static string? UnitOf(IOperation duration) => (DurationIn(duration) as IInvocationOperation ?? duration.Parent?.Parent as IInvocationOperation)?.TargetMethod.Name is { } name
        ? name.StartsWith("From", StringComparison.Ordinal) ? name.Substring("From".Length) : name.StartsWith("Add", StringComparison.Ordinal) && name.Length > "Add".Length ? name.Substring("Add".Length) : null
        : null;

    private static IOperation AmountIn(IOperation duration)
    {
        duration = DurationIn(duration);
        return duration is IInvocationOperation { TargetMethod: { IsStatic: true, Parameters.Length: > 0 } from } made && from.Name.StartsWith("From", StringComparison.Ordinal) ? Values.Unwrap(made.Arguments[0].Value) : duration;
    }
}
