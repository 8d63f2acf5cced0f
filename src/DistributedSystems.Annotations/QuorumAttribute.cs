namespace DistributedSystems;

/// <summary>
/// How many replicas a read asks and a write waits for. Reads see the last acknowledged write only where every read quorum meets
/// every write quorum (Gifford 1979); see <see cref="Quorums.Intersect"/>.
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
public sealed class QuorumAttribute : Attribute
{
    /// <summary>Replicas a read waits for, from 1 to <see cref="Of"/>.</summary>
    public int Read { get; set; }

    /// <summary>Replicas a write waits for, from 1 to <see cref="Of"/>.</summary>
    public int Write { get; set; }

    /// <summary>Replicas there are, at least 1.</summary>
    public int Of { get; set; }

    /// <summary>
    /// Whether several writers may write at the same time, so that write quorums have to meet each other too. False unless said
    /// otherwise.
    /// </summary>
    public bool MultipleWriters { get; set; }
}
