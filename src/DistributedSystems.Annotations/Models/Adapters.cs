namespace DistributedSystems;

/// <summary>
/// What code does to make a weaker system look like a stronger one. <see cref="SystemModels.Adapt(Channel, Adapters)"/> and
/// <see cref="SystemModels.Adapt(Failures, Adapters)"/> say what each is worth.
/// </summary>
[Flags]
#if ANNOTATIONS
public
#else
internal
#endif
enum Adapters
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>
    /// Sends again until it is acknowledged, and the receiver drops what it has seen: fair-loss becomes reliable. Retries that give up
    /// count only if giving up surfaces as a failure (Cachin, Guerraoui and Rodrigues 2011, section 2.4).
    /// </summary>
    Retransmission = 1,

    /// <summary>
    /// Checks who sent a message (a message authentication code, TLS) and drops what fails the check: a channel that forges becomes one
    /// that omits. A process that itself lies is not cured by it.
    /// </summary>
    Authentication = 2,

    /// <summary>Writes to stable storage before it promises: a process that forgets becomes one that recovers (Gray 1978).</summary>
    WriteAheadLog = 4,
}
