using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>A duration that is negative once the later instant has passed, or once the work took longer than planned.</summary>
/// <param name="Minuend">What it is taken from.</param>
/// <param name="Subtrahend">What is taken off.</param>
internal sealed record OpenDifference(IOperation Minuend, IOperation Subtrahend);

internal sealed partial class DurationUses
{
    /// <summary>
    /// The difference that a value is, where nothing keeps it from being negative: an instant minus now, a period minus the time
    /// elapsed. Null where it is clamped, or where any condition of the body looks at it or at what it is made of.
    /// </summary>
    public OpenDifference? OpenDifferenceOf(IOperation value)
    {
        var difference = DurationIn(value);
        if (difference is ILocalReferenceOperation local)
        {
            if (values.WritesTo(local) is not { Complete: true, Values: { Length: 1 } writes } || IsCompared(local, local))
            {
                return null;
            }

            difference = DurationIn(writes[0]);
        }

        if (OwnRemainder(difference) is { } remainder)
        {
            if (IsCompared(difference, value))
            {
                return null;
            }

            difference = remainder;
        }

        // A margin taken off makes it no greater.
        if (
            difference is IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } less
            && Ends(Values.Unwrap(less.LeftOperand)) is { Minuend: { } inner }
            && types.IsInstant(inner.Type)
        )
        {
            difference = Values.Unwrap(less.LeftOperand);
        }

        if (
            Ends(difference) is not { Minuend: { } minuend, Subtrahend: { } subtrahend }
            || !MayBeNegative(minuend, subtrahend)
            || (clocks.WallClockInstantOf(minuend) is null && IsMadeOfNow(minuend, new HashSet<ISymbol>(SymbolEqualityComparer.Default)))
        )
        {
            return null;
        }

        var isGuarded = new[] { minuend, subtrahend }.Any(operand =>
            !clocks.ReadsWallClock(clocks.SameInstant(operand), out _) && !operand.ConstantValue.HasValue && IsCompared(operand, value)
        );
        return isGuarded ? null : new OpenDifference(minuend, subtrahend);
    }

    /// <summary>What a property or method of the project's own computes, where that is all it does.</summary>
    private IOperation? OwnRemainder(IOperation duration) =>
        duration switch
        {
            IPropertyReferenceOperation { Arguments.IsEmpty: true, Property: { SetMethod: null, GetMethod: { } getter } }
                when functions.IsOwnMethod(getter) && values.ValueOf(duration) is var computed && computed != duration => LeftWhereLimited(
                DurationIn(computed)
            ),
            IInvocationOperation { IsVirtual: false, Arguments.IsEmpty: true, TargetMethod: { } method }
                when functions.IsOwnMethod(method)
                    && functions.StatementsOf(method) is { Length: 1 } statements
                    && statements[0] is IReturnOperation { ReturnedValue: { } returned } => LeftWhereLimited(DurationIn(returned)),
            _ => null,
        };

    /// <summary>What is left of a limit that there may be or not: the choice says whether there is one, and not whether it has
    /// passed.</summary>
    private IOperation LeftWhereLimited(IOperation duration) =>
        duration is IConditionalOperation { WhenFalse: { } otherwise } choice && !LooksAtTime(choice.Condition, remaining: 2)
            ? Ends(DurationIn(choice.WhenTrue)).Minuend is null
                ? DurationIn(otherwise)
                : DurationIn(choice.WhenTrue)
            : duration;

    /// <summary>Does an answer depend on the clock or on which of two values is greater, itself or behind a property of the project's
    /// own? So may one that cannot be read.</summary>
    private bool LooksAtTime(IOperation question, int remaining) =>
        question
            .DescendantsAndSelf()
            .Any(part =>
                part switch
                {
                    IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } => false,
                    IBinaryOperation comparison => comparison.Type?.SpecialType == SpecialType.System_Boolean
                        && comparison.LeftOperand.Type?.SpecialType != SpecialType.System_Boolean,
                    IInvocationOperation => true,
                    IPropertyReferenceOperation { Property.GetMethod: { } getter, Type.SpecialType: SpecialType.System_Boolean } asked
                        when functions.IsOwnMethod(getter) => values.ValueOf(asked) is var answer
                        && (answer != asked ? remaining == 0 || LooksAtTime(answer, remaining - 1) : asked.Property.SetMethod is null),
                    _ => clocks.ReadsWallClock(part, out _),
                }
            );

    private (IOperation? Minuend, IOperation? Subtrahend) Ends(IOperation difference) =>
        difference switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } subtraction => (
                subtraction.LeftOperand,
                subtraction.RightOperand
            ),
            IInvocationOperation { TargetMethod.Name: "Subtract", Instance: { } instant, Arguments.Length: 1 } subtraction
                when types.IsInstant(instant.Type) => (instant, subtraction.Arguments[0].Value),
            _ => default,
        };

    /// <summary>An instant computed here from the present, such as the next midnight or what a schedule gives, lies in the future unless
    /// its maker says otherwise.</summary>
    private bool IsMadeOfNow(IOperation instant, HashSet<ISymbol> followed) =>
        clocks
            .SameInstant(instant)
            .DescendantsAndSelf()
            .Any(part =>
                clocks.ReadsWallClock(part, out _)
                || part is IPropertyReferenceOperation { Property: { IsStatic: true, Name: "Today", ContainingType: var type } }
                    && types.IsInstant(type)
                || part is ILocalReferenceOperation { Local: var local }
                    && followed.Count < Operations.DeepestReading
                    && followed.Add(local)
                    && values.WritesTo(part).Values.Any(written => IsMadeOfNow(written, followed))
            );

    /// <summary>The duration behind a number of milliseconds and its rounding.</summary>
    public static IOperation DurationIn(IOperation value)
    {
        while (true)
        {
            value = Values.Unwrap(value);
            switch (value)
            {
                case IPropertyReferenceOperation
                {
                    Property.Name: "TotalMilliseconds" or "TotalSeconds" or "Ticks",
                    Instance: { Type: { Name: "TimeSpan", ContainingNamespace.Name: "System" } } duration
                }:
                    value = duration;
                    break;
                case IInvocationOperation
                {
                    TargetMethod: { Name: "Ceiling" or "Floor" or "Round" or "ToInt32", IsStatic: true },
                    Arguments.Length: > 0
                } rounded:
                    value = rounded.Arguments[0].Value;
                    break;
                default:
                    return value;
            }
        }
    }

    private bool MayBeNegative(IOperation minuend, IOperation subtrahend) =>
        types.IsInstant(Values.Unwrap(subtrahend).Type)
            ? clocks.ReadingOf(minuend) is not null || clocks.ReadingOf(subtrahend) is not null
            : IsElapsedTime(values.ValueOf(subtrahend));

    private bool IsElapsedTime(IOperation value) =>
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

    /// <summary>Some condition of the body looks at this expression, or asks what holds it a question with yes or no for an
    /// answer.</summary>
    private bool IsCompared(IOperation expression, IOperation anywhereInBody)
    {
        var compared = Values.Unwrap(expression);
        var owner = (compared as IMemberReferenceOperation)?.Instance;
        foreach (var operation in Values.RootOf(anywhereInBody).Descendants())
        {
            var looksAt = operation switch
            {
                IBinaryOperation
                {
                    OperatorKind: BinaryOperatorKind.LessThan
                        or BinaryOperatorKind.LessThanOrEqual
                        or BinaryOperatorKind.GreaterThan
                        or BinaryOperatorKind.GreaterThanOrEqual
                } => operation,
                IIsPatternOperation => operation,
                IInvocationOperation { TargetMethod.Name: "CompareTo" or "Compare" } => operation,
                _ => null,
            };
            var asks = operation switch
            {
                IInvocationOperation { Type.SpecialType: SpecialType.System_Boolean } question => question.Arguments.Any(argument =>
                    !Symbols.TakesDuration(argument.Parameter) && SameExpression.Are(argument.Value, compared)
                ),
                IPropertyReferenceOperation
                {
                    Type.SpecialType: SpecialType.System_Boolean,
                    Property.ContainingType.OriginalDefinition.SpecialType: not SpecialType.System_Nullable_T,
                    Instance: { } asked
                } => SameExpression.Are(asked, owner) && LooksAtTime(operation, remaining: 2),
                _ => false,
            };
            if (asks || looksAt?.Descendants().Any(part => SameExpression.Are(part, compared)) == true)
            {
                return true;
            }
        }

        return false;
    }
}
