using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>How long an operation with all its attempts takes at worst.</summary>
internal sealed partial class WorstCases(
    WellKnownTypes types,
    Values values,
    Functions functions,
    Declarations declarations,
    Constants constants,
    RemoteCalls remoteCalls,
    Pipelines pipelines,
    TokenDeadlines tokenDeadlines,
    Attempts attempts,
    RepeatedCalls repeatedCalls,
    StrategyTimes strategyTimes,
    CallLimits callLimits
);
