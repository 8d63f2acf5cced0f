using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class Clocks
{
    /// <summary>
    /// Does this reading of the wall clock, or the local it initializes, take part in measuring elapsed time: is it an end of a
    /// subtraction whose other end is a reading as well?
    /// </summary>
    public bool MeasuresElapsedTime(IOperation reading)
    {
        if (IsEndOfMeasurement(reading))
        {
            return true;
        }

        if (
            Operations.OutOfConversions(reading).Parent
            is not IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }
        )
        {
            return false;
        }

        foreach (var use in values.UsesOf(local, reading))
        {
            if (IsEndOfMeasurement(use))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsEndOfMeasurement(IOperation end)
    {
        while (end.Parent is IConversionOperation or IParenthesizedOperation or IArgumentOperation)
        {
            end = end.Parent;
        }

        var (left, right) = end.Parent switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } subtraction
                when types.IsInstant(subtraction.OperatorMethod?.ContainingType) => (subtraction.LeftOperand, subtraction.RightOperand),
            IInvocationOperation { TargetMethod.Name: "Subtract", Instance: { } later, Arguments.Length: 1 } call
                when types.IsInstant(call.TargetMethod.ContainingType) => (later, call.Arguments[0].Value),
            _ => default((IOperation?, IOperation?)),
        };
        return left is not null
            && right is not null
            && ReadingOf(left) is { } stop
            && ReadingOf(right) is { } start
            && !(stop.IsDirect && start.IsDirect);
    }
}
