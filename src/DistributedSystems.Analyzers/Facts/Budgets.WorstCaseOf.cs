using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>How long an operation may take at worst, with the sum in words.</summary>
internal readonly record struct WorstCase(TimeSpan Duration, string Sum)
{
    public string Text => $"{Sum} = {DurationText.Of(Duration)}";
}

internal sealed partial class CompilationFacts
{
    // Polly.Core, RetryConstants: three retries after two seconds each.
    private const int UsualRetries = 3;
    private const int MostRetriesSummed = 1000;
    private static readonly TimeSpan UsualDelay = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The delays of a retry strategy before its second, third … attempt; a delay that is random or computed counts as none. Null where the number of
    /// attempts is not known.
    /// </summary>
    public IReadOnlyList<TimeSpan>? DelaysOf(IInvocationOperation addedRetry)
    {
        if (OptionsOf(addedRetry) is null && PolicyOf(addedRetry) is { Options: null, Retries: >= 0 and <= MostRetriesSummed and var times } policy)
        {
            return Enumerable.Repeat(policy is { Pause: Pause.Constant, Jitter: false, Delay: { } constantDelay } ? constantDelay : TimeSpan.Zero, times).ToList();
        }

        if (OptionsOf(addedRetry) is not { } options || Option(options, "BackoffType") is var growth && growth is not null && Values.ValueOf(growth).ConstantValue is not { HasValue: true, Value: int })
        {
            return null;
        }

        var most = Option(options, "MaxRetryAttempts");
        var retries = most is null ? UsualRetries : Values.ValueOf(most).ConstantValue is { HasValue: true, Value: int constant } ? constant : -1;
        if (retries is < 0 or > MostRetriesSummed)
        {
            return null;
        }

        var given = Option(options, "Delay");
        var isUnknown = Option(options, "DelayGenerator") is not null
            || (Option(options, "UseJitter") is { } jitter && Values.ValueOf(jitter).ConstantValue is not { HasValue: true, Value: false })
            || (given is not null && ConstantDurationOf(given) is null)
            || options.Type?.Name != "RetryStrategyOptions";
        var first = isUnknown ? TimeSpan.Zero : given is null ? UsualDelay : ConstantDurationOf(given)!.Value;
        var longest = Option(options, "MaxDelay") is { } cap ? ConstantDurationOf(cap) ?? TimeSpan.Zero : TimeSpan.MaxValue;
        var kind = growth is null ? 0 : (int)Values.ValueOf(growth).ConstantValue.Value!;
        var delays = new List<TimeSpan>();
        for (var retry = 0; retry < retries; retry++)
        {
            // Polly's DelayBackoffType: constant, linear, exponential.
            var ticks = first.Ticks * (kind switch { 0 => 1d, 1 => retry + 1d, _ => Math.Pow(2, retry) });
            delays.Add(ticks < longest.Ticks ? TimeSpan.FromTicks((long)ticks) : longest);
        }

        return delays;
    }

    /// <summary>The attempts of a retry strategy and the delays between them, where every attempt has a constant timeout.</summary>
    public WorstCase? WorstCaseOf(ImmutableArray<PipelineStrategy> strategies)
    {
        var retry = strategies.FirstOrDefault(strategy => strategy.Kind == Strategy.Retry);
        if (retry is null || strategies.Count(strategy => strategy.Kind is Strategy.Retry or Strategy.Hedging) != 1
            || strategies.SkipWhile(strategy => strategy != retry).FirstOrDefault(strategy => strategy.Kind == Strategy.Timeout) is not { } attemptTimeout
            || TimeoutSetBy(attemptTimeout.Added) is not { } attempt || DelaysOf(retry.Added) is not { } delays)
        {
            return null;
        }

        var whole = new WorstCase(TimeSpan.FromTicks((attempt.Duration.Ticks * (delays.Count + 1)) + Sum(delays).Ticks), $"{delays.Count + 1} attempts × {DurationText.Of(attempt.Duration)}{Text(delays)}");
        var total = strategies.TakeWhile(strategy => strategy != retry).Where(strategy => strategy.Kind == Strategy.Timeout).Select(strategy => TimeoutSetBy(strategy.Added)).ToList();

        // A total cuts the retries; one that cannot be read may.
        return total.Count == 0 ? whole
            : total.Any(limit => limit is null) ? null
            : total.Min(limit => limit!.Duration) is var least && least < whole.Duration ? new WorstCase(least, $"a total timeout of {DurationText.Of(least)}")
            : whole;
    }

    /// <summary>Why a total timeout can never let a second attempt finish, or all delays pass; null where it can, or where that is not known.</summary>
    public string? UnmeetableTotal(ImmutableArray<PipelineStrategy> strategies, IInvocationOperation addedTotal, TimeSpan total) =>
        UnmeetableTotal(strategies.SkipWhile(strategy => strategy.Added != addedTotal && strategy.Added.Syntax != addedTotal.Syntax).Skip(1).ToList(), total);

    private string? UnmeetableTotal(IReadOnlyList<PipelineStrategy> inner, TimeSpan total)
    {
        var retry = inner.FirstOrDefault(strategy => strategy.Kind == Strategy.Retry);
        if (retry is null || DelaysOf(retry.Added) is not { Count: > 0 } delays)
        {
            return null;
        }

        var attemptTimeout = inner.SkipWhile(strategy => strategy != retry).FirstOrDefault(strategy => strategy.Kind == Strategy.Timeout);
        if (attemptTimeout is not null && TimeoutSetBy(attemptTimeout.Added) is { } attempt)
        {
            // An attempt that outlives the total is the cause by itself.
            var second = attempt.Duration + delays[0] + attempt.Duration;
            return attempt.Duration >= total ? null
                : second > total
                ? $"a second attempt needs {DurationText.Of(attempt.Duration)}{(delays[0] > TimeSpan.Zero ? " + " + DurationText.Of(delays[0]) : "")} + {DurationText.Of(attempt.Duration)} = {DurationText.Of(second)}"
                : DelaysExceed(delays, total);
        }

        return DelaysExceed(delays, total);
    }

    private static string? DelaysExceed(IReadOnlyList<TimeSpan> delays, TimeSpan total) => Sum(delays) > total ? $"the delays alone are {Text(delays).TrimStart(' ', '+')} = {DurationText.Of(Sum(delays))}" : null;

    private static TimeSpan Sum(IReadOnlyList<TimeSpan> durations)
    {
        var ticks = durations.Sum(duration => (double)duration.Ticks);
        return ticks < TimeSpan.MaxValue.Ticks / 4 ? TimeSpan.FromTicks((long)ticks) : TimeSpan.FromTicks(TimeSpan.MaxValue.Ticks / 4);
    }

    private static string Text(IReadOnlyList<TimeSpan> delays) => Sum(delays) == TimeSpan.Zero ? ""
        : delays.Count > 6 ? $" + {delays.Count} delays of {DurationText.Of(Sum(delays))} together"
        : string.Concat(delays.Select(delay => " + " + DurationText.Of(delay)));
}
