namespace DistributedSystems;

/// <summary>
/// What this code does about weaknesses of what it calls. On a dependency (a field, parameter or property) it speaks of that one, on a
/// member or type of everything the member or type calls.
/// </summary>
[AttributeUsage(
    AttributeTargets.Assembly
        | AttributeTargets.Class
        | AttributeTargets.Struct
        | AttributeTargets.Interface
        | AttributeTargets.Method
        | AttributeTargets.Property
        | AttributeTargets.Field
        | AttributeTargets.Parameter,
    Inherited = false
)]
public sealed class AdapterAttribute : Attribute
{
    /// <param name="adapters">What it does; several are combined with <c>|</c>.</param>
    public AdapterAttribute(Adapters adapters) => Adapters = adapters;

    /// <summary>What it does.</summary>
    public Adapters Adapters { get; }
}
