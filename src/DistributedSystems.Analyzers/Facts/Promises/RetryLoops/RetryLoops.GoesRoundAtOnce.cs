using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class RetryLoops
{
    // A count: what more conditions on counters there are, may hold or not as they please.
    private const int MostCounted = 3;

    private readonly AttemptCounters counters = new(values);

    /// <summary>
    /// A failure of a call that comes back to it on a way on which nothing may wait. A pause that only the first repetitions, or all but the
    /// first, go without is one: whatever conditions on the number of attempts say, the failure must find a way without a pause, or no way back.
    /// </summary>
    public Witness? GoesRoundAtOnce(RepeatedCall repeated)
    {
        var counted = new List<SyntaxNode>();
        var answers = new Dictionary<SyntaxNode, bool>();
        var root = Values.RootOf(repeated.Call);
        var place = repeated.Loop ?? root.Syntax;
        var atOnce = Follow(out var waiting);
        for (
            var combination = 0;
            atOnce.Count > 0 && counted.Count > 0 && combination < 1 << Math.Min(counted.Count, MostCounted);
            combination++
        )
        {
            for (var i = 0; i < Math.Min(counted.Count, MostCounted); i++)
            {
                answers[counted[i]] = (combination & (1 << i)) != 0;
            }

            Follow(out var alsoWaiting);
            waiting.UnionWith(alsoWaiting);
        }

        foreach (var way in atOnce)
        {
            if (!waiting.Contains(way.Key))
            {
                return way.Value;
            }
        }

        return null;

        // The failures that go round at once, and those that only go round after a wait, each by the handler that takes it.
        Dictionary<string, Witness> Follow(out HashSet<string> waits)
        {
            var found = new Dictionary<string, Witness>(StringComparer.Ordinal);
            waits = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (key, failure, path) in Ways(steps.MayWait))
            {
                if (path.MayRepeat)
                {
                    found[key] = failure;
                }
                else if (path.Stops)
                {
                    waits.Add(key);
                }
            }

            // A wait on a way that does not lead back is no pause between attempts.
            if (waits.Count > 0)
            {
                waits.IntersectWith(Ways(_ => false).Where(way => way.Path.MayRepeat).Select(way => way.Key));
            }

            return found;
        }

        IEnumerable<(string Key, Witness Failure, OutcomeDestinations Path)> Ways(Func<IOperation, bool> stop) =>
            WaysBack(repeated, stop, Counted).Select(way => (way.Failure.Key + "@" + way.Path.TakenUpAt, way.Failure, way.Path));

        Truth Counted(IOperation condition)
        {
            if (!condition.DescendantsAndSelf().Any(part => counters.IsCounted(part, place, repeated.Again, root)))
            {
                return Truth.Both;
            }

            if (answers.TryGetValue(condition.Syntax, out var answer))
            {
                return answer ? Truth.True : Truth.False;
            }

            if (!counted.Contains(condition.Syntax))
            {
                counted.Add(condition.Syntax);
            }

            return Truth.Both;
        }
    }
}
