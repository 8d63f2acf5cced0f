namespace DistributedSystems;

/// <summary>
/// Answers every request also while the network is split and this node is cut off from the others. Not together with <see
/// cref="Consistency.Sequential"/> or stronger, with a consensus, or with a quorum of more than one (Gilbert and Lynch 2002).
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
public sealed class AvailableUnderPartitionAttribute : Attribute { }
