namespace DistributedSystems;

/// <summary>
/// Calling this leaves the process: it can hang, fail half-way, or succeed without the answer ever coming back.
/// On a type it holds for every method and property of the type.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Interface | AttributeTargets.Class)]
public sealed class RemoteCallAttribute : Attribute { }
