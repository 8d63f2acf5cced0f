using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>An instant that this process computed from its wall clock: a reading, perhaps moved by a duration.</summary>
/// <param name="Reading">The reading it is computed from.</param>
/// <param name="IsShifted">A duration was added or taken off on the way.</param>
/// <param name="IsHeld">It comes out of a variable, so time has passed since the reading.</param>
internal sealed record WallClockInstant(ClockReading Reading, bool IsShifted, bool IsHeld);

internal sealed partial class CompilationFacts
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
            return new WallClockInstant(new ClockReading(value, IsDirect: true, provider), IsShifted: false, IsHeld: false);
        }

        if (depth > DeepestReading)
        {
            return null;
        }

        if (ShiftedInstant(value) is { } shifted)
        {
            return WallClockInstantOf(shifted, depth + 1) is { } origin ? origin with { IsShifted = true } : null;
        }

        var writes = PrivatePlaces.WritesTo(value);
        WallClockInstant? held = null;
        foreach (var written in writes.Values)
        {
            if (WallClockInstantOf(written, depth + 1) is { } instant)
            {
                // Where some writes shift it and some do not, it is used as a deadline somewhere.
                held = held is null ? instant : held with { IsShifted = held.IsShifted | instant.IsShifted };
            }
            else if (!IsSentinel(written))
            {
                return null;
            }
        }

        return writes.Complete && held is not null ? held with { IsHeld = true } : null;
    }

    /// <summary>The instant that an addition of a duration starts from.</summary>
    private IOperation? ShiftedInstant(IOperation value) => value switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } sum
            when IsInstant(sum.Type) => sum.LeftOperand,
        IInvocationOperation { TargetMethod: { Parameters.Length: 1 } method, Instance: { } instant }
            when IsInstant(method.ContainingType) && IsInstant(method.ReturnType) && (method.Name.StartsWith("Add", StringComparison.Ordinal) || method.Name == "Plus") => instant,

        // Now as a number, moved by a number.
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract, OperatorMethod: null, Type.SpecialType: SpecialType.System_Int64 } sum when InstantInNumber(sum.LeftOperand) is { } instant => instant,
        _ => null,
    };
}
