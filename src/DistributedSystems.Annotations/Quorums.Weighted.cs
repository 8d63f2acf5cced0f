namespace DistributedSystems;

// Quorums of replicas that are not alike, of groups that change, and those that need not meet: for a system's own checks. No attribute
// declares them, since votes and members are configured where the system runs.
public static partial class Quorums
{
    /// <summary>
    /// Whether every read quorum meets every write quorum where replicas have different numbers of votes: r + w &gt; Σ votes (Gifford 1979).
    /// </summary>
    /// <param name="r">Votes that a read collects, at least 0.</param>
    /// <param name="w">Votes that a write collects, at least 0.</param>
    /// <param name="votes">The votes of each replica, none negative; one without votes only keeps a copy.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public static bool IntersectWeighted(int r, int w, IReadOnlyList<int> votes)
    {
        RequireVotes(r, nameof(r));
        RequireVotes(w, nameof(w));
        return (long)r + w > TotalOf(votes);
    }

    /// <summary>
    /// Whether <paramref name="q"/> votes can be collected whichever <paramref name="f"/> replicas are silent: the others still have them where
    /// the silent ones are those with the most votes (Gifford 1979).
    /// </summary>
    /// <param name="q">Votes that are needed, at least 0.</param>
    /// <param name="votes">The votes of each replica, none negative.</param>
    /// <param name="f">Silent replicas, from 0 to all of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or more replicas are silent than there are.</exception>
    public static bool IsLiveWeighted(int q, IReadOnlyList<int> votes, int f)
    {
        RequireVotes(q, nameof(q));
        RequireFaults(f);
        var left = TotalOf(votes);
        if (f > votes.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(f), "No more replicas are silent than there are.");
        }

        foreach (var lost in votes.OrderByDescending(static own => own).Take(f))
        {
            left -= lost;
        }

        return left >= q;
    }

    /// <summary>
    /// Whether every majority of the old members meets every majority of the new ones, so that the two never decide differently while some
    /// members follow the old configuration and some the new one. So it is where one member is added or removed (Ongaro 2014, 4.1).
    /// </summary>
    /// <param name="before">Members of the old configuration, at least 1.</param>
    /// <param name="after">Members of the new configuration, at least 1.</param>
    /// <param name="kept">Members of both, from 0 to the smaller of the two.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside of its range.</exception>
    public static bool MajoritiesMeet(int before, int after, int kept)
    {
        RequireReplicas(before);
        RequireReplicas(after);
        if (kept < 0 || kept > Math.Min(before, after))
        {
            throw new ArgumentOutOfRangeException(nameof(kept), "Members of both configurations are members of each.");
        }

        // What each majority has to take from the members of both, if it takes as many others as there are.
        var fromBoth = Math.Max(0, Majority(before) - (before - kept)) + Math.Max(0, Majority(after) - (after - kept));
        return fromBoth > kept;
    }

    /// <summary>
    /// How likely a read is to ask no replica that has acknowledged the last write, where both choose at random and the write reaches nobody
    /// else: C(n - w, r) / C(n, r), from 0 (the quorums always meet) to 1 (Bailis and others 2012, partial quorums).
    /// </summary>
    /// <param name="r">Replicas that a read asks, from 0 to <paramref name="n"/>.</param>
    /// <param name="w">Replicas that acknowledge a write, from 0 to <paramref name="n"/>.</param>
    /// <param name="n">Replicas, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside of its range.</exception>
    public static double ProbabilityOfMiss(int r, int w, int n)
    {
        RequireReplicas(n);
        RequireQuorum(r, n, nameof(r));
        RequireQuorum(w, n, nameof(w));
        var missed = 1.0;
        for (var asked = 0; asked < r; asked++)
        {
            missed *= Math.Max(0, n - w - asked) / (double)(n - asked);
        }

        return missed;
    }

    private static long TotalOf(IReadOnlyList<int> votes)
    {
        var total = 0L;
        foreach (var own in votes)
        {
            RequireVotes(own, nameof(votes));
            total += own;
        }

        return total;
    }

    private static void RequireVotes(int votes, string parameter)
    {
        if (votes < 0)
        {
            throw new ArgumentOutOfRangeException(parameter, "A number of votes is not negative.");
        }
    }
}
