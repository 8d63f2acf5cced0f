using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Timeouts and delays that strategies and sources are given.</summary>
internal sealed partial class StrategyTimes(WellKnownTypes types, Values values, Constants constants, Policies policies);
