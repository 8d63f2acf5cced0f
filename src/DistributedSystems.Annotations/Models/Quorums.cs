namespace DistributedSystems;

/// <summary>The sizes of quorums and whether they meet. All counts are numbers of replicas.</summary>
#if ANNOTATIONS
public
#else
internal
#endif
static partial class Quorums
{
    /// <summary>The smallest majority: any two sets of this size share a replica.</summary>
    /// <param name="n">Replicas, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is less than 1.</exception>
    public static int Majority(int n)
    {
        RequireReplicas(n);
        return (n / 2) + 1;
    }

    /// <summary>
    /// The smallest quorum of which any two share a correct replica although <paramref name="f"/> may lie: ⌊(n + f) / 2⌋ + 1
    /// (Cachin, Guerraoui and Rodrigues 2011). It equals 2f + 1 only at n = 3f + 1.
    /// </summary>
    /// <param name="n">Replicas, at least 1.</param>
    /// <param name="f">Byzantine replicas, from 0 to <paramref name="n"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside of its range.</exception>
    public static int Byzantine(int n, int f)
    {
        RequireReplicas(n);
        RequireFaults(f);
        if (f >= n)
        {
            throw new ArgumentOutOfRangeException(nameof(f), "Some replica must be correct: f is less than n.");
        }

        return (int)(((long)n + f) / 2) + 1;
    }

    /// <summary>
    /// Whether the correct replicas can form a quorum by themselves while <paramref name="f"/> others are silent: q ≤ n - f.
    /// </summary>
    /// <param name="q">Size of the quorum, from 0 to <paramref name="n"/>.</param>
    /// <param name="n">Replicas, at least 1.</param>
    /// <param name="f">Faulty replicas, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside of its range.</exception>
    public static bool IsLive(int q, int n, int f)
    {
        RequireReplicas(n);
        RequireFaults(f);
        RequireQuorum(q, n, nameof(q));
        return q <= (long)n - f;
    }

    /// <summary>
    /// Whether every read quorum meets every write quorum: r + w &gt; n (Gifford 1979). Enough where replicas only crash.
    /// </summary>
    /// <param name="r">Size of a read quorum, from 0 to <paramref name="n"/>.</param>
    /// <param name="w">Size of a write quorum, from 0 to <paramref name="n"/>.</param>
    /// <param name="n">Replicas, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside of its range.</exception>
    public static bool Intersect(int r, int w, int n) => SharedByAll(r, w, n) >= 1;

    /// <summary>Whether any two write quorums meet, so that concurrent writers cannot miss each other: 2w &gt; n (Gifford 1979).</summary>
    /// <param name="w">Size of a write quorum, from 0 to <paramref name="n"/>.</param>
    /// <param name="n">Replicas, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside of its range.</exception>
    public static bool WritersIntersect(int w, int n)
    {
        RequireReplicas(n);
        RequireQuorum(w, n, nameof(w));
        return 2L * w > n;
    }

    /// <summary>
    /// Whether every read quorum meets every write quorum in a correct replica: r + w ≥ n + f + 1. Enough for values that prove
    /// their own origin (dissemination quorums, Malkhi and Reiter 1998).
    /// </summary>
    /// <param name="r">Size of a read quorum, from 0 to <paramref name="n"/>.</param>
    /// <param name="w">Size of a write quorum, from 0 to <paramref name="n"/>.</param>
    /// <param name="n">Replicas, at least 1.</param>
    /// <param name="f">Byzantine replicas, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside of its range.</exception>
    public static bool IntersectByzantine(int r, int w, int n, int f)
    {
        RequireFaults(f);
        return SharedByAll(r, w, n) >= f + 1L;
    }

    /// <summary>
    /// Whether the correct replicas that a read and a write quorum share always outnumber the lying ones: r + w ≥ n + 2f + 1.
    /// Needed for values that anyone could have made up (masking quorums, Malkhi and Reiter 1998).
    /// </summary>
    /// <param name="r">Size of a read quorum, from 0 to <paramref name="n"/>.</param>
    /// <param name="w">Size of a write quorum, from 0 to <paramref name="n"/>.</param>
    /// <param name="n">Replicas, at least 1.</param>
    /// <param name="f">Byzantine replicas, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside of its range.</exception>
    public static bool IntersectMasking(int r, int w, int n, int f)
    {
        RequireFaults(f);
        return SharedByAll(r, w, n) >= (2L * f) + 1;
    }

    /// <summary>
    /// How many replicas a read and a write quorum share in the worst case; not above zero when they can miss each other.
    /// </summary>
    private static long SharedByAll(int r, int w, int n)
    {
        RequireReplicas(n);
        RequireQuorum(r, n, nameof(r));
        RequireQuorum(w, n, nameof(w));
        return (long)r + w - n;
    }

    private static void RequireReplicas(int n)
    {
        if (n < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(n), "There is at least one replica.");
        }
    }

    private static void RequireFaults(int f)
    {
        if (f < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(f), "A number of faulty replicas is not negative.");
        }
    }

    private static void RequireQuorum(int size, int n, string parameter)
    {
        if (size < 0 || size > n)
        {
            throw new ArgumentOutOfRangeException(parameter, "A quorum is a set of the n replicas: its size is from 0 to n.");
        }
    }
}
