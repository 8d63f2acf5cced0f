using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

/// <summary>What a catch clause makes of a failure, and what its caller is told.</summary>
internal sealed partial class Handlers(
    CatalogIndex catalog,
    Values values,
    Functions functions,
    RemoteCalls remoteCalls,
    Runners runners,
    Replays replays,
    Effects effects,
    Reachability reachability,
    Clients clients
);
