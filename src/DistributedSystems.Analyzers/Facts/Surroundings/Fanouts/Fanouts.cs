using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

/// <summary>Remote calls that are made once for each of many items, one by one or all at once.</summary>
internal sealed partial class Fanouts(
    Project project,
    Values values,
    Functions functions,
    Origins origins,
    RemoteCalls remoteCalls,
    Runners runners,
    Reachability reachability
);
