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
    private readonly Remainders remainders = new(types, values, functions, clocks);

    /// <summary>
    /// The difference that a value is, where nothing keeps it from being negative: an instant minus now, a period minus the time
    /// elapsed. Null where it is clamped, or where any condition of the body looks at it or at what it is made of.
    /// </summary>
    public OpenDifference? OpenDifferenceOf(IOperation value)
    {
        var difference = Remainders.DurationIn(value);
        if (difference is ILocalReferenceOperation local)
        {
            if (values.WritesTo(local) is not { Complete: true, Values: { Length: 1 } writes } || IsCompared(local, local))
            {
                return null;
            }

            difference = Remainders.DurationIn(writes[0]);
        }

        if (remainders.Of(difference) is { } remainder)
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
            && remainders.Ends(Values.Unwrap(less.LeftOperand)) is { Minuend: { } inner }
            && types.IsInstant(inner.Type)
        )
        {
            difference = Values.Unwrap(less.LeftOperand);
        }

        if (
            remainders.Ends(difference) is not { Minuend: { } minuend, Subtrahend: { } subtrahend }
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

    private bool MayBeNegative(IOperation minuend, IOperation subtrahend) =>
        types.IsInstant(Values.Unwrap(subtrahend).Type)
            ? clocks.ReadingOf(minuend) is not null || clocks.ReadingOf(subtrahend) is not null
            : parts.IsElapsedTime(values.ValueOf(subtrahend));

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
                } => SameExpression.Are(asked, owner) && remainders.LooksAtTime(operation),
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
