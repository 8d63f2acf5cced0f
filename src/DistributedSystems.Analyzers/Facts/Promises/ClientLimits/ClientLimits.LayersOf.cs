using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class ClientLimits
{
    // The standard handler waits 2 s, 4 s and 8 s, give or take by chance; its total ends that: HttpRetryStrategyOptions.
    private static readonly TimeSpan StandardDelay = TimeSpan.FromSeconds(2);

    /// <summary>What the message handlers of a registered client and its own timeout do to a request, from the inside out.</summary>
    public IEnumerable<PlanLayer> LayersOf(ClientRegistration registration)
    {
        foreach (var step in registration.Builder.Steps.Where(step => !step.IsConditional).Reverse())
        {
            if (StandardHandlerAddedBy(step.Call) is { } standard)
            {
                foreach (var layer in LayersOfStandard(step, standard.Attempt, standard.IsHedging))
                {
                    yield return layer;
                }
            }
            else if (registeredRetries.PipelineAddedBy(step) is { } pipeline)
            {
                foreach (var strategy in pipeline.Strategies.Reverse())
                {
                    if (PlanLayer.Of(strategy, strategyTimes, "the handler's") is { } layer)
                    {
                        yield return layer;
                    }
                }
            }
        }

        if (!registration.IsForAll && TimeoutOfClient(registration) is { } timeout)
        {
            yield return new PlanLimit(timeout.Name, timeout.Duration);
        }
    }

    private IEnumerable<PlanLayer> LayersOfStandard(BuilderStep step, string attemptPart, bool isHedging)
    {
        var settings = registeredRetries.SettingsOfHandler(step.Call);
        var isInSight = settings.Complete && !IsSetAwayFromHandler();
        if (isInSight && LimitOf(settings, attemptPart, "Timeout", StandardAttempt) is { } attempt)
        {
            yield return new PlanLimit("the handler's attempt timeout", attempt.Duration);
        }

        if (registeredRetries.RetryOf(step) is { } retry)
        {
            var attempts = isInSight ? retry.Retries + 1 : null;
            yield return new PlanRepeat(
                retry.Description,
                attempts,
                isInSight ? DelaysOfStandard(settings, isHedging, retry.Retries) : null
            )
            {
                Overlaps = isHedging,
            };
        }

        if (isInSight && LimitOf(settings, "TotalRequestTimeout", "Timeout", StandardTotal) is { } total)
        {
            yield return new PlanLimit("the handler's total timeout", total.Duration);
        }
    }

    private IReadOnlyList<TimeSpan>? DelaysOfStandard(OptionSettings settings, bool isHedging, int? retries)
    {
        var part = isHedging ? "Hedging" : "Retry";
        if (
            retries is not (> 0 and <= StrategyTimes.MostRetriesSummed and var most)
            || settings.Assigned.ContainsKey(part)
            || builders.SettingOf(settings, part, "DelayGenerator") is not null
        )
        {
            return null;
        }

        if (isHedging)
        {
            return StrategyTimes.HedgingDelays(most, LimitOfDelay(settings, part) ?? StrategyTimes.UsualDelay, attempt: null);
        }

        // Growth and chance are the library's where the code says nothing of them.
        return
            builders.SettingOf(settings, part, "BackoffType") is null
            && builders.SettingOf(settings, part, "MaxDelay") is null
            && (builders.SettingOf(settings, part, "Delay") is null || LimitOfDelay(settings, part) is not null)
            && most < 16
            ? Enumerable
                .Range(0, most)
                .Select(retry => TimeSpan.FromTicks((LimitOfDelay(settings, part) ?? StandardDelay).Ticks << retry))
                .ToList()
            : null;
    }

    private TimeSpan? LimitOfDelay(OptionSettings settings, string part) =>
        builders.SettingOf(settings, part, "Delay") is { } set ? constants.ConstantDurationOf(set) : null;
}
