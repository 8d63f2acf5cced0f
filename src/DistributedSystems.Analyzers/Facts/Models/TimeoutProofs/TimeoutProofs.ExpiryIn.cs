using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

/// <summary>A condition that tells whether time is up.</summary>
/// <param name="When">The truth of the condition that means it is.</param>
/// <param name="Evidence">The expression, for messages.</param>
internal sealed record Expiry(bool When, string Evidence);

internal sealed partial class TimeoutProofs
{
    private const int DeepestCondition = 16;

    /// <summary>
    /// Does a condition tell that no answer came in time: a clock compared with a limit, a wait that gave up, a race against a delay, a
    /// flag
    /// or result that is set where a timeout is caught? Null where it tells anything else.
    /// </summary>
    private Expiry? ExpiryIn(IOperation condition, int depth = 0)
    {
        condition = Values.Unwrap(condition);
        if (depth > DeepestCondition)
        {
            return null;
        }

        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } negated:
                return ExpiryIn(negated.Operand, depth + 1) is { } inner ? inner with { When = !inner.When } : null;
            case IAwaitOperation awaited:
                return ExpiryIn(awaited.Operation, depth + 1);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both:
                return ExpiryIn(both.LeftOperand, depth + 1) ?? ExpiryIn(both.RightOperand, depth + 1);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } equality:
                return ExpiryOfEquality(equality, depth);
            case IBinaryOperation comparison when ExpiryWhenTrue(comparison) is { } when:
                return new Expiry(when, comparison.Syntax.ToString());
            case IInvocationOperation call when WaitsWithLimit(call):
                return new Expiry(false, call.Syntax.ToString());
            case IInvocationOperation { IsVirtual: false } call when functions.IsOwnMethod(call.TargetMethod):
                return ExpiryReturnedBy(call, call.TargetMethod, depth);
            case IPropertyReferenceOperation { Property: { IsVirtual: false, IsAbstract: false, GetMethod: { } getter } } property
                when functions.IsOwnMethod(getter):
                return ExpiryReturnedBy(property, getter, depth);
            case IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" } property when IsTimed(property.Instance):
                return new Expiry(true, property.Syntax.ToString());
            case ILocalReferenceOperation local:
                return ExpiryHeldBy(local, depth);
            default:
                return null;
        }
    }

    private Expiry? ExpiryOfEquality(IBinaryOperation equality, int depth)
    {
        var isEqual = equality.OperatorKind == BinaryOperatorKind.Equals;
        foreach (var (one, other) in new[] { (equality.LeftOperand, equality.RightOperand), (equality.RightOperand, equality.LeftOperand) })
        {
            if (other.ConstantValue is { HasValue: true, Value: bool constant } && ExpiryIn(one, depth + 1) is { } inner)
            {
                return inner with { When = inner.When == (constant == isEqual) };
            }

            // A race: whoever is first is the answer, or the delay.
            if (origins.Find(one, IsRaceWithDelay) is not null)
            {
                return new Expiry(isEqual == (origins.Find(other, IsDelay) is not null), equality.Syntax.ToString());
            }
        }

        return null;
    }

    private bool IsRaceWithDelay(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod: { Name: "WhenAny", ContainingType: { Name: "Task" } type } } call
        && Symbols.IsSystem(type, "System.Threading.Tasks")
        && call.Arguments.Any(argument => origins.Find(argument.Value, IsDelay) is not null);

    private static bool IsDelay(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod: { Name: "Delay", ContainingType: { Name: "Task" } type } }
        && Symbols.IsSystem(type, "System.Threading.Tasks");

    private static bool WaitsWithLimit(IInvocationOperation call) =>
        call.TargetMethod
            is {
                Name: "Wait" or "WaitOne" or "WaitAsync" or "WaitAll" or "Join" or "TryEnter" or "SignalAndWait",
                ContainingNamespace: { } space
            } method
        && space.FullName() is "System.Threading" or "System.Threading.Tasks"
        // Task.WaitAsync gives what the task gives, and throws when time is up.
        && method is not { Name: "WaitAsync", ContainingType.Name: "Task" }
        && (
            call.Type?.SpecialType == SpecialType.System_Boolean
            || call.Type is INamedTypeSymbol { Name: "Task", TypeArguments: { Length: 1 } result }
                && result[0].SpecialType == SpecialType.System_Boolean
        )
        && call.TargetMethod.Parameters.Any(parameter =>
            parameter.Type.SpecialType == SpecialType.System_Int32 || parameter.Type.Name == "TimeSpan"
        );

    /// <summary>The token is of a source that is cancelled after some time.</summary>
    private bool IsTimed(IOperation? token) =>
        origins.Find(
            token,
            operation =>
                (
                    operation
                        is IObjectCreationOperation
                        {
                            Arguments.Length: > 0,
                            Type: INamedTypeSymbol { Name: "CancellationTokenSource" } type
                        }
                    && Symbols.IsSystem(type, "System.Threading")
                )
                || (
                    operation is ILocalReferenceOperation source
                    && values
                        .UsesOf(source.Local, source)
                        .Any(use => use.Parent is IInvocationOperation { TargetMethod.Name: "CancelAfter" })
                )
        )
            is not null;

    private Expiry? ExpiryReturnedBy(IOperation call, IMethodSymbol method, int depth)
    {
        foreach (var returned in functions.ValuesReturnedBy(method))
        {
            // The result for a timeout: try { …; return true; } catch (TimeoutException) { return false; }
            if (returned.ConstantValue is { HasValue: true, Value: bool constant })
            {
                if (TimeoutCaughtAround(returned) is { } caught)
                {
                    return new Expiry(constant, $"{call.Syntax} ({caught})");
                }
            }
            else if (ExpiryIn(returned, depth + 1) is { } inner)
            {
                return inner with { Evidence = call.Syntax.ToString() };
            }
        }

        return null;
    }

    private Expiry? ExpiryHeldBy(ILocalReferenceOperation local, int depth)
    {
        var held = values.WritesTo(local.Local, local).Values;
        foreach (var written in held)
        {
            if (written.ConstantValue is { HasValue: true, Value: bool constant })
            {
                if (TimeoutCaughtAround(written) is { } caught)
                {
                    return new Expiry(constant, $"{local.Local.Name} ({caught})");
                }
            }
            else if (ExpiryIn(written, depth + 1) is { } inner)
            {
                return inner;
            }

            // var came = false; try { …; came = true; } catch (TimeoutException) { }
            if (
                TimeoutSwallowedBetween(written, local) is { } swallowed
                && held.FirstOrDefault(value => TimeoutSwallowedBetween(value, local) is null)?.ConstantValue
                    is { HasValue: true, Value: bool initial }
            )
            {
                return new Expiry(initial, $"{local.Local.Name} ({swallowed})");
            }
        }

        return null;
    }

    /// <summary>Comparing a clock with a limit: the truth that means the limit is passed. Null where no clock runs, or on both
    /// sides.</summary>
    private bool? ExpiryWhenTrue(IBinaryOperation comparison)
    {
        var grows = comparison.OperatorKind switch
        {
            BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual => 1,
            BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual => -1,
            _ => 0,
        };
        if (grows == 0)
        {
            return null;
        }

        // A reading in place runs on; one that a variable holds stands still unless there is no other.
        foreach (var follow in new[] { false, true })
        {
            var (left, right) = (TrendOf(comparison.LeftOperand, follow, 0), TrendOf(comparison.RightOperand, follow, 0));
            if (left != right && (left == 0 || right == 0))
            {
                return (left - right) * grows > 0;
            }

            if (left != 0)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>Does a value grow (1) or shrink (-1) as time passes, or stand still (0)?</summary>
    private int TrendOf(IOperation value, bool follow, int depth)
    {
        value = Values.Unwrap(value);
        if (depth > DeepestCondition)
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
            // The hour or the day of an instant comes round again; a duration's parts are taken for the whole.
            case IPropertyReferenceOperation { Instance: { } instance, Property.Name: var name }
                when !types.IsInstant(instance.Type) || name is "Ticks" or "UtcTicks" or "DateTime" or "UtcDateTime" or "LocalDateTime":
                return TrendOf(instance, follow, depth + 1);
            case ILocalReferenceOperation counter
                when values
                    .UsesOf(counter.Local, counter)
                    .Any(use =>
                        use.Parent is IIncrementOrDecrementOperation { Kind: OperationKind.Increment } count
                        && TimeoutCaughtAround(count) is not null
                    ):
                return 1;
            case ILocalReferenceOperation local when follow && values.WritesTo(local) is { Complete: true, Values: { Length: 1 } written }:
                return TrendOf(written[0], follow, depth + 1);
            default:
                return 0;
        }
    }

    private int TrendReturnedBy(IMethodSymbol method, int depth) =>
        functions.ValuesReturnedBy(method).Take(2).ToList() is { Count: 1 } returned ? TrendOf(returned[0], follow: true, depth + 1) : 0;
}
