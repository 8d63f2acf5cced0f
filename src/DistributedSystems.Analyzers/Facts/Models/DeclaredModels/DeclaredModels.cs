using System.Collections.Concurrent;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts.Models;

/// <summary>The system model declared for a piece of code, and where.</summary>
internal sealed record DeclaredModel(Timing Timing, Failures Failures, Channel Channel, string DeclaredOn)
{
    /// <summary>The longest a message takes; null where no bound is declared or it cannot be read.</summary>
    public TimeSpan? MaxDelay { get; init; }

    /// <summary>The worst that what it calls may do.</summary>
    public Failures Tolerated { get; init; } = Failures;

    /// <summary>The most by which two wall clocks differ; null where no bound is declared or it cannot be read.</summary>
    public TimeSpan? MaxClockSkew { get; init; }

    /// <summary>The network may split.</summary>
    public bool Partitions { get; init; } = true;
}

/// <summary>The declared system model in force at a symbol, and what follows from it by arithmetic.</summary>
internal sealed partial class DeclaredModels(Values values, Functions functions)
{
    private readonly ConcurrentDictionary<ISymbol, DeclaredModel?> models = new(SymbolEqualityComparer.Default);

    /// <summary>Is anything declared that lets a consensus end in the asynchronous model: randomness, a failure detector, stronger timing
    /// for its liveness, no faults?</summary>
    public static bool MayTerminate(Declaration consensus) =>
        Annotations.Truth(consensus.Data, "Deterministic") == false
        || (
            Annotations.Argument(consensus.Data, "Uses") is { IsNull: false } uses
            && (uses.Value is not INamedTypeSymbol detector || IsOrMayBeDetector(detector))
        )
        || Declarations.NearestOf(consensus.Target, Annotations.FailureDetector, out _) is not null
        || (
            Declarations.NearestOf(consensus.Target, Annotations.Liveness, out _) is { } liveness
            && Annotations.Member<Timing>(liveness, "Requires") is Timing.Synchronous or Timing.PartiallySynchronous
        )
        || (
            Declarations.NearestOf(consensus.Target, Annotations.ReplicaGroup, out _) is { } group
            && (Annotations.Number(group, "Faults") ?? 0) == 0
            && Annotations.Argument(group, "Faults") is not null
        );

    // A type of someone else's may be a detector without saying so.
    private static bool IsOrMayBeDetector(INamedTypeSymbol type) =>
        Declarations.DeclaredOn(type, Annotations.FailureDetector) is not null || !type.Locations.Any(location => location.IsInSource);

    /// <summary>
    /// The model in force at a symbol: declared on the member or one it overrides or implements, else on its types from the inside out,
    /// else on its assembly; null where nothing declares one.
    /// </summary>
    public static DeclaredModel? ModelAt(ISymbol symbol) =>
        Declarations.NearestOf(symbol, Annotations.SystemModel, out var carrier) is { } declared ? ModelIn(declared, carrier!) : null;

    /// <summary>What one declaration says; null where it says too little.</summary>
    public static DeclaredModel? ModelIn(AttributeData declared, ISymbol carrier) =>
        Annotations.Member<Timing>(declared, "Timing") is { } timing && Annotations.Member<Failures>(declared, "Failures") is { } failures
            ? new DeclaredModel(timing, failures, Annotations.Member<Channel>(declared, "Channel") ?? Channel.Reliable, carrier.Name)
            {
                MaxDelay = Durations.TryParse(Annotations.Text(declared, "MaxDelay"), out var delay) ? delay : null,
                MaxClockSkew = Durations.TryParse(Annotations.Text(declared, "MaxClockSkew"), out var skew) ? skew : null,
                Tolerated = Annotations.Member<Failures>(declared, "Tolerates") ?? failures,
                Partitions = Annotations.Truth(declared, "Partitions") ?? true,
            }
            : null;

    /// <summary>The model in force at a symbol, as <see cref="ModelAt"/>; one probe for a symbol that was asked about before.</summary>
    public DeclaredModel? ModelOf(ISymbol symbol)
    {
        if (!models.TryGetValue(symbol, out var model))
        {
            models[symbol] = model = ModelAt(symbol);
        }

        return model;
    }
}
