using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class Ticks
{
    /// <summary>
    /// Is a position subtracted from the present one that is zero until it is first set, and the difference held against a positive number?
    /// While the count is negative, that difference is negative, too. Not where it is set when its object is made, where the body asks whether
    /// it is zero, and where the difference is taken without a sign.
    /// </summary>
    public bool CountsFromZero(IBinaryOperation difference)
    {
        var since = Values.Unwrap(difference.RightOperand);
        return difference is { OperatorMethod: null, Type.SpecialType: SpecialType.System_Int32 }
            && ReadsTickCount(Values.Unwrap(difference.LeftOperand))
            && TickCountOf(since) is not null
            && StartsAtZero(since)
            && IsWithSign(difference)
            && !IsAskedForZero(since);
    }

    /// <summary>Is it asked whether a position was set by whether it is positive?</summary>
    public bool TestsWhetherSet(IBinaryOperation comparison)
    {
        var (left, right) = (Values.Unwrap(comparison.LeftOperand), Values.Unwrap(comparison.RightOperand));
        var position = comparison.OperatorKind switch
        {
            BinaryOperatorKind.GreaterThan or BinaryOperatorKind.LessThanOrEqual when IsZero(right) => left,
            BinaryOperatorKind.LessThan or BinaryOperatorKind.GreaterThanOrEqual when IsZero(left) => right,
            _ => null,
        };
        return position is IFieldReferenceOperation or ILocalReferenceOperation
            && position.Type?.SpecialType == SpecialType.System_Int32
            && TickCountOf(position) is not null
            && StartsAtZero(position);
    }

    private static bool IsZero(IOperation value) => value.ConstantValue is { HasValue: true, Value: 0 };

    /// <summary>A field that no constructor or initializer sets, or a local that is set to zero first.</summary>
    private bool StartsAtZero(IOperation position)
    {
        var writes = privatePlaces.WritesTo(position);
        return position switch
        {
            ILocalReferenceOperation => writes.Values.Any(IsZero),
            IFieldReferenceOperation => writes.Values.All(written =>
                IsZero(written) || Operations.MethodOf(Values.RootOf(written)) is { MethodKind: not MethodKind.Constructor }
            ),
            _ => false,
        };
    }

    private static bool IsWithSign(IOperation difference)
    {
        var value = difference;
        while (value.Parent is IParenthesizedOperation)
        {
            value = value.Parent;
        }

        return value.Parent is IBinaryOperation comparison
            && (
                comparison.LeftOperand == value
                    ? comparison.OperatorKind is BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual
                    : comparison.OperatorKind is BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual
            );
    }

    private static bool IsAskedForZero(IOperation position) =>
        Values
            .RootOf(position)
            .Descendants()
            .Any(operation =>
                operation is IBinaryOperation comparison
                && (
                    IsZero(comparison.RightOperand) && SameExpression.Are(comparison.LeftOperand, position)
                    || IsZero(comparison.LeftOperand) && SameExpression.Are(comparison.RightOperand, position)
                )
            );
}
