using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>What durations and parts of durations are used for.</summary>
internal sealed partial class DurationUses(WellKnownTypes types, Values values, Functions functions, Constants constants, Clocks clocks)
{
    /// <summary>
    /// The comparison or sum that takes a component of a measured time for all of it, as messages name it. Whether something is left of
    /// it (a comparison with 0 or 1) is a fair question to a component too.
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
            or BinaryOperatorKind.GreaterThanOrEqual => IsSmall(other) ? null : "the comparison",
            BinaryOperatorKind.Add => other.ConstantValue.HasValue ? null : "the sum",
            BinaryOperatorKind.Subtract => other.ConstantValue.HasValue && binary.LeftOperand == value ? null : "the difference",
            _ => null,
        };
    }

    private static bool IsSmall(IOperation value) => value.ConstantValue is { HasValue: true, Value: 0 or 1 or 0L or 1L or 0d or 1d };
}
