using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>The limits of a registered client and of its handlers: whether the inner one can be met.</summary>
internal sealed partial class ClientLimits(
    SemanticModels models,
    Project project,
    WellKnownTypes types,
    Values values,
    CallSites callSites,
    Functions functions,
    Constants constants,
    Builders builders,
    Registrations registrations,
    RegisteredRetries registeredRetries,
    ProtectedClients protectedClients,
    StrategyTimes strategyTimes,
    WorstCases worstCases
);
