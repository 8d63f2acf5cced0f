using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Cancellation that is not passed on: tokens dropped, calls abandoned, and clean-up that drops them on purpose.</summary>
internal sealed partial class Cancellation(
    Project project,
    WellKnownTypes types,
    Values values,
    Constants constants,
    RemoteCalls remoteCalls,
    Deadlines deadlines,
    Tokens tokens
);
