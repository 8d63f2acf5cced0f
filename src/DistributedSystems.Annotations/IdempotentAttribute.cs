namespace DistributedSystems;

/// <summary>
/// Carrying this out again with the same arguments adds nothing to carrying it out once, so it may be repeated when the answer
/// of the first attempt was lost.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class IdempotentAttribute : Attribute
{
    /// <summary>
    /// The name of the parameter that is the idempotency key: the method is idempotent as long as every attempt of one operation
    /// passes the same value. Null when all arguments together identify the operation.
    /// </summary>
    public string? Key { get; set; }
}
