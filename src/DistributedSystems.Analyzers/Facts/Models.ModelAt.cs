using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>The system model declared for a piece of code, and where.</summary>
internal sealed record DeclaredModel(Timing Timing, Failures Failures, Channel Channel, string DeclaredOn)
{
    /// <summary>The longest a message takes; null where no bound is declared or it cannot be read.</summary>
    public TimeSpan? MaxDelay { get; init; }

    /// <summary>The network may split.</summary>
    public bool Partitions { get; init; } = true;
}

internal sealed partial class CompilationFacts
{
    /// <summary>
    /// The model in force at a symbol: declared on the member or one it overrides or implements, else on its types from the inside out,
    /// else on its assembly; null where nothing declares one.
    /// </summary>
    public static DeclaredModel? ModelAt(ISymbol symbol) => NearestOf(symbol, Annotations.SystemModel, out var carrier) is { } declared ? ModelIn(declared, carrier!) : null;

    /// <summary>What one declaration says; null where it says too little.</summary>
    public static DeclaredModel? ModelIn(AttributeData declared, ISymbol carrier) =>
        Annotations.Member<Timing>(declared, "Timing") is { } timing && Annotations.Member<Failures>(declared, "Failures") is { } failures
            ? new DeclaredModel(timing, failures, Annotations.Member<Channel>(declared, "Channel") ?? Channel.Reliable, carrier.Name)
            {
                MaxDelay = Durations.TryParse(Annotations.Text(declared, "MaxDelay"), out var delay) ? delay : null,
                Partitions = Annotations.Truth(declared, "Partitions") ?? true,
            }
            : null;
}
