using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>A condition that something runs under.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="When">The truth of it that lets control through; null where it is no truth but a value that a case is chosen by.</param>
/// <param name="Case">The one value that the case is for.</param>
internal readonly record struct Guard(IOperation Condition, bool? When, IOperation? Case = null);

/// <summary>
/// The conditions that an operation runs under inside its function, from the inside out: of the statements and expressions around it, and
/// of earlier ones that would have left.
/// </summary>
internal static class Guards
{
    public static IEnumerable<Guard> Of(IOperation operation)
    {
        for (
            var inner = operation;
            inner.Parent is { } around && inner is not (IAnonymousFunctionOperation or ILocalFunctionOperation);
            inner = around
        )
        {
            switch (around)
            {
                case IConditionalOperation choice when choice.Condition != inner:
                    yield return new Guard(choice.Condition, choice.WhenTrue == inner);
                    break;
                case IWhileLoopOperation { Condition: { } condition, ConditionIsTop: true } loop when loop.Body == inner:
                    yield return new Guard(condition, !loop.ConditionIsUntil);
                    break;
                case IForLoopOperation { Condition: { } condition } loop when loop.Body == inner:
                    yield return new Guard(condition, true);
                    break;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both when both.RightOperand == inner:
                    yield return new Guard(both.LeftOperand, true);
                    break;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either when either.RightOperand == inner:
                    yield return new Guard(either.LeftOperand, false);
                    break;
                case ISwitchCaseOperation { Parent: ISwitchOperation choice } section when section.Body.Contains(inner):
                    var only = section.Clauses.Length == 1 ? (section.Clauses[0] as ISingleValueCaseClauseOperation)?.Value : null;
                    yield return new Guard(choice.Value, TruthOf(only), only);
                    foreach (var clause in section.Clauses)
                    {
                        if (clause is IPatternCaseClauseOperation { Guard: { } filter })
                        {
                            yield return new Guard(filter, section.Clauses.Length == 1 ? true : null);
                        }
                    }

                    break;
                case ISwitchExpressionArmOperation { Parent: ISwitchExpressionOperation choice } arm when arm.Value == inner:
                    var matched = (arm.Pattern as IConstantPatternOperation)?.Value;
                    yield return new Guard(choice.Value, TruthOf(matched), matched);
                    if (arm.Guard is { } further)
                    {
                        yield return new Guard(further, true);
                    }

                    break;
                case ICatchClauseOperation { Filter: { } filter } handler when handler.Handler == inner:
                    yield return new Guard(filter, true);
                    break;
                case IBlockOperation block:
                    foreach (var guard in EarlierIn(block, inner))
                    {
                        yield return guard;
                    }

                    break;
            }
        }
    }

    private static bool? TruthOf(IOperation? value) => value?.ConstantValue is { HasValue: true, Value: bool truth } ? truth : null;

    private static IEnumerable<Guard> EarlierIn(IBlockOperation block, IOperation statement)
    {
        for (var i = block.Operations.IndexOf(statement) - 1; i >= 0; i--)
        {
            switch (block.Operations[i])
            {
                case IConditionalOperation choice when Leaves(choice.WhenTrue):
                    yield return new Guard(choice.Condition, false);
                    break;
                case IConditionalOperation { WhenFalse: { } otherwise } choice when Leaves(otherwise):
                    yield return new Guard(choice.Condition, true);
                    break;
                case IWhileLoopOperation { Condition: { } condition } loop when !HasBreak(loop):
                    yield return new Guard(condition, loop.ConditionIsUntil);
                    break;
                case IForLoopOperation { Condition: { } condition } loop when !HasBreak(loop):
                    yield return new Guard(condition, false);
                    break;
            }
        }
    }

    private static bool Leaves(IOperation statement) =>
        statement switch
        {
            IReturnOperation or IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation } or IBranchOperation => true,
            IBlockOperation { Operations: { Length: > 0 } operations } => Leaves(operations[operations.Length - 1]),
            IConditionalOperation { WhenFalse: { } otherwise } choice => Leaves(choice.WhenTrue) && Leaves(otherwise),
            _ => false,
        };

    private static bool HasBreak(ILoopOperation loop) =>
        loop.Body.Descendants().Any(operation => operation is IBranchOperation { BranchKind: BranchKind.Break or BranchKind.GoTo });

    /// <summary>Control goes through where the value is not there.</summary>
    public static bool LetsAbsenceThrough(Guard guard)
    {
        var (condition, when) = (Values.Unwrap(guard.Condition), guard.When);
        while (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand })
        {
            (condition, when) = (Values.Unwrap(operand), !when);
        }

        return condition switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } => when == true,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } => when == false,
            IIsPatternOperation { Pattern: INegatedPatternOperation } => when == false,
            IIsPatternOperation => when == true,
            IPropertyReferenceOperation { Property.Name: "HasValue" } => when == false,
            IPropertyReferenceOperation => when == true,
            // A Try method that gives the value apart.
            IInvocationOperation => when == false,
            _ => false,
        };
    }
}
