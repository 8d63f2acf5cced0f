namespace DistributedSystems;

/// <summary>
/// Something good that happens in the end, such as "some leader is elected", and the timing that it takes (Lamport 1977; Alpern and
/// Schneider 1985).
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
public sealed class LivenessAttribute : Attribute
{
    /// <param name="property">The property, in words.</param>
    public LivenessAttribute(string property) => Property = property;

    /// <summary>The property, in words.</summary>
    public string Property { get; }

    /// <summary>The weakest timing under which it holds. <see cref="Timing.Asynchronous"/>, which asks for nothing, unless said
    /// otherwise.</summary>
    public Timing Requires { get; set; } = Timing.Asynchronous;
}
