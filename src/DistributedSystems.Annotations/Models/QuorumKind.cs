namespace DistributedSystems;

/// <summary>What any two quorums of a group must have in common.</summary>
#if ANNOTATIONS
public
#else
internal
#endif
enum QuorumKind
{
    /// <summary>A replica: 2q &gt; n. Enough where replicas only crash (<see cref="Quorums.Majority"/>).</summary>
    Majority,

    /// <summary>A correct replica although f lie: 2q ≥ n + f + 1 (<see cref="Quorums.Byzantine"/>).</summary>
    Byzantine,

    /// <summary>More correct replicas than lying ones: 2q ≥ n + 2f + 1 (masking quorums, Malkhi and Reiter 1998).</summary>
    Masking,
}
