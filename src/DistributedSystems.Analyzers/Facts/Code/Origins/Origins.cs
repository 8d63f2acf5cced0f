using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>
/// Looks for what a value is computed from: through operators and calls, locals, private and read-only members, the elements of a loop,
/// what the project's own methods return, and what the callers of a private method pass. What lies further is not found.
/// </summary>
internal sealed class Origins(Values values, Functions functions)
{
    /// <summary>The first operation of the wanted kind that the value is computed from; null where none is in sight.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isOrigin">What is looked for.</param>
    /// <param name="isBarrier">Values whose own origins do not count.</param>
    public IOperation? Find(IOperation? value, Func<IOperation, bool> isOrigin, Func<IOperation, bool>? isBarrier = null) =>
        value is null ? null : new OriginSearch(values, functions, isOrigin, isBarrier).In(value);
}
