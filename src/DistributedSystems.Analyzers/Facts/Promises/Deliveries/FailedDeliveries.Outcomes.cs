using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class FailedDeliveries
{
    /// <summary>
    /// Does a call run where a flag, or the answer of a step of the project, tells of a failure, and is that all that decides? Any exception then
    /// comes here: the flag is set by a handler of all of them (or no longer set behind it), or such a handler gives the answer.
    /// </summary>
    private bool IsToldOfFailure(IInvocationOperation call)
    {
        var deciding = Guards.Of(call).Where(guard => !IsAboutReceiver(guard, call)).Take(2).ToList();
        if (deciding.Count != 1 || deciding[0].When is not { } when)
        {
            return false;
        }

        var told = Values.Unwrap(deciding[0].Condition);
        while (told is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand })
        {
            (told, when) = (Values.Unwrap(operand), !when);
        }

        return told is ILocalReferenceOperation flag && IsSetByFailure(flag, when)
            || Operations.InvocationIn(values.ValueOf(told)) is { } step && IsAnswerOfHandler(step, when);
    }

    private static bool IsAboutReceiver(Guard guard, IInvocationOperation call) =>
        guard
            .Condition.DescendantsAndSelf()
            .Any(part => part is IPropertyReferenceOperation { Instance: { } owner } && SameExpression.Are(owner, call.Instance));

    private bool IsSetByFailure(ILocalReferenceOperation flag, bool when)
    {
        var writes = values.WritesTo(flag.Local, flag);
        if (!writes.Complete || writes.Values.Length < 2)
        {
            return false;
        }

        // The value that the flag begins with, and those that it is set to.
        return writes.Values.All(value => value.ConstantValue is { HasValue: true, Value: bool })
            && writes.Values.Skip(1).All(value => deliveries.IsTrue(value) != deliveries.IsTrue(writes.Values[0]))
            && (
                deliveries.IsTrue(writes.Values[0]) == when
                    ? writes.Values.Skip(1).All(value => Operations.TriesAround(value).Any(SwallowsEverything))
                    : writes.Values.Skip(1).All(value => HandlerAround(value) is { } handler && CatchesEverything(handler))
            );
    }

    private bool SwallowsEverything(ITryOperation attempt) =>
        attempt.Catches.Any(handler =>
            CatchesEverything(handler) && !handler.Handler.Descendants().Any(static part => part is IThrowOperation or IReturnOperation)
        );

    private bool IsAnswerOfHandler(IInvocationOperation step, bool when) =>
        functions.IsOwnMethod(step.TargetMethod)
        && !Functions.IsReplaceable(step.TargetMethod)
        && functions.BodyOf(step.TargetMethod.OriginalDefinition) is { } body
        && body.Descendants()
            .Any(part =>
                part is ICatchClauseOperation handler
                && CatchesEverything(handler)
                && handler
                    .Handler.Descendants()
                    .Any(end =>
                        end is IReturnOperation { ReturnedValue: { } answer }
                        && Values.Unwrap(answer).ConstantValue is { HasValue: true, Value: bool told }
                        && told == when
                        && !Operations.IsConditional(end, handler)
                    )
            );
}
