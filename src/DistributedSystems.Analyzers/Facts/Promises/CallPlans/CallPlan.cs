using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Surroundings;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Something around a call that ends it or runs it again.</summary>
/// <param name="Name">How a person knows it: <c>the retry loop around it</c>.</param>
internal abstract record PlanLayer(string Name)
{
    /// <summary>What a strategy does to what it runs; null for one that neither limits nor repeats, or of which nothing is known.</summary>
    public static PlanLayer? Of(PipelineStrategy strategy, StrategyTimes times, string owner)
    {
        switch (strategy.Kind)
        {
            case Strategy.Timeout when times.TimeoutSetBy(strategy.Added) is { } limit:
                return new PlanLimit($"{owner} timeout", limit.Duration);
            case Strategy.Retry:
                var delays = times.DelaysOf(strategy.Added);

                // What is random or not in sight is counted as none there, and is not none.
                var isKnown = delays is { Count: > 0 } && delays.All(delay => delay > TimeSpan.Zero);
                return new PlanRepeat($"{owner} retry", delays?.Count + 1, isKnown ? delays : null);
            case Strategy.Hedging:
                var starts = times.HedgingDelaysOf(strategy.Added, attempt: null);
                return new PlanRepeat($"{owner} hedging", starts?.Count + 1, starts) { Overlaps = true };
            default:
                return null;
        }
    }
}

/// <summary>Whatever it is around ends after this time.</summary>
internal sealed record PlanLimit(string Name, TimeSpan Duration) : PlanLayer(Name);

/// <summary>Whatever it is around is run again.</summary>
/// <param name="Name">How a person knows it.</param>
/// <param name="Attempts">How often at most, the first time included; null where that is not known or has no end.</param>
/// <param name="Delays">The waits between attempts; null where they are not constant.</param>
internal sealed record PlanRepeat(string Name, int? Attempts, IReadOnlyList<TimeSpan>? Delays) : PlanLayer(Name)
{
    /// <summary>Attempts start while the ones before are under way.</summary>
    public bool Overlaps { get; init; }
}

/// <summary>How long a call may take at worst, and how often it may be made, with everything in sight around it.</summary>
internal sealed class CallPlan
{
    /// <param name="layers">What is around the call, from the inside out.</param>
    /// <param name="mayBeUnlimited">False where something out of sight may limit a single call, so that nothing can be said without a limit
    /// in sight.</param>
    public CallPlan(IEnumerable<PlanLayer> layers, bool mayBeUnlimited)
    {
        Layers = layers.ToList();
        WorstCase? worst = null;
        string? cut = null;
        foreach (var layer in Layers)
        {
            switch (layer)
            {
                case PlanLimit limit when worst is null || limit.Duration < worst.Value.Duration:
                    cut = worst is { } longer && Calls is not 1 ? $"{longer.Text}, cut by {limit.Name}" : null;
                    worst = new WorstCase(limit.Duration, DurationText.Of(limit.Duration));
                    Decisive = limit.Name;
                    break;
                case PlanRepeat repeat:
                    Calls = repeat.Attempts is { } attempts && Calls is { } sofar ? sofar * attempts : null;
                    worst = worst is { } one ? Repeated(one, repeat) : null;
                    (cut, Decisive) = (null, null);
                    break;
            }
        }

        Longest = worst?.Duration;
        Sum = cut ?? (worst is { } known && known.Sum != DurationText.Of(known.Duration) ? known.Sum : "");
        IsEndless = worst is null && mayBeUnlimited && !Layers.Any(layer => layer is PlanLimit);
    }

    public IReadOnlyList<PlanLayer> Layers { get; }

    /// <summary>When it ends at the latest; null where that is not known, or never.</summary>
    public TimeSpan? Longest { get; }

    /// <summary>Nothing ends it.</summary>
    public bool IsEndless { get; }

    /// <summary>How <see cref="Longest"/> comes about, where it is not just a limit: <c>4 attempts × 10 s + 14 s</c>.</summary>
    public string Sum { get; }

    /// <summary>The limit that decides, where one does.</summary>
    public string? Decisive { get; }

    /// <summary>How often the call is made at most; null where that is not known or has no end.</summary>
    public long? Calls { get; private set; } = 1;

    /// <summary>The time in words.</summary>
    public string Time =>
        Longest is { } time ? DurationText.Of(time)
        : IsEndless ? "for ever"
        : "unknown";

    private static WorstCase? Repeated(WorstCase one, PlanRepeat repeat)
    {
        if (repeat.Attempts is not { } attempts || repeat.Delays is not { } delays)
        {
            return null;
        }

        var waits = delays.Sum(delay => (double)delay.Ticks);
        var ticks = (repeat.Overlaps ? one.Duration.Ticks : (double)one.Duration.Ticks * attempts) + waits;
        if (attempts == 1 || ticks > TimeSpan.MaxValue.Ticks / 4)
        {
            return attempts == 1 ? one : null;
        }

        var single = one.Sum.Contains(' ') && one.Sum != DurationText.Of(one.Duration) ? $"({one.Sum})" : one.Sum;
        var wait = waits > 0 ? " + " + DurationText.Of(TimeSpan.FromTicks((long)waits)) : "";
        return new WorstCase(
            TimeSpan.FromTicks((long)ticks),
            repeat.Overlaps ? $"{single}{wait}" : $"{attempts} attempts × {single}{wait}"
        );
    }
}
