namespace DistributedSystems;

/// <summary>
/// Which mistakes a failure detector may make (Chandra and Toueg 1996). With <see cref="Completeness.Strong"/>,
/// <see cref="Strong"/> makes the perfect detector P and <see cref="EventuallyStrong"/> the eventually perfect one, ◇P.
/// </summary>
#if ANNOTATIONS
public
#else
internal
#endif
enum Accuracy
{
    /// <summary>From some unknown time on, some correct process is not suspected. Enough for consensus with a correct majority
    /// (◇S).</summary>
    EventuallyWeak,

    /// <summary>From some unknown time on, no correct process is suspected.</summary>
    EventuallyStrong,

    /// <summary>Some correct process is never suspected.</summary>
    Weak,

    /// <summary>No process is suspected before it crashes. Takes known time bounds: the synchronous model.</summary>
    Strong,
}
