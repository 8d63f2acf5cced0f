namespace DistributedSystems;

/// <summary>
/// Every execution takes effect again: charges once more, appends once more, sends once more. Not together with <see
/// cref="IdempotentAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NotIdempotentAttribute : Attribute { }
