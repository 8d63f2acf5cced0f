namespace DistributedSystems;

/// <summary>
/// Only the current leader, or holder of a lease, may do this. A process can never be certain that it still is the leader at the moment
/// its message arrives, so what this does carries a fencing token. Also on a local function or lambda.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class RequiresLeadershipAttribute : Attribute { }
