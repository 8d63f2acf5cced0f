using DistributedSystems.Analyzers.Facts.Code;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Readings of the wall clock, the instants and durations made of them, and the clock that a type was given.</summary>
internal sealed partial class Clocks(
    Project project,
    WellKnownTypes types,
    Values values,
    Functions functions,
    PrivatePlaces privatePlaces,
    Declarations declarations
);
