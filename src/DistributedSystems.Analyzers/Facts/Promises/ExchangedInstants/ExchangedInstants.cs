using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Instants and counters that leave the process or come from another one.</summary>
internal sealed partial class ExchangedInstants(
    CatalogIndex catalog,
    WellKnownTypes types,
    Values values,
    Functions functions,
    Entities entities,
    PrivatePlaces privatePlaces,
    ValueFlow valueFlow,
    RemoteCalls remoteCalls,
    Clocks clocks
);
