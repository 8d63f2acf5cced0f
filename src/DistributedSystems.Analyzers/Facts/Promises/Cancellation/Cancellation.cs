using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Cancellation that is not passed on: tokens dropped, calls abandoned, and clean-up that drops them on purpose.</summary>
internal sealed partial class Cancellation(
    Project project,
    WellKnownTypes types,
    Values values,
    Constants constants,
    Functions functions,
    RemoteCalls remoteCalls,
    Responses responses,
    Deadlines deadlines,
    Tokens tokens
);
