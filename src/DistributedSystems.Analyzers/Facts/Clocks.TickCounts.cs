using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>
    /// The reading of <c>Environment.TickCount</c> that makes this value a position on the wrapping scale: the reading itself, a
    /// reading moved by a duration, or a local or private field that only ever holds such positions (or the constant it starts with).
    /// Null for anything else; a difference of two positions is a duration and no position any more.
    /// </summary>
    public IOperation? TickCountOf(IOperation value) => TickCountOf(value, depth: 0);

    public bool ReadsTickCount(IOperation value) =>
        value is IPropertyReferenceOperation { Property: { Name: "TickCount", IsStatic: true } property } && SymbolEqualityComparer.Default.Equals(property.ContainingType, Types.Environment);

    private IOperation? TickCountOf(IOperation value, int depth)
    {
        value = Values.Unwrap(value);
        if (ReadsTickCount(value))
        {
            return value;
        }

        if (depth > DeepestReading)
        {
            return null;
        }

        // Arithmetic over wider numbers or on purpose modular makes no difference here: moved, it is a position still.
        if (value is IBinaryOperation { OperatorMethod: null, OperatorKind: BinaryOperatorKind.Add } sum)
        {
            return TickCountOf(sum.LeftOperand, depth + 1) ?? TickCountOf(sum.RightOperand, depth + 1);
        }

        // A position minus anything but a known duration may be the elapsed time, which is what modular arithmetic gets right.
        if (value is IBinaryOperation { OperatorMethod: null, OperatorKind: BinaryOperatorKind.Subtract, RightOperand.ConstantValue.HasValue: true } difference)
        {
            return TickCountOf(difference.LeftOperand, depth + 1);
        }

        var writes = PrivatePlaces.WritesTo(value);
        IOperation? reading = null;
        foreach (var written in writes.Values)
        {
            if (TickCountOf(written, depth + 1) is { } held)
            {
                reading ??= held;
            }
            else if (!written.ConstantValue.HasValue)
            {
                return null;
            }
        }

        return writes.Complete ? reading : null;
    }
}
