namespace DistributedSystems;

/// <summary>
/// A number that grows with every new leader or lock holder, also called epoch, term or ballot. Whoever receives a smaller one than it has
/// seen refuses, so that an old leader that still believes in itself does no harm (Burrows 2006, sequencers). On a type it speaks of all of
/// its values.
/// </summary>
[AttributeUsage(
    AttributeTargets.Parameter
        | AttributeTargets.Property
        | AttributeTargets.Field
        | AttributeTargets.ReturnValue
        | AttributeTargets.Class
        | AttributeTargets.Struct
        | AttributeTargets.Interface
)]
public sealed class FencingTokenAttribute : Attribute { }
