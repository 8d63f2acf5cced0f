namespace DistributedSystems;

/// <summary>Which crashed processes a failure detector finds in the end (Chandra and Toueg 1996).</summary>
#if ANNOTATIONS
public
#else
internal
#endif
enum Completeness
{
    /// <summary>Each crashed process is suspected for ever by some correct process.</summary>
    Weak,

    /// <summary>Each crashed process is suspected for ever by every correct process.</summary>
    Strong,
}
