using DistributedSystems.Analyzers.Facts.Code;

namespace DistributedSystems.Analyzers.Facts.Models;

/// <summary>How many replicas a declared group has, and needs.</summary>
/// <param name="Replicas">The declared number.</param>
/// <param name="Faults">The declared number that may fail.</param>
/// <param name="Minimum">The bound.</param>
/// <param name="Formula">The bound as a formula with its source.</param>
/// <param name="Model">The model it follows from.</param>
/// <param name="Problem">The problem it follows from.</param>
internal sealed record ReplicaBound(int Replicas, int Faults, long Minimum, string Formula, DeclaredModel Model, Problem Problem)
{
    public bool IsMet => Replicas >= Minimum;
}

internal sealed partial class DeclaredModels
{
    /// <summary>The bound that holds for a declared group under the model in force; null where a number or the model is missing, or the
    /// literature does not settle it.</summary>
    public static ReplicaBound? ReplicaBoundOf(Declaration group)
    {
        if (
            Annotations.Number(group.Data, "Replicas") is not (>= 1 and var replicas)
            || (Annotations.Number(group.Data, "Faults") ?? 0) is not (>= 0 and var faults)
            || ModelAt(group.Target) is not { } model
        )
        {
            return null;
        }

        // Left out it is the enumeration's first member, as in the attribute itself; a value without a name is nothing.
        var problem = Annotations.Argument(group.Data, "Problem") is null
            ? Problem.Consensus
            : Annotations.Member<Problem>(group.Data, "Problem");
        return
            problem is { } solved
            && Quorums.MinimumReplicas(model.Failures, model.Timing, model.Channel == Channel.Authenticated, solved, faults) is { } minimum
            ? new ReplicaBound(replicas, faults, minimum, FormulaOf(model, solved, minimum), model, solved)
            : null;
    }

    /// <summary>Says in words what <see cref="Quorums.MinimumReplicas"/> computes; the factor is read off the function itself.</summary>
    private static string FormulaOf(DeclaredModel model, Problem problem, long minimum)
    {
        var factor = Quorums.MinimumReplicas(model.Failures, model.Timing, model.Channel == Channel.Authenticated, problem, 1) - 1;
        var source = (model.Failures, model.Timing) switch
        {
            (Failures.CrashStop, Timing.Synchronous) => "Schneider 1990",
            (Failures.CrashStop, Timing.Asynchronous) => "Bracha and Toueg 1985",
            (Failures.CrashStop, _) => "Dwork, Lynch and Stockmeyer 1988",
            (Failures.CrashRecovery, _) => "Lamport 1998",
            (Failures.Omission, Timing.Synchronous) => "Hadzilacos and Toueg 1994",
            (Failures.Omission, _) => "Dwork, Lynch and Stockmeyer 1988",
            _ when problem is Problem.MaskingQuorumStorage or Problem.DisseminationQuorumStorage => "Malkhi and Reiter 1998",
            (_, Timing.Synchronous) => model.Channel == Channel.Authenticated ? "Schneider 1990" : "Lamport, Shostak and Pease 1982",
            (_, Timing.PartiallySynchronous) => "Dwork, Lynch and Stockmeyer 1988",
            _ => "Bracha and Toueg 1985",
        };
        return $"n ≥ {(factor == 1 ? "" : factor.ToString())}f + 1 = {minimum} ({source})";
    }
}
