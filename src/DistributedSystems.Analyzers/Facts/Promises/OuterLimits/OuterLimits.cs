using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Limits around limits: whether the inner one can be met.</summary>
internal sealed partial class OuterLimits(
    WellKnownTypes types,
    Values values,
    Declarations declarations,
    Constants constants,
    RemoteCalls remoteCalls,
    Pipelines pipelines,
    StrategyTimes strategyTimes,
    CallLimits callLimits,
    WorstCases worstCases
)
{
    /// <summary>A timeout policy that a wrap puts inside one that is no longer.</summary>
    public NestedLimits? OuterLimitOfWrap(IInvocationOperation wrap)
    {
        foreach (var (outer, within) in TimeoutsAround(wrap))
        {
            foreach (var strategy in within)
            {
                if (
                    strategy.Kind == Strategy.Timeout
                    && strategyTimes.TimeoutSetBy(strategy.Added) is { } inner
                    && inner.Duration >= outer.Duration
                )
                {
                    return new NestedLimits(inner.Value, inner.Duration, outer.Duration, "the timeout around it");
                }
            }
        }

        return null;
    }

    /// <summary>A timeout policy of a wrap in which no second attempt of the retry inside it can finish.</summary>
    public ExceededLimit? ExceededLimitOfWrap(IInvocationOperation wrap)
    {
        foreach (var (outer, within) in TimeoutsAround(wrap))
        {
            if (worstCases.UnmeetableTotal(within, outer.Duration) is { } sum)
            {
                return new ExceededLimit(outer.Value, sum, $"the total timeout of {DurationText.Of(outer.Duration)}");
            }
        }

        return null;
    }

    /// <summary>The constant timeouts of a wrap, each with the strategies of the policies that the wrap puts inside it; those of one policy
    /// among themselves are that policy's own.</summary>
    private IEnumerable<(SetDuration Outer, IReadOnlyList<PipelineStrategy> Within)> TimeoutsAround(IInvocationOperation wrap)
    {
        var parts = Pipelines.PoliciesIn(wrap).Select(policy => pipelines.PipelineOf(policy)).ToList();
        for (var part = 0; part < parts.Count; part++)
        {
            if (
                parts[part]?.Strategies.FirstOrDefault(strategy => strategy.Kind == Strategy.Timeout) is { } timeout
                && strategyTimes.TimeoutSetBy(timeout.Added) is { } outer
            )
            {
                yield return (
                    outer,
                    parts.Skip(part + 1).TakeWhile(inner => inner is not null).SelectMany(inner => inner!.Strategies).ToList()
                );
            }
        }
    }
}
