namespace DistributedSystems;

/// <summary>
/// Carrying this out again with the same arguments adds nothing to carrying it out once, so it may be repeated when the answer
/// of the first attempt was lost. On a type it holds for every method of the type that says nothing else of itself.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Interface | AttributeTargets.Class)]
public sealed class IdempotentAttribute : Attribute
{
    /// <summary>
    /// The name of the parameter that is the idempotency key: the method is idempotent as long as every attempt of one operation
    /// passes the same value. Also a member of what a parameter is given, <c>"request.Id"</c>. Null when all arguments together identify the
    /// operation. <see cref="IdempotencyKeyAttribute"/> says the same where the key is declared.
    /// </summary>
    public string? Key { get; set; }
}
