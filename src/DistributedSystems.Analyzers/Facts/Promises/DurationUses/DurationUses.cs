using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>What durations and parts of durations are used for.</summary>
internal sealed partial class DurationUses(WellKnownTypes types, Values values, Functions functions, Constants constants, Clocks clocks)
{
    private readonly MeasuredParts parts = new(types, values, clocks);

    /// <summary>What takes a component of a measured time for all of it, as messages name it.</summary>
    public string? MeasureHoldingPart(IPropertyReferenceOperation component) => parts.MeasureHolding(component);

    /// <summary>The difference of two readings of which only such a part is taken, as messages name it.</summary>
    public string? DifferenceHoldingPart(IPropertyReferenceOperation part) => parts.DifferenceHolding(part);
}
