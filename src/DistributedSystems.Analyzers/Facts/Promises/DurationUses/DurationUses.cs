using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>What durations and parts of durations are used for.</summary>
internal sealed partial class DurationUses(WellKnownTypes types, Values values, Functions functions, Constants constants, Clocks clocks)
{
    /// <summary>
    /// The comparison or sum that takes a component of a measured time for all of it, as messages name it. Whether something is left of
    /// it (a comparison with 0, or whether it reaches 1) is a fair question to a component too.
    /// </summary>
    public string? MeasureHoldingPart(IPropertyReferenceOperation component)
    {
        if (component.Instance is not { } span || !IsElapsedTime(values.ValueOf(span)))
        {
            return null;
        }

        IOperation value = component;
        while (value.Parent is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        if (value.Parent is not IBinaryOperation binary || binary.Type?.SpecialType == SpecialType.System_String)
        {
            return null;
        }

        var other = binary.LeftOperand == value ? binary.RightOperand : binary.LeftOperand;
        return binary.OperatorKind switch
        {
            BinaryOperatorKind.LessThan
            or BinaryOperatorKind.LessThanOrEqual
            or BinaryOperatorKind.GreaterThan
            or BinaryOperatorKind.GreaterThanOrEqual => AsksWhetherSomethingIsLeft(binary, other) ? null : "the comparison",
            BinaryOperatorKind.Add => other.ConstantValue.HasValue ? null : "the sum",
            BinaryOperatorKind.Subtract => other.ConstantValue.HasValue && binary.LeftOperand == value ? null : "the difference",
            _ => null,
        };
    }

    /// <summary>Compared with 0; or with 1, at least that, or whatever chooses between the words for one and for several.</summary>
    private static bool AsksWhetherSomethingIsLeft(IBinaryOperation comparison, IOperation limit) =>
        limit.ConstantValue.Value switch
        {
            0 or 0L or 0d => true,
            1 or 1L or 1d => comparison.Parent is IConditionalOperation { Type.SpecialType: SpecialType.System_String }
                || comparison.OperatorKind
                    == (comparison.RightOperand == limit ? BinaryOperatorKind.GreaterThanOrEqual : BinaryOperatorKind.LessThanOrEqual)
                || comparison.OperatorKind
                    == (comparison.RightOperand == limit ? BinaryOperatorKind.LessThan : BinaryOperatorKind.GreaterThan),
            _ => false,
        };
}
