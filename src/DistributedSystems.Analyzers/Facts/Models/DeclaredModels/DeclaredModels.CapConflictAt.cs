using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts.Models;

internal sealed partial class DeclaredModels
{
    /// <summary>
    /// What a declaration of consistency, or of availability, cannot be together with what is in force around it. Of two declarations the
    /// inner one is answered for; on one symbol the one of availability. Null where nothing contradicts, or the network does not split.
    /// </summary>
    public static string? CapConflictAt(Declaration declaration)
    {
        // On a value it is the value that is consistent, not what answers requests.
        if (declaration.Target is IParameterSymbol or IFieldSymbol || ModelAt(declaration.Target) is { Partitions: false })
        {
            return null;
        }

        var isAvailability = declaration.Name == Annotations.AvailableUnderPartition;
        var other = Declarations.NearestOf(
            declaration.Target,
            isAvailability ? Annotations.Consistency : Annotations.AvailableUnderPartition,
            out var carrier
        );

        // Nearer than the declaration in force is one on the member itself, which was asked about.
        return other is not null
            && (isAvailability || !SymbolEqualityComparer.Default.Equals(carrier, declaration.Target))
            && StrengthOf(isAvailability ? other : declaration.Data) is { } strength
                ? strength
            : isAvailability ? NeedOfOthers(declaration.Target)
            : null;
    }

    private static string? StrengthOf(AttributeData consistency) =>
        Annotations.Member<Consistency>(consistency, "level") switch
        {
            Consistency.Sequential => "sequentially consistent",
            Consistency.Linearizable => "linearizable",
            Consistency.StrictSerializable => "strictly serializable",
            _ => null,
        };

    /// <summary>Who is cut off from all others decides nothing with them and is no quorum. Of a member it is not known which of the two
    /// quorums it needs.</summary>
    private static string? NeedOfOthers(ISymbol target)
    {
        if (Annotations.Find(target, Annotations.Consensus) is not null)
        {
            return "part of a consensus";
        }

        if (Declarations.NearestOf(target, Annotations.Quorum, out var carrier) is not { } quorum)
        {
            return null;
        }

        var (read, write) = (Annotations.Number(quorum, "Read") ?? 1, Annotations.Number(quorum, "Write") ?? 1);
        var needed = SymbolEqualityComparer.Default.Equals(carrier, target) ? Math.Max(read, write) : Math.Min(read, write);
        return needed > 1 ? $"bound to a quorum of {needed}" : null;
    }
}
