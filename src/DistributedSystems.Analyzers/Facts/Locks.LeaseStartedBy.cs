using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>The end of a lease, computed from a reading of a local clock.</summary>
/// <param name="Acquisition">The call that acquires or extends it.</param>
/// <param name="IsAfterReply">The reading is made after the call, so the end lies later than that of the lease itself.</param>
internal sealed record LocalLease(RemoteCall Acquisition, bool IsAfterReply);

internal sealed partial class CompilationFacts
{
    /// <summary>
    /// The lease whose end is this reading plus the lease's own duration. Null where no call of the body acquires or extends a lease
    /// for that long.
    /// </summary>
    public LocalLease? LeaseStartedBy(IOperation reading)
    {
        if (!Catalog.HasLocks || DurationAddedTo(reading) is not { } added)
        {
            return null;
        }

        foreach (var operation in Values.RootOf(reading).Descendants())
        {
            if (operation is IInvocationOperation invocation
                && RemoteCallOf(invocation) is { Api: { Lock: LockRole.Acquires or LockRole.Extends, ExpiryParameter: { } parameter } } call
                && call.ArgumentFor(parameter) is { } expiry
                && IsSameDuration(expiry.Value, added))
            {
                return new LocalLease(call, IsAfterReply: reading.Syntax.SpanStart > invocation.Syntax.SpanStart);
            }
        }

        return null;
    }

    private IOperation? DurationAddedTo(IOperation reading)
    {
        var value = reading;
        while (value.Parent is IConversionOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum when sum.LeftOperand == value => sum.RightOperand,
            IInvocationOperation { Arguments.Length: 1 } add when add.Instance == value && add.TargetMethod.Name.StartsWith("Add", StringComparison.Ordinal) => add.Arguments[0].Value,
            _ => null,
        };
    }

    /// <summary>The same expression, or made of the same one: <c>FromSeconds(n)</c> and <c>AddSeconds(n)</c>, <c>ttl</c> and <c>(long)ttl.TotalMilliseconds</c>.</summary>
    private bool IsSameDuration(IOperation expiry, IOperation added)
    {
        var (left, right) = (AmountIn(expiry), AmountIn(added));
        return SameExpression.Are(left, right) || SameExpression.Are(Values.ValueOf(left), Values.ValueOf(right));
    }

    private static IOperation AmountIn(IOperation duration)
    {
        duration = DurationIn(duration);
        return duration is IInvocationOperation { TargetMethod: { IsStatic: true, Parameters.Length: > 0 } from } made && from.Name.StartsWith("From", StringComparison.Ordinal) ? Values.Unwrap(made.Arguments[0].Value) : duration;
    }
}
