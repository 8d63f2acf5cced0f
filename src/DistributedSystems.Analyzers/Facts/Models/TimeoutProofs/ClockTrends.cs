using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

/// <summary>How values change while time passes.</summary>
internal sealed class ClockTrends(WellKnownTypes types, Values values, Functions functions, Determinism determinism)
{
    private const int DeepestValue = 16;

    /// <summary>Does a value grow (1) or shrink (-1) as time passes, or stand still (0)?</summary>
    public int TrendOf(IOperation value, bool follow, int depth = 0)
    {
        value = Values.Unwrap(value);
        if (depth > DeepestValue)
        {
            return 0;
        }

        switch (value)
        {
            case IPropertyReferenceOperation or IInvocationOperation when determinism.ReadsClock(value):
                return 1;
            case IConversionOperation conversion:
                return TrendOf(conversion.Operand, follow, depth + 1);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum:
                return TrendOf(sum.LeftOperand, follow, depth + 1) is var first && first != 0
                    ? first
                    : TrendOf(sum.RightOperand, follow, depth + 1);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } difference:
                return TrendOf(difference.LeftOperand, follow, depth + 1) is var minuend && minuend != 0
                    ? minuend
                    : -TrendOf(difference.RightOperand, follow, depth + 1);
            case IInvocationOperation { TargetMethod.Name: "Subtract", Instance: { } instance, Arguments: { Length: 1 } arguments }:
                return TrendOf(instance, follow, depth + 1) is var from && from != 0
                    ? from
                    : -TrendOf(arguments[0].Value, follow, depth + 1);
            case IPropertyReferenceOperation { Property: { IsVirtual: false, GetMethod: { } getter } } when functions.IsOwnMethod(getter):
                return TrendReturnedBy(getter, depth);
            case IInvocationOperation { IsVirtual: false, TargetMethod: var method } when functions.IsOwnMethod(method):
                return TrendReturnedBy(method, depth);
            case IInvocationOperation { Instance: { } instance }:
                return TrendOf(instance, follow, depth + 1);
            // TimeSpan.FromMilliseconds(Environment.TickCount64 - last)
            case IInvocationOperation
            {
                TargetMethod: { IsStatic: true, ContainingType: { Name: "TimeSpan" or "Math" or "Convert" } type },
                Arguments: { Length: > 0 } given
            } when Symbols.IsSystem(type, "System"):
                return TrendOf(given[0].Value, follow, depth + 1);
            case IObjectCreationOperation { Type: INamedTypeSymbol { Name: "TimeSpan" } type, Arguments: { Length: > 0 } parts }
                when Symbols.IsSystem(type, "System"):
                return parts.Select(part => TrendOf(part.Value, follow, depth + 1)).FirstOrDefault(trend => trend != 0);
            // The hour or the day of an instant comes round again; a duration's parts are taken for the whole.
            case IPropertyReferenceOperation { Instance: { } instance, Property.Name: var name }
                when !types.IsInstant(instance.Type) || name is "Ticks" or "UtcTicks" or "DateTime" or "UtcDateTime" or "LocalDateTime":
                return TrendOf(instance, follow, depth + 1);
            case ILocalReferenceOperation local when follow && values.WritesTo(local) is { Complete: true, Values: { Length: 1 } written }:
                return TrendOf(written[0], follow, depth + 1);
            default:
                return 0;
        }
    }

    private int TrendReturnedBy(IMethodSymbol method, int depth) =>
        functions.ValuesReturnedBy(method).Take(2).ToList() is { Count: 1 } returned ? TrendOf(returned[0], follow: true, depth + 1) : 0;
}
