using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

internal sealed partial class DeclaredModels
{
    private const int LargestGroup = 1024;

    /// <summary>
    /// The first groups, of 1 to 1024 replicas, for which a declared quorum function gives a size that is not safe and one that is not
    /// live, in words; null where there are none, or where the function cannot be evaluated. Arguments that it rejects are left out.
    /// </summary>
    public string? QuorumCounterexampleOf(IMethodSymbol method, AttributeData declared)
    {
        if (CountsOf(method) is not { } counts)
        {
            return null;
        }

        var kind = Annotations.Argument(declared, "Kind") is null ? QuorumKind.Majority : Annotations.Member<QuorumKind>(declared, "Kind");
        var faults = Annotations.Number(declared, "Faults") is >= 0 and var given ? given : (int?)null;
        if (kind is not { } quorum)
        {
            return null;
        }

        var function = new IntegerFunction(EvaluatedBodyOf, EvaluatedValueOf);
        string? unsafeAt = null,
            stuckAt = null;
        for (var n = 1; n <= LargestGroup; n++)
        {
            foreach (var f in FaultsToTry(quorum, n, counts == 2, faults))
            {
                switch (function.Evaluate(method, counts == 2 ? new[] { n, f } : new[] { n }, out var q))
                {
                    case Outcome.Unknown:
                        return null;
                    case Outcome.Throws:
                        continue;
                }

                var least = LeastSafe(quorum, n, f);
                if (unsafeAt is null && q < least.Size)
                {
                    unsafeAt =
                        $"for n = {n}{Faulty(f, quorum)} it gives {q}, and two quorums of that size need not share {least.Share}: it takes {least.Size}, {least.Formula}";
                }

                if (stuckAt is null && q > n - f)
                {
                    stuckAt = $"for n = {n} it gives {q}, more than the {n - f} that answer when f = {f} do not: q must be at most n - f";
                }
            }
        }

        return unsafeAt is not null && stuckAt is not null ? unsafeAt + "; " + stuckAt : unsafeAt ?? stuckAt;
    }

    private static string Faulty(int f, QuorumKind kind) => kind == QuorumKind.Majority ? "" : $" and f = {f}";

    /// <summary>How many numbers a quorum function takes: the replicas, and perhaps the faulty ones. Null where it takes anything
    /// else.</summary>
    private static int? CountsOf(IMethodSymbol method) =>
        method.Parameters.Length is 1 or 2
        && method.Parameters.All(parameter =>
            parameter.Type.SpecialType
                is SpecialType.System_Int32
                    or SpecialType.System_Int64
                    or SpecialType.System_UInt32
                    or SpecialType.System_Int16
        )
            ? method.Parameters.Length
            : null;

    /// <summary>The numbers of faults that a group of n is asked to tolerate: the declared one, else as many as it can, and where they are
    /// an argument the smallest ones too.</summary>
    private static IEnumerable<int> FaultsToTry(QuorumKind kind, int n, bool isArgument, int? declared)
    {
        var most =
            (n - 1)
            / (
                kind == QuorumKind.Majority ? 2
                : kind == QuorumKind.Byzantine ? 3
                : 4
            );
        if (declared is { } only)
        {
            return only <= most ? new[] { only } : Array.Empty<int>();
        }

        return isArgument ? new[] { 0, 1, 2, 3, most - 1, most }.Where(f => f >= 0 && f <= most).Distinct() : new[] { most };
    }

    private static (long Size, string Share, string Formula) LeastSafe(QuorumKind kind, int n, int f) =>
        kind switch
        {
            QuorumKind.Byzantine => (
                Quorums.Byzantine(n, f),
                "a correct replica",
                "⌊(n + f) / 2⌋ + 1 (Cachin, Guerraoui and Rodrigues 2011)"
            ),
            QuorumKind.Masking => (
                ((n + (2L * f)) / 2) + 1,
                "more correct replicas than lying ones",
                "⌊(n + 2f) / 2⌋ + 1 (Malkhi and Reiter 1998)"
            ),
            _ => (Quorums.Majority(n), "a replica", "⌊n / 2⌋ + 1"),
        };

    private IOperation? EvaluatedBodyOf(IMethodSymbol method) =>
        method is { IsAsync: false, IsAbstract: false } && functions.IsOwnMethod(method) ? functions.BodyOf(method) : null;

    private IOperation? EvaluatedValueOf(IFieldReferenceOperation field) =>
        field.Field is { IsReadOnly: true, IsStatic: true } && values.WritesTo(field) is { Complete: true, Values: { Length: 1 } written }
            ? written[0]
            : null;
}
