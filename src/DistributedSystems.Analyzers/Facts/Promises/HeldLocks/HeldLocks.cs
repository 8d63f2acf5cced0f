using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Distributed locks from the moment they are taken: who knows that, how long they last, who gives them back.</summary>
internal sealed partial class HeldLocks(
    Project project,
    Values values,
    Functions functions,
    Constants constants,
    Origins origins,
    RemoteCalls remoteCalls,
    Replays replays,
    Reachability reachability,
    WorstCases worstCases,
    Locks locks
);
