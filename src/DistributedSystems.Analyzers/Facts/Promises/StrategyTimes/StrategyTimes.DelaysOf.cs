using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class StrategyTimes
{
    public const int MostRetriesSummed = 1000;
    private const int DeepestSum = 32;

    // Polly.Core, RetryConstants: three retries after two seconds each. HedgingConstants: one more attempt after two seconds, ten at most.
    private const int UsualRetries = 3;
    public const int UsualHedges = 1;
    private const int MostHedges = 10;
    public static readonly TimeSpan UsualDelay = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The delays of a retry strategy before its second, third … attempt; a delay that is random or cannot be read counts as none. Null
    /// where the
    /// number of attempts is not known.
    /// </summary>
    public IReadOnlyList<TimeSpan>? DelaysOf(IInvocationOperation addedRetry)
    {
        if (
            policies.OptionsOf(addedRetry) is null
            && policies.PolicyOf(addedRetry) is { Options: null, Retries: >= 0 and <= MostRetriesSummed and var times }
        )
        {
            return DelaysOfPolicy(addedRetry, times);
        }

        if (
            policies.OptionsOf(addedRetry) is not { } options
            || Operations.Option(options, "BackoffType") is var growth
                && growth is not null
                && values.ValueOf(growth).ConstantValue is not { HasValue: true, Value: int }
        )
        {
            return null;
        }

        var most = Operations.Option(options, "MaxRetryAttempts");
        var retries =
            most is null ? UsualRetries
            : values.ValueOf(most).ConstantValue is { HasValue: true, Value: int constant } ? constant
            : -1;
        if (retries is < 0 or > MostRetriesSummed)
        {
            return null;
        }

        // HttpRetryStrategyOptions of Microsoft.Extensions.Http.Resilience has its own defaults: exponential with jitter.
        var isHttp = options.Type?.Name == "HttpRetryStrategyOptions";
        var given = Operations.Option(options, "Delay");
        var isUnknown =
            Operations.Option(options, "DelayGenerator") is not null
            || (
                Operations.Option(options, "UseJitter") is { } jitter
                    ? values.ValueOf(jitter).ConstantValue is not { HasValue: true, Value: false }
                    : isHttp
            )
            || (given is not null && constants.ConstantDurationOf(given) is null)
            || !(isHttp || options.Type?.Name == "RetryStrategyOptions");
        var first =
            isUnknown ? TimeSpan.Zero
            : given is null ? UsualDelay
            : constants.ConstantDurationOf(given)!.Value;
        var longest = Operations.Option(options, "MaxDelay") is { } cap
            ? constants.ConstantDurationOf(cap) ?? TimeSpan.Zero
            : TimeSpan.MaxValue;
        var kind = growth is null ? (isHttp ? 2 : 0) : (int)values.ValueOf(growth).ConstantValue.Value!;
        var delays = new List<TimeSpan>();
        for (var retry = 0; retry < retries; retry++)
        {
            // Polly's DelayBackoffType: constant, linear, exponential.
            var ticks =
                first.Ticks
                * (
                    kind switch
                    {
                        0 => 1d,
                        1 => retry + 1d,
                        _ => Math.Pow(2, retry),
                    }
                );
            delays.Add(ticks < longest.Ticks ? TimeSpan.FromTicks((long)ticks) : longest);
        }

        return delays;
    }

    /// <summary>Polly 7: a list of delays, or a function of the number of the retry.</summary>
    private IReadOnlyList<TimeSpan> DelaysOfPolicy(IInvocationOperation retry, int times)
    {
        var waits = retry.Arguments.FirstOrDefault(argument => argument.Parameter?.Name is "sleepDurationProvider" or "sleepDurations");
        var value = waits is null ? null : values.ValueOf(waits.Value);
        var listed = value is null ? default : Operations.ListedIn(value);
        return Enumerable
            .Range(1, times)
            .Select(number =>
                !listed.IsDefaultOrEmpty ? (number <= listed.Length ? constants.ConstantDurationOf(listed[number - 1]) : null)
                : value is IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Body.Operations.Length: 1 } lambda }
                && Functions.ReturnedBy(lambda) is { } returned
                    ? constants.DurationOf(
                        returned,
                        part => constants.NumberIn(part, lambda.Symbol.Parameters.FirstOrDefault(), number, DeepestSum)
                    )
                : null
            )
            .Select(delay => delay ?? TimeSpan.Zero)
            .ToList();
    }

    /// <summary>
    /// The waits of a hedging strategy before its second, third … attempt, which starts when the one before has failed or the delay is
    /// over: at the latest
    /// with the limit of an attempt. A delay that cannot be read counts as none. Null where the number of attempts is not known.
    /// </summary>
    public IReadOnlyList<TimeSpan>? HedgingDelaysOf(IInvocationOperation addedHedging, TimeSpan? attempt)
    {
        if (policies.OptionsOf(addedHedging) is not { } options)
        {
            return null;
        }

        var given = Operations.Option(options, "Delay");
        return HedgingDelays(
            Operations.Option(options, "MaxHedgedAttempts") is { } most ? constants.ConstantCountOf(most) : UsualHedges,
            Operations.Option(options, "DelayGenerator") is not null ? TimeSpan.Zero
                : given is null ? UsualDelay
                : constants.IsNever(values.ValueOf(given)) ? attempt ?? TimeSpan.Zero
                : constants.ConstantDurationOf(given) ?? TimeSpan.Zero,
            attempt
        );
    }

    public static IReadOnlyList<TimeSpan>? HedgingDelays(int? hedges, TimeSpan delay, TimeSpan? attempt) =>
        hedges is >= 1 and <= MostHedges and var count ? Enumerable.Repeat(attempt < delay ? attempt.Value : delay, count).ToList() : null;
}
