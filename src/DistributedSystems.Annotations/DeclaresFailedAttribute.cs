namespace DistributedSystems;

/// <summary>
/// Takes a process for failed, for good: removes it from the group, takes over its role, gives its work away. Without known time bounds a
/// timeout is no reason to (<see cref="SystemModels.TimeoutProvesFailure"/>).
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DeclaresFailedAttribute : Attribute { }
