using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>How long an operation may take at worst, with the sum in words.</summary>
internal readonly record struct WorstCase(TimeSpan Duration, string Sum)
{
    public string Text => $"{Sum} = {DurationText.Of(Duration)}";
}

internal sealed partial class WorstCases
{
    /// <summary>The attempts of a retry or hedging strategy and the delays between them, where every attempt has a constant
    /// timeout.</summary>
    public WorstCase? WorstCaseOf(ImmutableArray<PipelineStrategy> strategies)
    {
        if (
            strategies.Count(IsRepetition) != 1
            || strategies.First(IsRepetition) is var repetition && AttemptIn(strategies, repetition) is not { } attempt
            || DelaysBetween(repetition, attempt) is not { } delays
        )
        {
            return null;
        }

        // Hedged attempts overlap: after the last delay, the last attempt is under way.
        var whole =
            repetition.Kind == Strategy.Hedging
                ? new WorstCase(attempt + Sum(delays), Text(delays.Append(attempt).ToList()).TrimStart(' ', '+'))
                : new WorstCase(
                    TimeSpan.FromTicks((attempt.Ticks * (delays.Count + 1)) + Sum(delays).Ticks),
                    $"{delays.Count + 1} attempts × {DurationText.Of(attempt)}{Text(delays)}"
                );
        var total = strategies
            .TakeWhile(strategy => strategy != repetition)
            .Where(strategy => strategy.Kind == Strategy.Timeout)
            .Select(strategy => strategyTimes.TimeoutSetBy(strategy.Added))
            .ToList();

        // A total cuts the retries; one that cannot be read may.
        return total.Count == 0 ? whole
            : total.Any(limit => limit is null) ? null
            : total.Min(limit => limit!.Duration) is var least && least < whole.Duration
                ? new WorstCase(least, $"a total timeout of {DurationText.Of(least)}")
            : whole;
    }

    /// <summary>Why a total timeout can never let a second attempt finish, or all delays pass; null where it can, or where that is not
    /// known.</summary>
    public string? UnmeetableTotal(ImmutableArray<PipelineStrategy> strategies, IInvocationOperation addedTotal, TimeSpan total) =>
        UnmeetableTotal(
            strategies.SkipWhile(strategy => strategy.Added != addedTotal && strategy.Added.Syntax != addedTotal.Syntax).Skip(1).ToList(),
            total
        );

    public string? UnmeetableTotal(IReadOnlyList<PipelineStrategy> inner, TimeSpan total)
    {
        if (
            inner.FirstOrDefault(IsRepetition) is not { } repetition
            || AttemptIn(inner, repetition) is var attempt && DelaysBetween(repetition, attempt) is not { Count: > 0 } delays
        )
        {
            return null;
        }

        // An attempt that outlives the total is the cause by itself.
        return attempt >= total ? null
            : repetition.Kind == Strategy.Retry && attempt is { } one && one + delays[0] + one is var second && second > total
                ? $"a second attempt needs {DurationText.Of(one)}{(delays[0] > TimeSpan.Zero ? " + " + DurationText.Of(delays[0]) : "")} + {DurationText.Of(one)} = {DurationText.Of(second)}"
            : DelaysExceed(delays, total);
    }

    private static bool IsRepetition(PipelineStrategy strategy) => strategy.Kind is Strategy.Retry or Strategy.Hedging;

    private IReadOnlyList<TimeSpan>? DelaysBetween(PipelineStrategy repetition, TimeSpan? attempt) =>
        repetition.Kind == Strategy.Retry
            ? strategyTimes.DelaysOf(repetition.Added)
            : strategyTimes.HedgingDelaysOf(repetition.Added, attempt);

    /// <summary>The constant timeout of each attempt; null where there is none in sight.</summary>
    private TimeSpan? AttemptIn(IEnumerable<PipelineStrategy> strategies, PipelineStrategy repetition) =>
        strategies.SkipWhile(strategy => strategy != repetition).FirstOrDefault(strategy => strategy.Kind == Strategy.Timeout)
            is { } timeout
            ? strategyTimes.TimeoutSetBy(timeout.Added)?.Duration
            : null;

    public static string? DelaysExceed(IReadOnlyList<TimeSpan> delays, TimeSpan total) =>
        Sum(delays) <= total ? null
        : delays.Count == 1 ? $"the delay alone is {DurationText.Of(delays[0])}"
        : $"the delays alone are {Text(delays).TrimStart(' ', '+')} = {DurationText.Of(Sum(delays))}";

    private static TimeSpan Sum(IReadOnlyList<TimeSpan> durations)
    {
        var ticks = durations.Sum(duration => (double)duration.Ticks);
        return ticks < TimeSpan.MaxValue.Ticks / 4 ? TimeSpan.FromTicks((long)ticks) : TimeSpan.FromTicks(TimeSpan.MaxValue.Ticks / 4);
    }

    private static string Text(IReadOnlyList<TimeSpan> delays) =>
        Sum(delays) == TimeSpan.Zero ? ""
        : delays.Count > 6 ? $" + {delays.Count} delays of {DurationText.Of(Sum(delays))} together"
        : string.Concat(delays.Select(delay => " + " + DurationText.Of(delay)));
}
