namespace DistributedSystems;

/// <summary>
/// Only looks: carrying this out again, or by somebody who should not, changes nothing. On a type it holds for every method of the type
/// that says nothing else of itself.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Interface | AttributeTargets.Class)]
public sealed class ReadOnlyAttribute : Attribute { }
