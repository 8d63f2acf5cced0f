namespace DistributedSystems;

/// <summary>
/// What a reader of this may see. On a member it speaks of what the member returns or does, on a parameter or value of that value, on a
/// type
/// of all of its members. The nearest declaration wins.
/// </summary>
[AttributeUsage(
    AttributeTargets.Assembly
        | AttributeTargets.Class
        | AttributeTargets.Struct
        | AttributeTargets.Interface
        | AttributeTargets.Method
        | AttributeTargets.Property
        | AttributeTargets.Field
        | AttributeTargets.Parameter
        | AttributeTargets.ReturnValue,
    Inherited = false
)]
public sealed class ConsistencyAttribute : Attribute
{
    /// <param name="level">The strongest level that is promised.</param>
    public ConsistencyAttribute(Consistency level) => Level = level;

    /// <summary>The strongest level that is promised.</summary>
    public Consistency Level { get; }
}
