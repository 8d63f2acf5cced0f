using Microsoft.CodeAnalysis.Operations;
using DistributedSystems.Analyzers.Catalog;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>A timeout policy that a wrap puts inside one that is no longer.</summary>
    public NestedLimits? OuterLimitOfWrap(IInvocationOperation wrap)
    {
        foreach (var (outer, within) in TimeoutsAround(wrap))
        {
            foreach (var strategy in within)
            {
                if (strategy.Kind == Strategy.Timeout && TimeoutSetBy(strategy.Added) is { } inner && inner.Duration >= outer.Duration)
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
            if (UnmeetableTotal(within, outer.Duration) is { } sum)
            {
                return new ExceededLimit(outer.Value, sum, $"the total timeout of {DurationText.Of(outer.Duration)}");
            }
        }

        return null;
    }

    /// <summary>The constant timeouts of a wrap, each with the strategies of the policies that the wrap puts inside it; those of one policy among themselves are that policy's own.</summary>
    private IEnumerable<(SetDuration Outer, IReadOnlyList<PipelineStrategy> Within)> TimeoutsAround(IInvocationOperation wrap)
    {
        var parts = PoliciesIn(wrap).Select(policy => PipelineOf(policy)).ToList();
        for (var part = 0; part < parts.Count; part++)
        {
            if (parts[part]?.Strategies.FirstOrDefault(strategy => strategy.Kind == Strategy.Timeout) is { } timeout && TimeoutSetBy(timeout.Added) is { } outer)
            {
                yield return (outer, parts.Skip(part + 1).TakeWhile(inner => inner is not null).SelectMany(inner => inner!.Strategies).ToList());
            }
        }
    }
}
