namespace DistributedSystems;

/// <summary>
/// State that survives a crash of its process: a field or property whose writes reach stable storage before they count, or a method that
/// has written what it was given to stable storage when it returns (or its task completes).
/// </summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Method)]
public sealed class DurableAttribute : Attribute { }
