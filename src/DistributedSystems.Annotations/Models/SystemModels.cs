namespace DistributedSystems;

/// <summary>What follows from a declared system model.</summary>
#if ANNOTATIONS
public
#else
internal
#endif
static class SystemModels
{
    /// <summary>
    /// Whether an answer that does not arrive in time proves that its sender has failed. Only known time bounds allow that conclusion;
    /// without them a crashed process looks like a slow one (Fischer, Lynch and Paterson 1985).
    /// </summary>
    /// <param name="timing">The declared timing.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timing"/> is not a member of the enumeration.</exception>
    public static bool TimeoutProvesFailure(Timing timing) => timing switch
    {
        Timing.Synchronous => true,
        Timing.PartiallySynchronous or Timing.Asynchronous => false,
        _ => throw new ArgumentOutOfRangeException(nameof(timing)),
    };

    /// <summary>
    /// Whether code built for one kind of failure also stands another: whether every behaviour of <paramref name="actual"/> is allowed
    /// under <paramref name="tolerated"/>. A partial order: recovery with amnesia and omission, say, do not include each other.
    /// </summary>
    /// <param name="tolerated">The failures that were planned for.</param>
    /// <param name="actual">The failures that happen.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not a member of the enumeration.</exception>
    public static bool Tolerates(Failures tolerated, Failures actual)
    {
        if (actual is < Failures.CrashStop or > Failures.Byzantine)
        {
            throw new ArgumentOutOfRangeException(nameof(actual));
        }

        return tolerated switch
        {
            Failures.CrashStop => actual is Failures.CrashStop,
            Failures.CrashRecovery => actual is Failures.CrashStop or Failures.CrashRecovery,
            Failures.CrashRecoveryAmnesia => actual is Failures.CrashStop or Failures.CrashRecovery or Failures.CrashRecoveryAmnesia,

            // With stable storage, being down looks from outside like omitting messages.
            Failures.Omission => actual is Failures.CrashStop or Failures.CrashRecovery or Failures.Omission,
            Failures.Timing => actual is Failures.CrashStop or Failures.CrashRecovery or Failures.Omission or Failures.Timing,
            Failures.Byzantine => true,
            _ => throw new ArgumentOutOfRangeException(nameof(tolerated)),
        };
    }
}
