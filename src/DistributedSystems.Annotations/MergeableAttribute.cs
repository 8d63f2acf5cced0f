namespace DistributedSystems;

/// <summary>
/// Replicas of this value are merged in any order and any number of times, so merging is a join: commutative, associative and idempotent
/// (Shapiro and others 2011). On a method it marks the merge; on a type, every method that takes another value of the type and gives
/// back one, or nothing.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
public sealed class MergeableAttribute : Attribute { }
