using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>The tokens that a piece of code could pass on.</summary>
internal sealed partial class Tokens(
    SemanticModels models,
    Project project,
    WellKnownTypes types,
    Values values,
    Functions functions,
    Constants constants,
    RemoteCalls remoteCalls,
    Runners runners,
    TokenDeadlines tokenDeadlines,
    AppliedDeadlines appliedDeadlines
);
