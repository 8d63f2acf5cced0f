using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Which tokens carry a deadline, and where it comes from.</summary>
internal sealed partial class TokenDeadlines(
    Project project,
    WellKnownTypes types,
    Values values,
    Constants constants,
    Runners runners,
    Pipelines pipelines
);
