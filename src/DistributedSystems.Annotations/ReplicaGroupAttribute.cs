namespace DistributedSystems;

/// <summary>
/// How many replicas there are, how many of them may fail, and what they solve together. The bound is <see
/// cref="Quorums.MinimumReplicas"/>.
/// </summary>
[AttributeUsage(
    AttributeTargets.Assembly
        | AttributeTargets.Class
        | AttributeTargets.Struct
        | AttributeTargets.Interface
        | AttributeTargets.Method
        | AttributeTargets.Property,
    Inherited = false
)]
public sealed class ReplicaGroupAttribute : Attribute
{
    /// <summary>Replicas in the group, at least 1.</summary>
    public int Replicas { get; set; }

    /// <summary>Replicas that may fail in the way the declared system model says, from 0 to <see cref="Replicas"/> - 1.</summary>
    public int Faults { get; set; }

    /// <summary>What the group solves.</summary>
    public Problem Problem { get; set; }
}
