namespace DistributedSystems;

/// <summary>
/// What readers of replicated data may see. The levels are partially ordered: <see cref="SystemModels.Includes"/> knows which promises
/// everything that another one does (Viotti and Vukolić 2016).
/// </summary>
#if ANNOTATIONS
public
#else
internal
#endif
enum Consistency
{
    /// <summary>Any earlier state; the replicas agree once writing stops (Terry and others 1994).</summary>
    Eventual,

    /// <summary>Replicas that have received the same writes are in the same state, in whatever order they came (Shapiro and others
    /// 2011).</summary>
    StrongEventual,

    /// <summary>One client sees its own writes and never goes back in time; others need not (Terry and others 1994).</summary>
    Session,

    /// <summary>A state that is at most a known time, or number of writes, behind the last one (Torres-Rojas and others 1999).</summary>
    BoundedStaleness,

    /// <summary>Who sees a write also sees the writes it depends on (Ahamad and others 1995).</summary>
    Causal,

    /// <summary>All see one order of all writes, in which each process's own order is kept (Lamport 1979).</summary>
    Sequential,

    /// <summary>Each operation takes effect at one moment between its call and its return (Herlihy and Wing 1990).</summary>
    Linearizable,

    /// <summary>Each transaction, over any number of objects, takes effect at one moment between its begin and its commit (Papadimitriou
    /// 1979; Herlihy and Wing 1990).</summary>
    StrictSerializable,
}
