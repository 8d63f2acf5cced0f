using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>Is anything declared that lets a consensus end in the asynchronous model: randomness, a failure detector, stronger timing for its liveness, no faults?</summary>
    public static bool MayTerminate(Declaration consensus) =>
        Annotations.Truth(consensus.Data, "Deterministic") == false
        || (Annotations.Argument(consensus.Data, "Uses") is { IsNull: false } uses && (uses.Value is not INamedTypeSymbol detector || IsOrMayBeDetector(detector)))
        || NearestOf(consensus.Target, Annotations.FailureDetector, out _) is not null
        || (NearestOf(consensus.Target, Annotations.Liveness, out _) is { } liveness && Annotations.Member<Timing>(liveness, "Requires") is Timing.Synchronous or Timing.PartiallySynchronous)
        || (NearestOf(consensus.Target, Annotations.ReplicaGroup, out _) is { } group && (Annotations.Number(group, "Faults") ?? 0) == 0 && Annotations.Argument(group, "Faults") is not null);

    // A type of someone else's may be a detector without saying so.
    private static bool IsOrMayBeDetector(INamedTypeSymbol type) =>
        DeclaredOn(type, Annotations.FailureDetector) is not null || !type.Locations.Any(location => location.IsInSource);
}
