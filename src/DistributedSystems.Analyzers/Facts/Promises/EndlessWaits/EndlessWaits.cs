using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Waits that code makes endless: on a call, a client, an options object or a connection string.</summary>
internal sealed partial class EndlessWaits(
    CatalogIndex catalog,
    WellKnownTypes types,
    Values values,
    Constants constants,
    Registrations registrations,
    ClientUses clientUses,
    TokenDeadlines tokenDeadlines,
    Deadlines deadlines
);
