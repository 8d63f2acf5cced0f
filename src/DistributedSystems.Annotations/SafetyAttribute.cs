namespace DistributedSystems;

/// <summary>
/// Something bad that never happens, whatever the timing: "no two leaders in one term" (Lamport 1977; Alpern and Schneider 1985). For the
/// reader and for <see cref="SystemModels.Describe"/>: no rule checks it.
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
public sealed class SafetyAttribute : Attribute
{
    /// <param name="property">The property, in words.</param>
    public SafetyAttribute(string property) => Property = property;

    /// <summary>The property, in words.</summary>
    public string Property { get; }
}
