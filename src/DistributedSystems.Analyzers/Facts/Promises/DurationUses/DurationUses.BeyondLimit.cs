using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>A duration that its taker refuses because it is too long.</summary>
/// <param name="Duration">The duration; null for the longest there is.</param>
/// <param name="Limit">The longest that is accepted.</param>
internal sealed record DurationBeyondLimit(TimeSpan? Duration, TimeSpan Limit);

internal sealed partial class DurationUses
{
    // Source: the remarks and exceptions of each member at https://learn.microsoft.com/dotnet/api.
    private static readonly TimeSpan MostMilliseconds = TimeSpan.FromMilliseconds(int.MaxValue);
    private static readonly TimeSpan MostOfTimers = TimeSpan.FromMilliseconds(uint.MaxValue - 1d);

    /// <summary>
    /// A duration beyond what the framework's delays, timers and timeouts accept: a constant, a choice that takes one, or a minimum with
    /// one. Null where it is not known, fits, or stands for no limit.
    /// </summary>
    public DurationBeyondLimit? BeyondLimitOf(IOperation value, IParameterSymbol parameter) =>
        Symbols.TakesDuration(parameter) ? Beyond(value, LimitOf(parameter)) : null;

    /// <inheritdoc cref="BeyondLimitOf(IOperation, IParameterSymbol)"/>
    public DurationBeyondLimit? BeyondLimitOf(IOperation value, IPropertySymbol property) =>
        SymbolEqualityComparer.Default.Equals(property.ContainingType, types.HttpClient)
        && property.Name == "Timeout"
        && !IsLongest(values.ValueOf(value))
            ? Beyond(value, MostMilliseconds)
            : null;

    /// <summary>Timers count in 32 bits without a sign, waits with one; so did tasks and sources of tokens before .NET 6.</summary>
    private TimeSpan LimitOf(IParameterSymbol parameter) =>
        parameter.Type.SpecialType == SpecialType.System_Int32 ? MostMilliseconds
        : parameter.ContainingType.Name is "Timer" or "PeriodicTimer" or "ITimer" ? MostOfTimers
        : types.PeriodicTimer is not null
        && (
            parameter.ContainingType.Name is nameof(CancellationTokenSource)
            || (parameter.ContainingType.Name == nameof(Task) && parameter.ContainingSymbol.Name is "Delay" or "WaitAsync")
        )
            ? MostOfTimers
        : MostMilliseconds;

    private DurationBeyondLimit? Beyond(IOperation value, TimeSpan limit)
    {
        var duration = values.ValueOf(Remainders.DurationIn(value));
        switch (duration)
        {
            case IConditionalOperation { WhenFalse: { } otherwise } choice:
                return Beyond(choice.WhenTrue, limit) ?? Beyond(otherwise, limit);
            case IInvocationOperation
            {
                TargetMethod: { Name: "Min", ContainingType: { Name: "Math", ContainingNamespace.Name: "System" } }
            } least:
                // The smaller of the two is beyond the limit only where both may be.
                var bounds = least.Arguments.Select(argument => Beyond(argument.Value, limit)).ToList();
                return
                    bounds.OfType<DurationBeyondLimit>().FirstOrDefault() is { } bound
                    && least.Arguments.All(argument => Beyond(argument.Value, limit) is not null || !IsKnown(argument.Value))
                    ? bound
                    : null;
            default:
                return IsLongest(duration) ? new DurationBeyondLimit(Duration: null, limit)
                    : constants.ConstantDurationOf(duration) is { } known && known > limit ? new DurationBeyondLimit(known, limit)
                    : null;
        }
    }

    private bool IsKnown(IOperation value) =>
        values.ValueOf(value).ConstantValue.HasValue || constants.ConstantDurationOf(Remainders.DurationIn(value)) is not null;

    private bool IsLongest(IOperation duration) =>
        duration is IFieldReferenceOperation { Field: { Name: "MaxValue", ContainingType: var type } }
        && SymbolEqualityComparer.Default.Equals(type, types.TimeSpan);
}
