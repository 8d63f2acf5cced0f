namespace DistributedSystems;

/// <summary>
/// A stamp or counter that orders events without looking at time. On a type it holds for every value of the type.
/// </summary>
[AttributeUsage(
    AttributeTargets.Method
        | AttributeTargets.Property
        | AttributeTargets.Field
        | AttributeTargets.Parameter
        | AttributeTargets.ReturnValue
        | AttributeTargets.Class
        | AttributeTargets.Struct
        | AttributeTargets.Interface
)]
public sealed class LogicalClockAttribute : Attribute
{
    /// <param name="kind">What its stamps tell about causality.</param>
    public LogicalClockAttribute(LogicalClock kind) => Kind = kind;

    /// <summary>What its stamps tell about causality.</summary>
    public LogicalClock Kind { get; }
}
