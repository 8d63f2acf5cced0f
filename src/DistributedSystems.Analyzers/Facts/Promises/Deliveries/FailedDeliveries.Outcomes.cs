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
        if (deciding.Count != 1)
        {
            return false;
        }

        if (AnswerIn(deciding[0]) is var (step, answer, isThat))
        {
            return IsAnswerOfHandler(step, given => Equals(given, answer) == isThat);
        }

        if (deciding[0].When is not { } when)
        {
            return false;
        }

        var told = Values.Unwrap(deciding[0].Condition);
        while (told is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand })
        {
            (told, when) = (Values.Unwrap(operand), !when);
        }

        return told is ILocalReferenceOperation flag && IsSetByFailure(flag, when)
            || Operations.InvocationIn(values.ValueOf(told)) is { } asked
                && IsAnswerOfHandler(asked, given => given is bool truth && truth == when);
    }

    /// <summary>The step whose answer is compared with a constant, or chosen by in a switch; and whether it has to be that one.</summary>
    private (IInvocationOperation Step, object? Answer, bool IsThat)? AnswerIn(Guard guard)
    {
        (IOperation? asked, IOperation? answer, bool isThat) = guard switch
        {
            { When: null, Case: { } chosen } => (guard.Condition, chosen, true),
            { When: { } when }
                when Values.Unwrap(guard.Condition)
                    is IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison => (
                comparison.LeftOperand,
                comparison.RightOperand,
                when == (comparison.OperatorKind == BinaryOperatorKind.Equals)
            ),
            { When: { } when }
                when Values.Unwrap(guard.Condition)
                    is IIsPatternOperation { Value: var tested, Pattern: IConstantPatternOperation { Value: var constant } } => (
                tested,
                constant,
                when
            ),
            _ => (null, null, false),
        };
        return
            asked is not null
            && Values.Unwrap(answer!).ConstantValue is { HasValue: true, Value: var value }
            && Operations.InvocationIn(values.ValueOf(asked)) is { } step
            ? (step, value, isThat)
            : null;
    }

    private bool IsAboutReceiver(Guard guard, IInvocationOperation call) =>
        // A message that is put back by itself is its own receiver.
        remoteCalls.RemoteCallOf(call)
            is not { Api.PutsBack: true }
        && guard
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

    private bool IsAnswerOfHandler(IInvocationOperation step, Func<object?, bool> isAsked) =>
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
                        && Values.Unwrap(answer).ConstantValue is { HasValue: true, Value: var told }
                        && isAsked(told)
                        && !Operations.IsConditional(end, handler)
                    )
            );
}
