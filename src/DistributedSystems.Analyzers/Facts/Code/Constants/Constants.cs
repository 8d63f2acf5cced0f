using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>Durations and counts that are known before the program runs, and values that stand for none or for ever.</summary>
internal sealed class Constants(WellKnownTypes types, Values values)
{
    private const int InfiniteMilliseconds = -1;

    public int? ConstantCountOf(IOperation count) =>
        values.ValueOf(count).ConstantValue is { HasValue: true, Value: int constant } ? constant : null;

    /// <summary>What a comparison with the largest number there is always says: no counter gets there. Null for any other.</summary>
    public static bool? IsNeverReached(IBinaryOperation comparison)
    {
        var (left, right) = (Values.Unwrap(comparison.LeftOperand), Values.Unwrap(comparison.RightOperand));
        return IsLargest(right)
                ? comparison.OperatorKind switch
                {
                    BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.NotEquals => true,
                    BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.Equals => false,
                    _ => null,
                }
            : IsLargest(left)
                ? comparison.OperatorKind switch
                {
                    BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.NotEquals => true,
                    BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.Equals => false,
                    _ => null,
                }
            : null;

        static bool IsLargest(IOperation value) =>
            value.ConstantValue is { HasValue: true, Value: int.MaxValue or long.MaxValue or uint.MaxValue or ulong.MaxValue };
    }

    /// <summary>The number that arithmetic on constants and a parameter gives; null where there is anything else in it.</summary>
    public double? NumberIn(IOperation expression, IParameterSymbol? parameter, double argument, int remaining)
    {
        var value = values.ValueOf(expression);
        switch (value)
        {
            case IParameterReferenceOperation use when SymbolEqualityComparer.Default.Equals(use.Parameter, parameter):
                return argument;
            case IBinaryOperation { OperatorMethod: null } sum when remaining > 0:
                return (
                    sum.OperatorKind,
                    NumberIn(sum.LeftOperand, parameter, argument, remaining - 1),
                    NumberIn(sum.RightOperand, parameter, argument, remaining - 1)
                ) switch
                {
                    (BinaryOperatorKind.Add, { } left, { } right) => left + right,
                    (BinaryOperatorKind.Subtract, { } left, { } right) => left - right,
                    (BinaryOperatorKind.Multiply, { } left, { } right) => left * right,
                    (BinaryOperatorKind.LeftShift, { } left, >= 0 and < 31 and var right) => left * Math.Pow(2, right),
                    (BinaryOperatorKind.Divide, { } left, { } right) when sum.Type?.SpecialType == SpecialType.System_Double => left
                        / right,
                    _ => null,
                };
            case IInvocationOperation { TargetMethod.Name: "Pow" or "Min" or "Max", Arguments.Length: 2 } call
                when remaining > 0 && SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, types.Math):
                return (
                    call.TargetMethod.Name,
                    NumberIn(call.Arguments[0].Value, parameter, argument, remaining - 1),
                    NumberIn(call.Arguments[1].Value, parameter, argument, remaining - 1)
                ) switch
                {
                    ("Pow", { } left, { } right) => Math.Pow(left, right),
                    ("Min", { } left, { } right) => Math.Min(left, right),
                    ("Max", { } left, { } right) => Math.Max(left, right),
                    _ => null,
                };
            default:
                return NumberIn(value);
        }
    }

    /// <summary>A duration or instant that never comes: infinite, <c>MaxValue</c>, -1 milliseconds.</summary>
    public bool IsEndless(IOperation value) =>
        value switch
        {
            { ConstantValue: { HasValue: true, Value: int and InfiniteMilliseconds } } => true,
            IFieldReferenceOperation { Field: { Name: "InfiniteTimeSpan", ContainingType.Name: "Timeout" } } => true,
            IFieldReferenceOperation { Field: { Name: "MaxValue", ContainingType: { } owner } } => SymbolEqualityComparer.Default.Equals(
                owner,
                types.TimeSpan
            )
                || SymbolEqualityComparer.Default.Equals(owner, types.DateTime)
                || SymbolEqualityComparer.Default.Equals(owner, types.DateTimeOffset),
            _ => false,
        };

    public bool IsNever(IOperation value) =>
        IsEndless(value)
        || value
            is IInvocationOperation { TargetMethod: { Name: "FromMilliseconds", IsStatic: true }, Arguments: { Length: > 0 } milliseconds }
            && NumberIn(milliseconds[0].Value) == -1
        || value
            is IMemberReferenceOperation
            {
                Member: { Name: "None", ContainingType: { Name: "RequestTimeout", ContainingNamespace.Name: "MassTransit" } }
            };

    /// <summary>Literally no value: <c>null</c>, <c>default</c>, <c>CancellationToken.None</c>.</summary>
    public bool IsNothing(IOperation value) =>
        value is IDefaultValueOperation or ILiteralOperation { ConstantValue: { HasValue: true, Value: null } }
        || (
            value is IPropertyReferenceOperation { Property: { Name: "None", IsStatic: true } property }
            && SymbolEqualityComparer.Default.Equals(property.ContainingType, types.CancellationToken)
        );

    /// <summary>A duration written with constants: <c>TimeSpan.FromSeconds(5)</c>, <c>new TimeSpan(0, 0, 5)</c>, milliseconds as a number.
    /// Never throws.</summary>
    public TimeSpan? ConstantDurationOf(IOperation expression) => DurationOf(expression, NumberIn);

    public TimeSpan? DurationOf(IOperation expression, Func<IOperation, double?> numberIn)
    {
        var value = values.ValueOf(expression);
        if (value.ConstantValue is { HasValue: true, Value: int milliseconds })
        {
            return milliseconds >= 0 ? TimeSpan.FromMilliseconds(milliseconds) : null;
        }

        var arguments = value switch
        {
            IInvocationOperation { TargetMethod: { IsStatic: true, ContainingType: var type } } call
                when SymbolEqualityComparer.Default.Equals(type, types.TimeSpan) => call.Arguments,
            IObjectCreationOperation creation when SymbolEqualityComparer.Default.Equals(creation.Type, types.TimeSpan) =>
                creation.Arguments,
            _ => default,
        };
        var numbers = arguments.IsDefault
            ? Array.Empty<double>()
            : arguments.Select(argument => numberIn(argument.Value)).OfType<double>().ToArray();
        if (arguments.IsDefaultOrEmpty || numbers.Length != arguments.Length)
        {
            return
                value is IFieldReferenceOperation { Field: { Name: "Zero" } zero }
                && SymbolEqualityComparer.Default.Equals(zero.ContainingType, types.TimeSpan)
                ? TimeSpan.Zero
                : null;
        }

        // Factories with several parts have defaults of zero for the rest.
        double? ticks = (value is IInvocationOperation invocation ? invocation.TargetMethod.Name : "", numbers.Length) switch
        {
            ("FromTicks", 1) => numbers[0],
            ("FromMicroseconds", 1) => numbers[0] * 10,
            ("FromMilliseconds", _) => numbers[0] * TimeSpan.TicksPerMillisecond,
            ("FromSeconds", _) => numbers[0] * TimeSpan.TicksPerSecond,
            ("FromMinutes", _) => numbers[0] * TimeSpan.TicksPerMinute,
            ("FromHours", _) => numbers[0] * TimeSpan.TicksPerHour,
            ("FromDays", _) => numbers[0] * TimeSpan.TicksPerDay,
            ("", 1) => numbers[0],
            ("", 3) => (numbers[0] * TimeSpan.TicksPerHour)
                + (numbers[1] * TimeSpan.TicksPerMinute)
                + (numbers[2] * TimeSpan.TicksPerSecond),
            ("", 4) => (numbers[0] * TimeSpan.TicksPerDay)
                + (numbers[1] * TimeSpan.TicksPerHour)
                + (numbers[2] * TimeSpan.TicksPerMinute)
                + (numbers[3] * TimeSpan.TicksPerSecond),
            _ => null,
        };
        return ticks is >= 0 and < long.MaxValue ? TimeSpan.FromTicks((long)ticks) : null;
    }

    public double? NumberIn(IOperation value) =>
        values.ValueOf(value).ConstantValue is { HasValue: true, Value: { } constant } && constant is int or long or double
            ? Convert.ToDouble(constant, System.Globalization.CultureInfo.InvariantCulture)
            : null;
}
