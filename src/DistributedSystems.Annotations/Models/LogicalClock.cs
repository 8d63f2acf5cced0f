namespace DistributedSystems;

/// <summary>The kinds of clock that count events instead of time.</summary>
#if ANNOTATIONS
public
#else
internal
#endif
enum LogicalClock
{
    /// <summary>
    /// One number. If a happened before b, the stamp of a is smaller; a smaller stamp proves nothing (Lamport 1978).
    /// </summary>
    Lamport,

    /// <summary>One number per process. Smaller in every place is the same as happened before (Fidge 1988, Mattern 1989).</summary>
    Vector,

    /// <summary>
    /// Wall-clock time with a counter that keeps it ahead of every stamp received. Like Lamport's it orders and does not prove
    /// causality (Kulkarni and others 2014).
    /// </summary>
    Hybrid,
}
