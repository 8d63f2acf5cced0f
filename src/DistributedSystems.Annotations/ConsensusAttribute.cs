namespace DistributedSystems;

/// <summary>
/// Makes correct processes decide one value, and ends. In the asynchronous model no deterministic algorithm does, if a single process may
/// crash (Fischer, Lynch and Paterson 1985).
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
public sealed class ConsensusAttribute : Attribute
{
    /// <summary>Whether it makes no random choices. True unless said otherwise.</summary>
    public bool Deterministic { get; set; } = true;

    /// <summary>The failure detector it asks: a type that carries <see cref="FailureDetectorAttribute"/>. Null where it uses
    /// none.</summary>
    public Type? Uses { get; set; }
}
