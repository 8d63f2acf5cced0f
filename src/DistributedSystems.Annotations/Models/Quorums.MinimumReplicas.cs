namespace DistributedSystems;

static partial class Quorums
{
    /// <summary>
    /// The smallest number of replicas with which the problem can be solved although <paramref name="f"/> of them fail; null where the
    /// literature does not settle it or the combination makes no sense. Never one formula: the bound depends on all of the other
    /// parameters. In the asynchronous model it is the bound for randomised algorithms, because no deterministic consensus is certain
    /// to end there (Fischer, Lynch and Paterson 1985).
    /// </summary>
    /// <param name="failures">How replicas fail.</param>
    /// <param name="timing">What is assumed about time.</param>
    /// <param name="authenticated">Whether messages are signed, so that a replica can prove to a third one what a second one said.</param>
    /// <param name="problem">What the replicas solve.</param>
    /// <param name="f">Replicas that may fail, at least 0.</param>
    /// <returns>A count of replicas. Wider than <paramref name="f"/>, so that no bound overflows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="f"/> is negative, or another argument is not a member of its enumeration.
    /// </exception>
    public static long? MinimumReplicas(Failures failures, Timing timing, bool authenticated, Problem problem, int f)
    {
        RequireFaults(f);
        if (failures is < Failures.CrashStop or > Failures.Byzantine)
        {
            throw new ArgumentOutOfRangeException(nameof(failures));
        }

        if (timing is < Timing.Synchronous or > Timing.Asynchronous)
        {
            throw new ArgumentOutOfRangeException(nameof(timing));
        }

        return problem switch
        {
            Problem.Consensus or Problem.StateMachineReplication => ForAgreement(failures, timing, authenticated, problem, f),
            Problem.DisseminationQuorumStorage or Problem.MaskingQuorumStorage => ForStorage(failures, timing, authenticated, problem, f),
            _ => throw new ArgumentOutOfRangeException(nameof(problem)),
        };
    }

    private static long? ForAgreement(Failures failures, Timing timing, bool authenticated, Problem problem, long f) =>
        (failures, timing) switch
        {
            // A crash is detected for certain, so one survivor is enough (Schneider 1990, fail-stop).
            (Failures.CrashStop, Timing.Synchronous) => f + 1,

            // Otherwise two halves could decide without each other (partially synchronous: Dwork, Lynch and Stockmeyer 1988;
            // asynchronous: Bracha and Toueg 1985).
            (Failures.CrashStop, _) => (2 * f) + 1,

            // Promises survive in stable storage, as in Paxos (Lamport 1998).
            (Failures.CrashRecovery, Timing.PartiallySynchronous) => (2 * f) + 1,

            // Two halves that omit each other's messages must not decide separately (synchronous, general omission and uniform agreement:
            // Hadzilacos and Toueg 1994; partially synchronous: Dwork, Lynch and Stockmeyer 1988).
            (Failures.Omission, Timing.Synchronous or Timing.PartiallySynchronous) => (2 * f) + 1,

            // With signatures and rounds the replicas agree at any f; the client still has to outvote f false answers (Schneider 1990).
            // For consensus alone the bound depends on which validity is asked for, so it stays open here.
            (Failures.Byzantine, Timing.Synchronous) when authenticated => problem == Problem.StateMachineReplication ? (2 * f) + 1 : null,

            // Lamport, Shostak and Pease 1982 (synchronous, unsigned); Dwork, Lynch and Stockmeyer 1988 and Castro and Liskov 1999
            // (partially synchronous, signed or not); Bracha and Toueg 1985 (asynchronous).
            (Failures.Byzantine, _) => (3 * f) + 1,

            // Amnesia is bounded by how many stay up, not by f alone. Timing failures make no sense without time bounds, and with them
            // the cost lies between omission and Byzantine.
            _ => null,
        };

    private static long? ForStorage(Failures failures, Timing timing, bool authenticated, Problem problem, long f)
    {
        // The bounds of Malkhi and Reiter are about lying servers whose silence proves nothing. Where it proves failure, fewer do
        // (Bazzi 1997).
        if (failures != Failures.Byzantine || timing == Timing.Synchronous)
        {
            return null;
        }

        if (problem == Problem.MaskingQuorumStorage)
        {
            return (4 * f) + 1;
        }

        // A dissemination quorum is defined for self-verifying data only.
        return authenticated ? (3 * f) + 1 : null;
    }
}
