namespace DistributedSystems;

/// <summary>What readers of replicated data may see, each level including the ones before it.</summary>
#if ANNOTATIONS
public
#else
internal
#endif
enum Consistency
{
    /// <summary>Any earlier state; the replicas agree once writing stops (Terry and others 1994).</summary>
    Eventual,

    /// <summary>Who sees a write also sees the writes it depends on (Ahamad and others 1995).</summary>
    Causal,

    /// <summary>All see one order of all writes, in which each process's own order is kept (Lamport 1979).</summary>
    Sequential,

    /// <summary>Each operation takes effect at one moment between its call and its return (Herlihy and Wing 1990).</summary>
    Linearizable,
}
