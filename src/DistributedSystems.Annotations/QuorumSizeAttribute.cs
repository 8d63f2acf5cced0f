namespace DistributedSystems;

/// <summary>
/// Computes the size of a quorum from the number of replicas, its first integer parameter, and the number of faulty ones, its second where
/// it has one.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class QuorumSizeAttribute : Attribute
{
    /// <summary>A majority of replicas that only crash.</summary>
    public QuorumSizeAttribute() { }

    /// <param name="kind">What any two quorums must have in common.</param>
    public QuorumSizeAttribute(QuorumKind kind) => Kind = kind;

    /// <param name="kind">What any two quorums must have in common.</param>
    /// <param name="faults">Faulty replicas to be tolerated, at least 0.</param>
    public QuorumSizeAttribute(QuorumKind kind, int faults)
    {
        Kind = kind;
        Faults = faults;
    }

    /// <summary>What any two quorums must have in common.</summary>
    public QuorumKind Kind { get; set; }

    /// <summary>
    /// Faulty replicas to be tolerated, at least 0. Where it is left out (negative), as many as a group of that size can tolerate: ⌊(n − 1)
    /// / 2⌋
    /// that crash, ⌊(n − 1) / 3⌋ Byzantine ones, ⌊(n − 1) / 4⌋ to be masked.
    /// </summary>
    public int Faults { get; set; } = -1;
}
