using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>The tokens that a piece of code could pass on.</summary>
internal sealed partial class CancellationTokens(SemanticModels models, Project project, WellKnownTypes types, Values values, Functions functions, ConstantDurations constantDurations, RemoteCalls remoteCalls, Runners runners, Deadlines deadlines, AppliedDeadlines appliedDeadlines);
