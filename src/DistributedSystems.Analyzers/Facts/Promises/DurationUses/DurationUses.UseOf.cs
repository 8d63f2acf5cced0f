using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>The unit in which an API counts a duration.</summary>
internal enum DurationUnit
{
    Unknown,
    Milliseconds,
    Seconds,
}

/// <summary>What takes a number or time span as a whole duration.</summary>
/// <param name="Taker">How messages name it: <c>'Task.Delay'</c>.</param>
/// <param name="Unit">The unit it counts in, where its signature says so.</param>
internal sealed record DurationUse(string Taker, DurationUnit Unit);

internal sealed partial class DurationUses
{
    /// <summary>
    /// The delay, timeout or time arithmetic that takes a value as a whole duration: directly, rounded, scaled to another unit, or through
    /// a
    /// local or what a private field starts with. Null where it ends in anything else.
    /// </summary>
    public DurationUse? DurationUseOf(IOperation value) => DurationUseOf(value, hops: 0);

    private DurationUse? DurationUseOf(IOperation value, int hops)
    {
        var isScaled = false;
        while (true)
        {
            switch (value.Parent)
            {
                case IConversionOperation { OperatorMethod: null } or IParenthesizedOperation:
                case IConditionalAccessOperation access when access.WhenNotNull == value:
                case ICoalesceOperation choice when choice.Value == value:
                    value = value.Parent;
                    continue;
                case IArgumentOperation
                {
                    Parent: IInvocationOperation
                    {
                        TargetMethod:
                        {
                            IsStatic: true,
                            Name: "Round" or "Ceiling" or "Floor" or "Truncate" or "Max" or "Min" or "ToInt32" or "ToInt64" or "ToDouble",
                            ContainingType: { Name: "Math" or "Convert", ContainingNamespace.Name: "System" }
                        }
                    } rounded
                }:
                    value = rounded;
                    continue;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply or BinaryOperatorKind.Divide } scaled
                    when (scaled.LeftOperand == value ? scaled.RightOperand : scaled.LeftOperand)
                        is { ConstantValue: { HasValue: true, Value: { } factor } }
                        && IsUnitFactor(factor):
                    isScaled = true;
                    value = scaled;
                    continue;

                // So many times as long, or longer by another one.
                case IBinaryOperation { OperatorMethod: null, OperatorKind: BinaryOperatorKind.Multiply } product
                    when !(product.LeftOperand == value ? product.RightOperand : product.LeftOperand).ConstantValue.HasValue:
                    isScaled = true;
                    value = product;
                    continue;
                case IBinaryOperation { OperatorMethod: null, OperatorKind: BinaryOperatorKind.Add } sum
                    when sum.Type?.SpecialType is not SpecialType.System_String:
                    value = sum;
                    continue;
                case IBinaryOperation { OperatorMethod: null, OperatorKind: BinaryOperatorKind.Subtract } rest
                    when rest.LeftOperand == value:
                    value = rest;
                    continue;
                case IArgumentOperation
                {
                    Parameter.Name: "optionValue",
                    Parent: IInvocationOperation { TargetMethod.Name: "SetSocketOption" } set
                }:
                    return set.Arguments.Any(argument =>
                        argument.Value is IFieldReferenceOperation { Field.Name: "ReceiveTimeout" or "SendTimeout" }
                    )
                        ? new DurationUse("'Socket.SetSocketOption'", isScaled ? DurationUnit.Unknown : DurationUnit.Milliseconds)
                        : null;
                case IArgumentOperation { Parameter: { } parameter }:
                    return TakerOf(parameter, isScaled);
                case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: var property } } assignment
                    when assignment.Value == value:
                    return TakerOf(property, isScaled);
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }
                    when hops == 0 && values.WritesTo(local, value) is { Complete: true, Values.Length: 1 }:
                    return EveryUse(values.UsesOf(local, value), isScaled);
                case IFieldInitializerOperation { InitializedFields: { Length: 1 } fields }
                    when hops == 0 && fields[0] is { DeclaredAccessibility: Accessibility.Private } field:
                    return EveryUse(functions.UsesInType(field).Where(use => !IsWritten(use)), isScaled);
                default:
                    return null;
            }
        }
    }

    private static bool IsWritten(IOperation use) =>
        use.Parent is ISimpleAssignmentOperation assignment && assignment.Target == use
        || use.Parent is IArgumentOperation { Parameter.RefKind: RefKind.Out };

    private static bool IsCompared(IOperation use) =>
        Operations.OutOfConversions(use).Parent
            is IBinaryOperation
            {
                OperatorKind: BinaryOperatorKind.LessThan
                    or BinaryOperatorKind.LessThanOrEqual
                    or BinaryOperatorKind.GreaterThan
                    or BinaryOperatorKind.GreaterThanOrEqual
                    or BinaryOperatorKind.Equals
                    or BinaryOperatorKind.NotEquals
            };

    /// <summary>The first of the uses of a variable, where each of them takes its value as a whole duration, besides comparisons.</summary>
    private DurationUse? EveryUse(IEnumerable<IOperation> uses, bool isScaled)
    {
        DurationUse? found = null;
        foreach (var use in uses)
        {
            if (IsCompared(use))
            {
                continue;
            }

            if (DurationUseOf(use, hops: 1) is not { } next)
            {
                return null;
            }

            found ??= isScaled ? next with { Unit = DurationUnit.Unknown } : next;
        }

        return found;
    }

    private static bool IsUnitFactor(object factor) =>
        factor is int or long or double or float
        && Convert.ToDouble(factor, System.Globalization.CultureInfo.InvariantCulture)
            is 60
                or 1000
                or 3600
                or 60000
                or 1000000
                or TimeSpan.TicksPerMillisecond
                or TimeSpan.TicksPerSecond;

    private DurationUse? TakerOf(IParameterSymbol parameter, bool isScaled)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method || method.ContainingType is not { } type)
        {
            return null;
        }

        var taker = $"'{(method.MethodKind == MethodKind.Constructor ? type.Name : Symbols.NameOf(method))}'";
        if (SymbolEqualityComparer.Default.Equals(type, types.TimeSpan) || types.IsInstant(type))
        {
            return (method.Name, method.Parameters.Length) switch
            {
                ("FromSeconds" or "AddSeconds", 1) => new DurationUse(taker, isScaled ? DurationUnit.Unknown : DurationUnit.Seconds),
                ("FromMilliseconds" or "AddMilliseconds", 1) => new DurationUse(
                    taker,
                    isScaled ? DurationUnit.Unknown : DurationUnit.Milliseconds
                ),
                _ => null,
            };
        }

        return DurationNames.HasDurationName(parameter.Name) || DurationNames.UnitIn(parameter.Name) != DurationUnit.Unknown
            ? new DurationUse(taker, isScaled ? DurationUnit.Unknown : UnitOf(parameter))
            : null;
    }

    private static DurationUse? TakerOf(IPropertySymbol property, bool isScaled)
    {
        for (var declared = property; declared is not null; declared = declared.OverriddenProperty)
        {
            if (
                DurationNames.UnitsOfProperties.TryGetValue((declared.ContainingType.Name, declared.Name), out var unit)
                && declared.DeclaringSyntaxReferences.IsEmpty
            )
            {
                return new DurationUse($"'{property.ContainingType.Name}.{property.Name}'", isScaled ? DurationUnit.Unknown : unit);
            }
        }

        // A member that is called after the unit alone may hold one part of a duration among others.
        return
            property.DeclaringSyntaxReferences.IsEmpty
            && (
                DurationNames.HasDurationName(property.Name)
                || (DurationNames.UnitIn(property.Name) != DurationUnit.Unknown && property.Name.Length > "Milliseconds".Length)
            )
            ? new DurationUse(
                $"'{property.ContainingType.Name}.{property.Name}'",
                isScaled ? DurationUnit.Unknown : DurationNames.UnitIn(property.Name)
            )
            : null;
    }

    private static DurationUnit UnitOf(IParameterSymbol parameter) =>
        DurationNames.UnitIn(parameter.Name) is var named && named != DurationUnit.Unknown ? named
        : Symbols.TakesDuration(parameter) ? DurationUnit.Milliseconds
        : DurationUnit.Unknown;
}
