using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>State that one attempt leaves behind for the next.</summary>
internal sealed partial class AttemptState(
    Values values,
    Functions functions,
    FailurePaths failurePaths,
    Reachability reachability,
    Attempts attempts,
    Retries retries,
    IdempotencyKeys idempotencyKeys
);
