using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

/// <summary>Database transactions around an operation, saves beside it, and strategies that run both again.</summary>
internal sealed partial class Transactions(
    SemanticModels models,
    Project project,
    WellKnownTypes types,
    Values values,
    CallSites callSites,
    Functions functions,
    Origins origins,
    Entities entities,
    Outlines outlines
);
