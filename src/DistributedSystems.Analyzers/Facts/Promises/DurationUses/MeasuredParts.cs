using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Components of a measured time that are taken for all of it.</summary>
internal sealed class MeasuredParts(WellKnownTypes types, Values values, Clocks clocks)
{
    /// <summary>
    /// The comparison, sum or division that takes a component of a measured time for all of it, as messages name it: what has passed on
    /// a clock, or lies between two instants. Whether something is left of it (a comparison with 0, or whether it reaches 1) is a fair
    /// question to a component too.
    /// </summary>
    public string? MeasureHolding(IPropertyReferenceOperation component) =>
        component.Instance is { } span && values.ValueOf(span) is var measured && (IsElapsedTime(measured) || IsBetweenInstants(measured))
            ? Holder(component, mayBeKept: true)
            : null;

    /// <summary>
    /// The difference that two parts of instants stand in, as messages name it: the milliseconds of now less the milliseconds of the start
    /// start again every second. Null where the instants are no readings of a clock.
    /// </summary>
    public string? DifferenceHolding(IPropertyReferenceOperation part)
    {
        var reading = Operations.OutOfConversions(part);
        return
            IsPartOfReading(part)
            && reading.Parent is IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract, OperatorMethod: null } difference
            && difference.LeftOperand == reading
            && values.ValueOf(difference.RightOperand) is IPropertyReferenceOperation start
            && start.Property.Name == part.Property.Name
            && IsPartOfReading(start)
            ? "the difference"
            : null;
    }

    private bool IsPartOfReading(IPropertyReferenceOperation part) =>
        part is { Property: { Name: "Millisecond" or "Second" or "Minute", ContainingType: { } type }, Instance: { } instant }
        && types.IsInstant(type)
        && clocks.ReadingOf(instant) is not null;

    /// <summary>The time between two instants, wherever they come from.</summary>
    private bool IsBetweenInstants(IOperation measured) =>
        measured switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } between => types.IsInstant(
                between.OperatorMethod?.ContainingType
            ) && types.IsInstant(between.RightOperand.Type),
            IInvocationOperation { TargetMethod.Name: "Subtract", Instance: { } end, Arguments: { Length: 1 } start } => types.IsInstant(
                end.Type
            ) && types.IsInstant(Values.Unwrap(start[0].Value).Type),
            _ => false,
        };

    private string? Holder(IOperation component, bool mayBeKept)
    {
        var value = component;
        while (value.Parent is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        if (
            mayBeKept
            && value.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }
            && values.WritesTo(local, value) is { Complete: true, Values.Length: 1 }
        )
        {
            // Each of the uses has to need the whole: whoever shows the number as well may mean the part.
            string? first = null;
            foreach (var use in values.UsesOf(local, value))
            {
                if (Holder(use, mayBeKept: false) is not { } taker)
                {
                    return null;
                }

                first ??= taker;
            }

            return first;
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

            // How many times something fits into it.
            BinaryOperatorKind.Divide => binary.LeftOperand != value || other.ConstantValue.HasValue ? null : "the division",
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

    /// <summary>Is this what has passed since a reading of a clock?</summary>
    public bool IsElapsedTime(IOperation value) =>
        value switch
        {
            IPropertyReferenceOperation { Property: { Name: "Elapsed" or "ElapsedMilliseconds", ContainingType: { } type } } =>
                SymbolEqualityComparer.Default.Equals(type, types.Stopwatch),
            IInvocationOperation { TargetMethod: { Name: "GetElapsedTime", ContainingType: { } type } } =>
                SymbolEqualityComparer.Default.Equals(type, types.Stopwatch)
                    || (types.TimeProvider is { } provider && Symbols.DerivesFrom(type, provider)),
            IInvocationOperation { TargetMethod.Name: "Subtract", Instance: { } end, Arguments: { Length: 1 } start }
                when types.IsInstant(end.Type) => clocks.ReadingOf(end) is not null && clocks.ReadingOf(start[0].Value) is not null,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } between
                when types.IsInstant(between.OperatorMethod?.ContainingType) => clocks.ReadingOf(between.LeftOperand) is not null
                && clocks.ReadingOf(between.RightOperand) is not null,
            _ => false,
        };
}
