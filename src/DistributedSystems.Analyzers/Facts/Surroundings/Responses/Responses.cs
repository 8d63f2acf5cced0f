using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

/// <summary>Responses whose body is read although nobody looked whether they tell of success.</summary>
internal sealed partial class Responses(
    Project project,
    WellKnownTypes types,
    TypeHierarchy hierarchy,
    Values values,
    FlowGraphs flowGraphs,
    Functions functions,
    Constants constants,
    RemoteCalls remoteCalls
);
