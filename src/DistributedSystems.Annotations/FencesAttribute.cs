namespace DistributedSystems;

/// <summary>
/// Powers another node off, or locks it out of what it shares: when this completes, that node does nothing more, whether it has failed or
/// was only slow. What follows on a timeout then no longer rests on the timeout.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FencesAttribute : Attribute { }
