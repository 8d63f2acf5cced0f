namespace DistributedSystems;

/// <summary>
/// How a process may fail. The kinds are partially ordered, not numbered by severity:
/// <see cref="SystemModels.Tolerates"/> knows which includes which.
/// </summary>
#if ANNOTATIONS
public
#else
internal
#endif
enum Failures
{
    /// <summary>A process halts and never comes back.</summary>
    CrashStop,

    /// <summary>A process may halt and come back with everything it had written to stable storage.</summary>
    CrashRecovery,

    /// <summary>A process may halt and come back having lost what it had promised or stored.</summary>
    CrashRecoveryAmnesia,

    /// <summary>A process may fail to send or to receive some of its messages (general omission).</summary>
    Omission,

    /// <summary>
    /// A process may answer correctly but too early or too late. Means something only where time bounds exist: in the synchronous
    /// model.
    /// </summary>
    Timing,

    /// <summary>A process may do anything, lying and colluding included (Lamport, Shostak and Pease 1982).</summary>
    Byzantine,
}
