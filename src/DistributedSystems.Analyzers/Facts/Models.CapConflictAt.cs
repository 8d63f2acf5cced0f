using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>
    /// The strong consistency that a declaration of it, or of availability, contradicts together with what is in force around it. Of two
    /// declarations the inner one is answered for; on one symbol the one of availability.
    /// </summary>
    public static Consistency? CapConflictAt(Declaration declaration)
    {
        // On a value it is the value that is consistent, not what answers requests.
        if (declaration.Target is IParameterSymbol or IFieldSymbol || ModelAt(declaration.Target) is { Partitions: false })
        {
            return null;
        }

        var isAvailability = declaration.Name == Annotations.AvailableUnderPartition;
        var other = NearestOf(declaration.Target, isAvailability ? Annotations.Consistency : Annotations.AvailableUnderPartition, out var carrier);
        if (other is null || (!isAvailability && SymbolEqualityComparer.Default.Equals(carrier, declaration.Target)))
        {
            return null;
        }

        // Nearer than the declaration in force is one on the member itself, which was asked about.
        var level = Annotations.Member<Consistency>(isAvailability ? other : declaration.Data, "level");
        return level is Consistency.Sequential or Consistency.Linearizable ? level : null;
    }
}
