namespace DistributedSystems;

/// <summary>
/// This value tells one operation from another: whoever receives it twice carries the operation out once, so every attempt of one operation
/// passes the same. On a parameter, or on a member of the request that a method takes; the methods that take it may be repeated, unless they
/// are declared <see cref="NotIdempotentAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class IdempotencyKeyAttribute : Attribute { }
