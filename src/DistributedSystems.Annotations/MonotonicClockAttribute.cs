namespace DistributedSystems;

/// <summary>
/// Reads a clock of this process that never goes back and means nothing elsewhere; or holds such a reading.
/// </summary>
[AttributeUsage(
    AttributeTargets.Method
        | AttributeTargets.Property
        | AttributeTargets.Field
        | AttributeTargets.Parameter
        | AttributeTargets.Class
        | AttributeTargets.Struct
        | AttributeTargets.Interface
)]
public sealed class MonotonicClockAttribute : Attribute { }
