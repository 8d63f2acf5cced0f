using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>An instant that this process computed from its wall clock: a reading, perhaps moved by a duration.</summary>
/// <param name="Reading">The reading it is computed from.</param>
/// <param name="IsShifted">A duration was added or taken off on the way.</param>
/// <param name="IsPast">The duration was taken off, so that the instant had passed when it was made.</param>
/// <param name="IsHeld">It comes out of a variable, so time has passed since the reading.</param>
internal sealed record WallClockInstant(ClockReading Reading, bool IsShifted, bool IsPast, bool IsHeld)
{
    /// <summary>It was kept beyond the function that read it: by an object, in a collection.</summary>
    public bool IsKept { get; init; }
}

internal sealed partial class Clocks
{
    /// <summary>
    /// Is this value an instant made of a wall-clock reading of this process: the reading itself, a reading plus or minus a
    /// duration, or a local or private field that only ever holds such instants (or the sentinel it starts with)? Null otherwise.
    /// </summary>
    public WallClockInstant? WallClockInstantOf(IOperation value) => WallClockInstantOf(value, depth: 0);

    private WallClockInstant? WallClockInstantOf(IOperation value, int depth)
    {
        value = SameInstant(InstantInNumber(value) ?? value);
        if (ReadsWallClock(value, out var provider))
        {
            return new WallClockInstant(new ClockReading(value, IsDirect: true, provider), IsShifted: false, IsPast: false, IsHeld: false);
        }

        if (depth > Operations.DeepestReading)
        {
            return null;
        }

        if (ShiftedInstant(value) is { } shifted)
        {
            return WallClockInstantOf(shifted, depth + 1) is { } origin ? origin with { IsShifted = true, IsPast = TakesOff(value) } : null;
        }

        var writes = privatePlaces.WritesTo(value);
        WallClockInstant? held = null;
        var isMoved = false;
        foreach (var written in writes.Values)
        {
            // Moved on from where it is: next = next + period.
            if (SameExpression.Are(ShiftedInstant(SameInstant(written)), value))
            {
                isMoved = true;
            }
            else if (WallClockInstantOf(written, depth + 1) is { } instant)
            {
                // Where some writes shift it and some do not, it is used as a deadline somewhere.
                held = held is null
                    ? instant
                    : held with
                    {
                        IsShifted = held.IsShifted | instant.IsShifted,
                        IsPast = held.IsPast & instant.IsPast,
                    };
            }
            else if (!IsSentinel(written))
            {
                return null;
            }
        }

        return writes.Complete && held is not null
            ? held with
            {
                IsShifted = held.IsShifted || isMoved,
                IsHeld = held.IsHeld || value is not (IConditionalOperation or ICoalesceOperation or ISwitchExpressionOperation),
                IsKept = held.IsKept || value is IMemberReferenceOperation or IInvocationOperation,
            }
            : null;
    }

    public static bool TakesOff(IOperation shift) =>
        shift switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } => true,
            IInvocationOperation { TargetMethod.Name: "Subtract" or "Minus" } => true,
            IInvocationOperation { Arguments: { Length: > 0 } amounts } => IsNegative(amounts[0].Value),
            _ => false,
        };

    public static bool IsNegative(IOperation amount) =>
        Values.Unwrap(amount)
            is IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus }
                or { ConstantValue: { HasValue: true, Value: < 0 or < 0L or < 0.0 } };

    /// <summary>The instant that an addition of a duration starts from. A month or a year is a step of the calendar and no
    /// duration.</summary>
    public IOperation? ShiftedInstant(IOperation value) =>
        value switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } sum when types.IsInstant(sum.Type) =>
                sum.LeftOperand,
            IInvocationOperation { TargetMethod: { Parameters.Length: 1 } method, Instance: { } instant }
                when types.IsInstant(method.ContainingType)
                    && types.IsInstant(method.ReturnType)
                    && method.Name is not ("AddMonths" or "AddYears")
                    && (method.Name.StartsWith("Add", StringComparison.Ordinal) || method.Name is "Plus" or "Subtract" or "Minus") =>
                instant,
            ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } moved
                when types.IsInstant(moved.Type) => moved.Target,

            // Now as a number, moved by a number.
            IBinaryOperation
            {
                OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract,
                OperatorMethod: null,
                Type.SpecialType: SpecialType.System_Int64
            } sum when InstantInNumber(sum.LeftOperand) is { } instant => instant,
            _ => null,
        };
}
