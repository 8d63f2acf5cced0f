using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>What one attempt leaves behind for the next: state, requests, contexts, keys.</summary>
internal sealed partial class AttemptState(Project project, WellKnownTypes types, Values values, Functions functions, ConstantDurations constantDurations, RemoteCalls remoteCalls, Runners runners, HttpRequests httpRequests, FailurePaths failurePaths, Reachability reachability, Responses responses, Clocks clocks, Attempts attempts, JobRetries jobRetries, Retries retries);
