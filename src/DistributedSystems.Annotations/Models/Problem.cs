namespace DistributedSystems;

/// <summary>
/// What a group of replicas solves together. How many replicas it takes depends on it: see <see cref="Quorums.MinimumReplicas"/>.
/// </summary>
#if ANNOTATIONS
public
#else
internal
#endif
enum Problem
{
    /// <summary>All correct replicas, and no two replicas differently, decide one proposed value.</summary>
    Consensus,

    /// <summary>All correct replicas carry out the same commands in the same order, and clients can trust the combined answer.</summary>
    StateMachineReplication,

    /// <summary>Quorums store values that prove their own origin, such as signed ones (Malkhi and Reiter 1998).</summary>
    DisseminationQuorumStorage,

    /// <summary>Quorums store plain values, so that correct answers must outvote forged ones (Malkhi and Reiter 1998).</summary>
    MaskingQuorumStorage,
}
