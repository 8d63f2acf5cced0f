using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

/// <summary>Retry policies as they are constructed: attempts, delay, jitter, and which failures they handle.</summary>
internal sealed partial class Policies(
    WellKnownTypes types,
    Values values,
    Functions functions,
    Constants constants,
    RemoteCalls remoteCalls
);
