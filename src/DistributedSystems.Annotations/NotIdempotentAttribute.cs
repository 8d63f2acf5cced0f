namespace DistributedSystems;

/// <summary>
/// Every execution takes effect again: charges once more, appends once more, sends once more. Not together with <see
/// cref="IdempotentAttribute"/>. On a type it holds for every method of the type that says nothing else of itself.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Interface | AttributeTargets.Class)]
public sealed class NotIdempotentAttribute : Attribute { }
