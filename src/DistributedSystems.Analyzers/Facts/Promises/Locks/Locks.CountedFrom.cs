using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class Locks
{
    /// <summary>
    /// The lease that is counted from a reading of a monotonic clock made after its reply: the reading is kept in a field, and what has
    /// passed since is compared with the whole duration of the lease. Null where a margin is taken off, or the reading was made before.
    /// </summary>
    public LocalLease? LeaseCountedFrom(IOperation start)
    {
        if (!catalog.HasLocks || FieldStarted(start) is not { } field)
        {
            return null;
        }

        var limits = functions.UsesInType(field).Select(ComparedWithElapsed).OfType<IOperation>().ToList();
        if (limits.Count == 0)
        {
            return null;
        }

        foreach (var operation in Values.RootOf(start).Descendants())
        {
            if (
                operation is IInvocationOperation invocation
                && invocation.Syntax.SpanStart < start.Syntax.SpanStart
                && remoteCalls.RemoteCallOf(invocation)
                    is { Api: { Lock: LockRole.Acquires or LockRole.Extends, ExpiryParameter: { } parameter } } call
                && (call.Api.ConditionParameter is null || AcquiresLock(call))
                && call.ArgumentFor(parameter) is { } expiry
                && limits.Any(limit => IsSameDuration(expiry.Value, limit))
            )
            {
                return new LocalLease(call, IsAfterReply: true);
            }
        }

        return null;
    }

    private static IFieldSymbol? FieldStarted(IOperation start) =>
        (
            Operations.OutOfConversions(start).Parent is ISimpleAssignmentOperation { Target: IFieldReferenceOperation target } ? target
            : start is IInvocationOperation { TargetMethod.Name: "Restart", Instance: IFieldReferenceOperation watch } ? watch
            : null
        )
            is { Field: { DeclaredAccessibility: Accessibility.Private } field }
            ? field
            : null;

    /// <summary>What the time elapsed since a start is compared with: <c>GetElapsedTime(start) &lt; limit</c>, <c>watch.Elapsed</c>,
    /// <c>TickCount64 - start</c>.</summary>
    private static IOperation? ComparedWithElapsed(IOperation start)
    {
        IOperation? elapsed = Operations.OutOfConversions(start);
        elapsed = elapsed.Parent switch
        {
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "GetElapsedTime", Arguments.Length: 1 } call } => call,
            IPropertyReferenceOperation { Property.Name: "Elapsed" or "ElapsedMilliseconds" } property => property,
            IConditionalAccessOperation
            {
                WhenNotNull: IPropertyReferenceOperation { Property.Name: "Elapsed" or "ElapsedMilliseconds" }
            } access => access,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } difference when difference.RightOperand == elapsed => difference,
            _ => null,
        };
        while (elapsed?.Parent is IConversionOperation or IParenthesizedOperation)
        {
            elapsed = elapsed.Parent;
        }

        return
            elapsed?.Parent
                is IBinaryOperation
                {
                    OperatorKind: BinaryOperatorKind.LessThan
                        or BinaryOperatorKind.LessThanOrEqual
                        or BinaryOperatorKind.GreaterThan
                        or BinaryOperatorKind.GreaterThanOrEqual
                } comparison
            ? comparison.LeftOperand == elapsed
                ? comparison.RightOperand
                : comparison.LeftOperand
            : null;
    }
}
