namespace DistributedSystems;

/// <summary>What follows from a declared system model.</summary>
#if ANNOTATIONS
public
#else
internal
#endif
static partial class SystemModels
{
    /// <summary>
    /// Whether an answer that does not arrive in time proves that its sender has failed. Only known time bounds allow that conclusion;
    /// without them a crashed process looks like a slow one (Fischer, Lynch and Paterson 1985).
    /// </summary>
    /// <param name="timing">The declared timing.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timing"/> is not a member of the enumeration.</exception>
    public static bool TimeoutProvesFailure(Timing timing) =>
        timing switch
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

    /// <summary>What a channel is worth to code that has put these adapters in front of it.</summary>
    /// <param name="channel">The channel as it is.</param>
    /// <param name="adapters">What the code does about it.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="channel"/> is not a member of the enumeration.</exception>
    public static Channel Adapt(Channel channel, Adapters adapters)
    {
        if (channel is < Channel.FairLoss or > Channel.Authenticated)
        {
            throw new ArgumentOutOfRangeException(nameof(channel));
        }

        if (channel == Channel.FairLoss && (adapters & Adapters.Retransmission) != 0)
        {
            channel = Channel.Reliable;
        }

        // A lossy channel stays lossy when its messages are signed.
        return channel == Channel.Reliable && (adapters & Adapters.Authentication) != 0 ? Channel.Authenticated : channel;
    }

    /// <summary>What is left of a failure for code that has put these adapters in front of it.</summary>
    /// <param name="failures">The failures as they are.</param>
    /// <param name="adapters">
    /// What the code does about them. <see cref="Adapters.Authentication"/> is taken to speak of a channel that forges: nothing cures a
    /// process that lies.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="failures"/> is not a member of the enumeration.</exception>
    public static Failures Adapt(Failures failures, Adapters adapters) =>
        failures switch
        {
            Failures.CrashRecoveryAmnesia when (adapters & Adapters.WriteAheadLog) != 0 => Failures.CrashRecovery,
            Failures.Byzantine when (adapters & Adapters.Authentication) != 0 => Failures.Omission,
            < Failures.CrashStop or > Failures.Byzantine => throw new ArgumentOutOfRangeException(nameof(failures)),
            _ => failures,
        };

    /// <summary>Whether a system with the timing <paramref name="declared"/> gives what something that needs <paramref name="required"/>
    /// asks for.</summary>
    /// <param name="declared">The timing of the system.</param>
    /// <param name="required">The weakest timing that is enough.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not a member of the enumeration.</exception>
    public static bool Provides(Timing declared, Timing required)
    {
        if (declared is < Timing.Synchronous or > Timing.Asynchronous)
        {
            throw new ArgumentOutOfRangeException(nameof(declared));
        }

        // The members are ordered by what they give: each system is also one of those after it.
        return required is < Timing.Synchronous or > Timing.Asynchronous
            ? throw new ArgumentOutOfRangeException(nameof(required))
            : declared <= required;
    }

    /// <summary>Whether a channel gives what something that needs <paramref name="required"/> asks for.</summary>
    /// <param name="declared">The channel there is.</param>
    /// <param name="required">The weakest channel that is enough.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not a member of the enumeration.</exception>
    public static bool Provides(Channel declared, Channel required)
    {
        if (declared is < Channel.FairLoss or > Channel.Authenticated)
        {
            throw new ArgumentOutOfRangeException(nameof(declared));
        }

        return required is < Channel.FairLoss or > Channel.Authenticated
            ? throw new ArgumentOutOfRangeException(nameof(required))
            : declared >= required;
    }
}
