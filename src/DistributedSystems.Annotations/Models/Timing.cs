namespace DistributedSystems;

/// <summary>What a component assumes about how long processing steps and messages take (Dwork, Lynch and Stockmeyer 1988).</summary>
#if ANNOTATIONS
public
#else
internal
#endif
enum Timing
{
    /// <summary>Known upper bounds hold at all times, so an answer that is late is proof of a failure.</summary>
    Synchronous,

    /// <summary>Upper bounds exist but are unknown, or hold only from some unknown time on. What most networks are taken to be.</summary>
    PartiallySynchronous,

    /// <summary>No upper bound: a slow process cannot be told from a crashed one.</summary>
    Asynchronous,
}
