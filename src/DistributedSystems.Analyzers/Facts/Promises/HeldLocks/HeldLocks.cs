using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Distributed locks from the moment they are taken: who knows that, how long they last, who gives them back.</summary>
internal sealed partial class HeldLocks(
    Project project,
    WellKnownTypes types,
    Values values,
    Functions functions,
    Constants constants,
    Origins origins,
    RemoteCalls remoteCalls,
    Replays replays,
    Reachability reachability,
    WorstCases worstCases,
    Locks locks,
    CheckThenActs checkThenActs
)
{
    private readonly GuardedWrites guardedWrites = new(types, origins, remoteCalls, replays, locks, checkThenActs);

    /// <summary>A write that only a lock of this function keeps apart from others, and that would be made after the lock has expired, too.</summary>
    public GuardedWrite? UnfencedWriteAt(IInvocationOperation call) => guardedWrites.WriteAt(call);
}
