using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Code;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>What an HTTP request says of its own repetition: its method, its headers, and what the project's message handlers
/// add.</summary>
internal sealed partial class HttpRequests(
    CatalogIndex catalog,
    SemanticModels models,
    Project project,
    WellKnownTypes types,
    TypeHierarchy hierarchy,
    Values values,
    Functions functions,
    Constants constants,
    RemoteCalls remoteCalls
);
