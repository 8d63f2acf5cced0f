namespace DistributedSystems;

/// <summary>
/// Calls the delegates it is given, or carries out its own work, again after a failure, so that everything below may run more than
/// once. Implementations and overrides retry as their contract says.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Interface)]
public sealed class RetriesAttribute : Attribute
{
    /// <summary>How many times more after the first attempt, at least 0. Negative means without end, which is also what leaving it out
    /// means.</summary>
    public int Max { get; set; } = -1;
}
