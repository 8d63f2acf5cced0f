using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>A place that a value reaches.</summary>
/// <param name="Slot">The argument or assignment that takes it; null where it ends in anything else.</param>
/// <param name="IsText">On its way it became a part of a text.</param>
/// <param name="IsMixed">The text also holds other values.</param>
/// <param name="GoesOn">It was followed on from here, inside the object that took it.</param>
internal readonly record struct FlowEnd(IOperation? Slot, bool IsText, bool IsMixed, bool GoesOn);

/// <summary>
/// Follows a value forwards inside its method: through conversions, texts, objects made around it and locals with one writer, to
/// the arguments and members that take it. What it reaches through anything else is unknown, and an end without a slot.
/// </summary>
internal sealed class ValueFlow(WellKnownTypes types, Values values, Functions functions)
{
    public IReadOnlyList<FlowEnd> EndsOf(IOperation value) => new FlowSearch(values, types, functions: null).From(value);

    /// <summary>The same, also through the project's own methods: what they do with the parameter that takes the value, what they return,
    /// the member of an object that carries it.</summary>
    public IReadOnlyList<FlowEnd> EndsThroughMethodsOf(IOperation value) => new FlowSearch(values, types, functions).From(value);
}
