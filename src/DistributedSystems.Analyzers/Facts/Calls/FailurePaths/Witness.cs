using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>A status or error code, by the enumeration that names it; a value of null where the failure carries none.</summary>
internal readonly record struct OutcomeCode(string Enumeration, object? Value);

/// <summary>
/// One concrete failure of a call. Questions about failures are asked for one at a time: what all of them have in common says little, since one
/// that leaves a loop would hide another that never does.
/// </summary>
/// <param name="How">How the call tells it.</param>
internal sealed record Witness(Hypothesis How)
{
    /// <summary>The exception's type; null for any that leaves open whether the operation was carried out.</summary>
    public ITypeSymbol? Thrown { get; init; }

    /// <summary>The code it carries; null for all those together that leave open whether the operation was carried out.</summary>
    public OutcomeCode? Code { get; init; }

    /// <summary>What it answers to tests that cannot be read, by their syntax. What is not in here may answer either way.</summary>
    public ImmutableDictionary<SyntaxNode, bool> Answers { get; init; } = ImmutableDictionary<SyntaxNode, bool>.Empty;

    /// <summary>Tells it from others that the same call may meet.</summary>
    public string Key =>
        $"{How}/{Code}/{string.Join(",", Answers.OrderBy(answer => answer.Key.SpanStart).Select(answer => $"{answer.Key.SpanStart}:{answer.Value}"))}";

    /// <summary>How messages name it, with a blank behind it; empty where nothing but a failure is assumed.</summary>
    public string Description => Code is { Value: not null } code ? OutcomeCodes.Name(code) + " " : "";
}
