using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>A limit that is shorter than what has to fit into it.</summary>
/// <param name="Place">The expression to change.</param>
/// <param name="Sum">What has to fit, with its sum.</param>
/// <param name="Limit">The limit, in words.</param>
internal sealed record ExceededLimit(IOperation Place, string Sum, string Limit);

internal sealed partial class ClientLimits
{
    // HttpStandardResilienceOptions and HttpStandardHedgingResilienceOptions: https://learn.microsoft.com/dotnet/core/resilience/http-resilience#standard-resilience-handler-defaults
    private static readonly TimeSpan StandardTotal = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StandardAttempt = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StandardSampling = TimeSpan.FromSeconds(30);

    /// <summary>A limit of a standard handler: as the code sets it, else the library's.</summary>
    private sealed record HandlerLimit(TimeSpan Duration, IOperation? SetTo);

    /// <summary>Where the options of the standard hedging handler, else of the standard resilience handler, hold what belongs to one
    /// attempt. Null for other calls.</summary>
    private (string Attempt, string Breaker, bool IsHedging)? StandardHandlerAddedBy(IInvocationOperation added) =>
        !SymbolEqualityComparer.Default.Equals(added.TargetMethod.ContainingType, types.ResilienceHandlers)
            ? null
            : added.TargetMethod.Name switch
            {
                "AddStandardResilienceHandler" => ("AttemptTimeout", "CircuitBreaker", false),
                "AddStandardHedgingHandler" => ("Endpoint.Timeout", "Endpoint.CircuitBreaker", true),
                _ => null,
            };

    /// <summary>The attempt timeout of a standard handler that its total timeout always reaches first.</summary>
    public NestedLimits? OuterLimitOfHandler(IInvocationOperation added)
    {
        if (
            StandardHandlerAddedBy(added) is not { } handler
            || registeredRetries.SettingsOfHandler(added) is not { Complete: true } settings
            || LimitOf(settings, handler.Attempt, "Timeout", StandardAttempt) is not { } attempt
            || LimitOf(settings, "TotalRequestTimeout", "Timeout", StandardTotal) is not { } total
            || attempt.Duration < total.Duration
            || (attempt.SetTo ?? total.SetTo) is not { } place
            || IsSetAwayFromHandler()
        )
        {
            return null;
        }

        return new NestedLimits(place, attempt.Duration, total.Duration, "the handler's total timeout")
        {
            InnerName = attempt.SetTo is null ? handler.Attempt : null,
        };
    }

    /// <summary>
    /// The total timeout of a standard handler in which no second attempt can finish or not all hedged attempts start, or its circuit
    /// breaker's sampling
    /// duration below twice the attempt timeout, with which the handler refuses to start.
    /// </summary>
    public ExceededLimit? ExceededLimitOfHandler(IInvocationOperation added)
    {
        if (
            StandardHandlerAddedBy(added) is not { } handler
            || registeredRetries.SettingsOfHandler(added) is not { Complete: true } settings
            || LimitOf(settings, handler.Attempt, "Timeout", StandardAttempt) is not { } attempt
        )
        {
            return null;
        }

        var two = attempt.Duration + attempt.Duration;
        var length = DurationText.Of(attempt.Duration);
        if (
            LimitOf(settings, handler.Breaker, "SamplingDuration", StandardSampling) is { } sampling
            && two > sampling.Duration
            && (sampling.SetTo ?? attempt.SetTo) is { } narrow
        )
        {
            return IsSetAwayFromHandler()
                ? null
                : new ExceededLimit(
                    narrow,
                    $"twice the attempt timeout is 2 × {length} = {DurationText.Of(two)}",
                    $"the circuit breaker's sampling duration of {DurationText.Of(sampling.Duration)}"
                );
        }

        if (LimitOf(settings, "TotalRequestTimeout", "Timeout", StandardTotal) is not { } total)
        {
            return null;
        }

        if (handler.IsHedging)
        {
            // The handler adds the delays as they are set, and refuses to start where they exceed the total.
            return
                LimitOf(settings, "Hedging", "Delay", StrategyTimes.UsualDelay) is { } delay
                && builders.SettingOf(settings, "Hedging", "DelayGenerator") is null
                && (total.SetTo ?? delay.SetTo ?? builders.SettingOf(settings, "Hedging", "MaxHedgedAttempts")) is { } loose
                && StrategyTimes.HedgingDelays(
                    builders.SettingOf(settings, "Hedging", "MaxHedgedAttempts") is { } most
                        ? constants.ConstantCountOf(most)
                        : StrategyTimes.UsualHedges,
                    delay.Duration,
                    attempt: null
                )
                    is { } delays
                && WorstCases.DelaysExceed(delays, total.Duration) is { } sum
                && !IsSetAwayFromHandler()
                ? new ExceededLimit(loose, sum, $"the total timeout of {DurationText.Of(total.Duration)}")
                : null;
        }

        // What is retried may be changed so that no timeout is; the usual delay is random.
        return
            two > total.Duration
            && attempt.Duration < total.Duration
            && (total.SetTo ?? attempt.SetTo) is { } place
            && builders.SettingOf(settings, "Retry", "ShouldHandle") is null
            && !settings.Assigned.ContainsKey("Retry")
            && builders.SettingOf(settings, "Retry", "MaxRetryAttempts")?.ConstantValue is null or { Value: > 0 }
            && !IsSetAwayFromHandler()
            ? new ExceededLimit(
                place,
                $"a second attempt needs {length} + {length} = {DurationText.Of(two)}",
                $"the total timeout of {DurationText.Of(total.Duration)}"
            )
            : null;
    }

    private HandlerLimit? LimitOf(OptionSettings settings, string part, string name, TimeSpan usual)
    {
        if (settings.Assigned.ContainsKey("Endpoint"))
        {
            return null;
        }

        if (builders.SettingOf(settings, part, name) is { } value)
        {
            return builders.SettingOf(settings, part, "TimeoutGenerator") is null && strategyTimes.Set(value) is { } set
                ? new HandlerLimit(set.Duration, set.Value)
                : null;
        }

        return settings.Assigned.ContainsKey(part) || builders.SettingOf(settings, part, "TimeoutGenerator") is not null
            ? null
            : new HandlerLimit(usual, SetTo: null);
    }

    /// <summary>The options of handlers are configured by their name, or those of all at once:
    /// <c>services.Configure&lt;HttpStandardResilienceOptions&gt;(…)</c>.</summary>
    private bool IsSetAwayFromHandler() =>
        new[] { "Configure", "ConfigureAll", "PostConfigure", "PostConfigureAll", "AddOptions" }
            .SelectMany(name => callSites.Of(name))
            .Any(site =>
                models.Of(site.SyntaxTree).GetSymbolInfo(site).Symbol is IMethodSymbol { TypeArguments: { Length: > 0 } arguments }
                && arguments[0].Name is "HttpStandardResilienceOptions" or "HttpStandardHedgingResilienceOptions"
            );
}
