using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts.Models;

internal sealed partial class DeclaredModels
{
    /// <summary>Why a declared deadline is too short for the consistency declared with it; null where it need not be.</summary>
    public static string? LatencyConflictOf(Declaration deadline, TimeSpan limit)
    {
        if (ModelAt(deadline.Target) is not { MaxDelay: { } delay })
        {
            return null;
        }

        // Not doubled: the longest delay there is must not overflow.
        return limit - delay < delay && QuorumAskedBy(deadline.Target) is { } quorum
            ? $"it waits for {quorum}, which takes a round trip of 2 × {DurationText.Of(delay)} (MaxDelay) at worst"
            : FastCounterpartOf(deadline, limit, delay);
    }

    /// <summary>The quorum that a member certainly asks, in words: its own; or its type's, of which a member without a result asks the
    /// write quorum.</summary>
    private static string? QuorumAskedBy(ISymbol target)
    {
        if (Declarations.NearestOf(target, Annotations.Quorum, out var carrier) is not { } quorum)
        {
            return null;
        }

        var (read, write) = (Annotations.Number(quorum, "Read") ?? 0, Annotations.Number(quorum, "Write") ?? 0);
        var isOwn = target is not INamedTypeSymbol && SymbolEqualityComparer.Default.Equals(carrier, target);
        var certain =
            !isOwn && target is IMethodSymbol method && !GivesValue(method) ? write
            : isOwn || (read > 0 && write > 0) ? Math.Min(read > 0 ? read : int.MaxValue, write > 0 ? write : int.MaxValue)
            : 0;
        return certain is > 1 and < int.MaxValue ? $"{certain} replicas" : null;
    }

    /// <summary>
    /// Where all see one order, a read and a write together take at least one message delay (Lipton and Sandberg 1988, Attiya and Welch
    /// 1994). A member that gives nothing back is a write; one that gives a value and is not declared to change anything is a read.
    /// </summary>
    private static string? FastCounterpartOf(Declaration deadline, TimeSpan limit, TimeSpan delay)
    {
        if (deadline.Target is not IMethodSymbol { ContainingType: { } type } write || GivesValue(write) || !IsStrong(write))
        {
            return null;
        }

        foreach (var member in type.GetMembers())
        {
            if (
                member is IMethodSymbol { MethodKind: MethodKind.Ordinary } read
                && GivesValue(read)
                && IsStrong(read)
                && Annotations.Find(read, Annotations.NotIdempotent) is null
                && Declarations.NearestOf(read, Annotations.Deadline, out _) is { } other
                && Durations.TryParse(Annotations.Text(other, "duration"), out var readLimit)
                && readLimit < delay - limit
            )
            {
                return $"with the {DurationText.Of(readLimit)} of '{read.Name}' a write and a read would take less than one message (MaxDelay {DurationText.Of(delay)}), and they could not see one order (Attiya and Welch 1994)";
            }
        }

        return null;
    }

    private static bool IsStrong(ISymbol member) =>
        Declarations.NearestOf(member, Annotations.Consistency, out _) is { } declared
        && Annotations.Member<Consistency>(declared, "level") is { } level
        && SystemModels.IsStrong(level);

    public static bool GivesValue(IMethodSymbol method) =>
        !method.ReturnsVoid && method.ReturnType is not INamedTypeSymbol { Name: "Task" or "ValueTask", IsGenericType: false };
}
