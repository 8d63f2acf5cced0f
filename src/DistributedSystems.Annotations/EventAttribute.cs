namespace DistributedSystems;

/// <summary>
/// Something that happened, recorded for ever: it never changes, and what is rebuilt from it depends on nothing else. Holds for derived
/// types
/// and, on an interface, for its implementations.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
public sealed class EventAttribute : Attribute { }
