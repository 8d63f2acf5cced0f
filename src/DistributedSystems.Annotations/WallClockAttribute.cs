namespace DistributedSystems;

/// <summary>
/// Reads a clock that people set and that may jump, such as a team's own abstraction of <see cref="DateTime.UtcNow"/>; or holds such a
/// reading.
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
public sealed class WallClockAttribute : Attribute { }
