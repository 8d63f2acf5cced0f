using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>
    /// Does a declaration promise less than what its target implements, overrides or derives from? A caller only knows the latter. Where
    /// timings or channels differ it depends on who relies on whom, so nothing is said.
    /// </summary>
    private static Contradiction? WeakerThanContract(Declaration declaration)
    {
        foreach (var contract in OriginsOf(declaration.Target).Skip(1))
        {
            // On a type these two hold for each of its members.
            var around = declaration.Name is Annotations.Deadline or Annotations.Consistency && contract is not INamedTypeSymbol ? contract.ContainingType : null;
            if ((Annotations.Find(contract, declaration.Name == Annotations.NotIdempotent ? Annotations.Idempotent : declaration.Name) ?? (around is null ? null : Annotations.Find(around, declaration.Name))) is { } promised
                && Loss(declaration.Name, promised, declaration.Data) is { } loss)
            {
                var name = contract is INamedTypeSymbol ? contract.Name : contract.ContainingType.Name + "." + contract.Name;
                return $"'{name}' promises {loss}";
            }
        }

        return null;
    }

    private static string? Loss(string attribute, AttributeData promised, AttributeData kept)
    {
        switch (attribute)
        {
            case Annotations.NotIdempotent:
                return "to be idempotent";
            case Annotations.Idempotent:
                // With a key, another value of which makes another operation, less is repeatable than without.
                return Annotations.Text(promised, "Key") is null && Annotations.Text(kept, "Key") is { } key ? $"to be idempotent for any call, this one only while '{key}' stays the same" : null;
            case Annotations.Deadline:
                return Durations.TryParse(Annotations.Text(promised, "duration"), out var limit) && Durations.TryParse(Annotations.Text(kept, "duration"), out var actual) && actual > limit
                    ? $"an answer within {DurationText.Of(limit)}, this one takes up to {DurationText.Of(actual)}"
                    : null;
            case Annotations.Consistency:
                return Annotations.Member<Consistency>(promised, "level") is { } level && Annotations.Member<Consistency>(kept, "level") is { } weaker && weaker < level
                    ? $"{level} consistency, this one is {weaker}"
                    : null;
            case Annotations.SystemModel:
                return Annotations.Member<Failures>(promised, "Failures") is { } planned && Annotations.Member<Failures>(kept, "Failures") is { } failures && !SystemModels.Tolerates(planned, failures)
                    ? $"to fail by {planned} at worst, this one by {failures}"
                    : null;
            default:
                return null;
        }
    }
}
