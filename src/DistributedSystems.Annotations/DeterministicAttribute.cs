namespace DistributedSystems;

/// <summary>
/// The same state and the same input give the same result on every replica and in every replay: no clock, randomness, environment,
/// thread timing, unordered enumeration or I/O. State machine replication rests on it (Schneider 1990). On a type it holds for all of
/// its members, on an interface member for every implementation, on a local function or lambda for that one.
/// </summary>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface
)]
public sealed class DeterministicAttribute : Attribute { }
