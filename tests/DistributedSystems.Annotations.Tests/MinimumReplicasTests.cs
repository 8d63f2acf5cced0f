namespace DistributedSystems.Annotations.Tests;

public sealed class MinimumReplicasTests
{
    private static readonly Failures[] EveryFailure = Enum.GetValues<Failures>();
    private static readonly Timing[] EveryTiming = Enum.GetValues<Timing>();
    private static readonly Problem[] EveryProblem = Enum.GetValues<Problem>();

    /// <summary>The whole table for f = 1 and f = 2; what is not in it is not settled.</summary>
    public static TheoryData<Failures, Timing, bool, Problem, long, long> Settled =>
        new()
        {
            { Failures.CrashStop, Timing.Synchronous, false, Problem.Consensus, 2, 3 },
            { Failures.CrashStop, Timing.Synchronous, true, Problem.Consensus, 2, 3 },
            { Failures.CrashStop, Timing.Synchronous, false, Problem.StateMachineReplication, 2, 3 },
            { Failures.CrashStop, Timing.Synchronous, true, Problem.StateMachineReplication, 2, 3 },
            { Failures.CrashStop, Timing.PartiallySynchronous, false, Problem.Consensus, 3, 5 },
            { Failures.CrashStop, Timing.PartiallySynchronous, true, Problem.Consensus, 3, 5 },
            { Failures.CrashStop, Timing.PartiallySynchronous, false, Problem.StateMachineReplication, 3, 5 },
            { Failures.CrashStop, Timing.PartiallySynchronous, true, Problem.StateMachineReplication, 3, 5 },
            { Failures.CrashStop, Timing.Asynchronous, false, Problem.Consensus, 3, 5 },
            { Failures.CrashStop, Timing.Asynchronous, true, Problem.Consensus, 3, 5 },
            { Failures.CrashStop, Timing.Asynchronous, false, Problem.StateMachineReplication, 3, 5 },
            { Failures.CrashStop, Timing.Asynchronous, true, Problem.StateMachineReplication, 3, 5 },
            { Failures.CrashRecovery, Timing.PartiallySynchronous, false, Problem.Consensus, 3, 5 },
            { Failures.CrashRecovery, Timing.PartiallySynchronous, true, Problem.Consensus, 3, 5 },
            { Failures.CrashRecovery, Timing.PartiallySynchronous, false, Problem.StateMachineReplication, 3, 5 },
            { Failures.CrashRecovery, Timing.PartiallySynchronous, true, Problem.StateMachineReplication, 3, 5 },
            { Failures.Omission, Timing.Synchronous, false, Problem.Consensus, 3, 5 },
            { Failures.Omission, Timing.Synchronous, true, Problem.Consensus, 3, 5 },
            { Failures.Omission, Timing.Synchronous, false, Problem.StateMachineReplication, 3, 5 },
            { Failures.Omission, Timing.Synchronous, true, Problem.StateMachineReplication, 3, 5 },
            { Failures.Omission, Timing.PartiallySynchronous, false, Problem.Consensus, 3, 5 },
            { Failures.Omission, Timing.PartiallySynchronous, true, Problem.Consensus, 3, 5 },
            { Failures.Omission, Timing.PartiallySynchronous, false, Problem.StateMachineReplication, 3, 5 },
            { Failures.Omission, Timing.PartiallySynchronous, true, Problem.StateMachineReplication, 3, 5 },
            { Failures.Byzantine, Timing.Synchronous, false, Problem.Consensus, 4, 7 },
            { Failures.Byzantine, Timing.Synchronous, false, Problem.StateMachineReplication, 4, 7 },
            { Failures.Byzantine, Timing.Synchronous, true, Problem.StateMachineReplication, 3, 5 },
            { Failures.Byzantine, Timing.PartiallySynchronous, false, Problem.Consensus, 4, 7 },
            { Failures.Byzantine, Timing.PartiallySynchronous, true, Problem.Consensus, 4, 7 },
            { Failures.Byzantine, Timing.PartiallySynchronous, false, Problem.StateMachineReplication, 4, 7 },
            { Failures.Byzantine, Timing.PartiallySynchronous, true, Problem.StateMachineReplication, 4, 7 },
            { Failures.Byzantine, Timing.Asynchronous, false, Problem.Consensus, 4, 7 },
            { Failures.Byzantine, Timing.Asynchronous, true, Problem.Consensus, 4, 7 },
            { Failures.Byzantine, Timing.Asynchronous, false, Problem.StateMachineReplication, 4, 7 },
            { Failures.Byzantine, Timing.Asynchronous, true, Problem.StateMachineReplication, 4, 7 },
            { Failures.Byzantine, Timing.PartiallySynchronous, true, Problem.DisseminationQuorumStorage, 4, 7 },
            { Failures.Byzantine, Timing.Asynchronous, true, Problem.DisseminationQuorumStorage, 4, 7 },
            { Failures.Byzantine, Timing.PartiallySynchronous, false, Problem.MaskingQuorumStorage, 5, 9 },
            { Failures.Byzantine, Timing.PartiallySynchronous, true, Problem.MaskingQuorumStorage, 5, 9 },
            { Failures.Byzantine, Timing.Asynchronous, false, Problem.MaskingQuorumStorage, 5, 9 },
            { Failures.Byzantine, Timing.Asynchronous, true, Problem.MaskingQuorumStorage, 5, 9 },
        };

    [Theory]
    [MemberData(nameof(Settled))]
    public void A_settled_combination_gives_its_bound(
        Failures failures,
        Timing timing,
        bool authenticated,
        Problem problem,
        long forOne,
        long forTwo
    )
    {
        Assert.Equal(forOne, Quorums.MinimumReplicas(failures, timing, authenticated, problem, 1));
        Assert.Equal(forTwo, Quorums.MinimumReplicas(failures, timing, authenticated, problem, 2));
        Assert.Equal(1, Quorums.MinimumReplicas(failures, timing, authenticated, problem, 0));
    }

    [Fact]
    public void Every_other_combination_is_unknown()
    {
        var settled = Settled.Select(row => ((Failures)row[0], (Timing)row[1], (bool)row[2], (Problem)row[3])).ToHashSet();
        foreach (
            var combination in from failures in EveryFailure
            from timing in EveryTiming
            from authenticated in new[] { false, true }
            from problem in EveryProblem
            select (failures, timing, authenticated, problem)
        )
        {
            if (!settled.Contains(combination))
            {
                var (failures, timing, authenticated, problem) = combination;
                Assert.Null(Quorums.MinimumReplicas(failures, timing, authenticated, problem, 1));
            }
        }
    }

    [Fact]
    public void A_worse_failure_or_weaker_timing_never_needs_fewer_replicas()
    {
        foreach (
            var (problem, authenticated, timing, mild, severe) in from problem in EveryProblem
            from authenticated in new[] { false, true }
            from timing in EveryTiming
            from mild in EveryFailure
            from severe in EveryFailure
            where SystemModels.Tolerates(severe, mild)
            select (problem, authenticated, timing, mild, severe)
        )
        {
            // A comparison with an unknown bound is false.
            var enough = Quorums.MinimumReplicas(mild, timing, authenticated, problem, 3);
            Assert.False(Quorums.MinimumReplicas(severe, timing, authenticated, problem, 3) < enough);
            foreach (var weaker in EveryTiming.Where(weaker => weaker >= timing))
            {
                Assert.False(Quorums.MinimumReplicas(mild, weaker, authenticated, problem, 3) < enough);
            }
        }
    }

    /// <summary>
    /// The bounds for quorum storage follow from what a quorum must do: find the first n at which some size is both live and meets
    /// itself well enough.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Storage_bounds_are_the_first_group_with_a_safe_and_live_quorum(int f)
    {
        Assert.Equal(
            SmallestGroup(f, (q, n) => Quorums.IntersectByzantine(q, q, n, f)),
            Quorums.MinimumReplicas(Failures.Byzantine, Timing.Asynchronous, authenticated: true, Problem.DisseminationQuorumStorage, f)
        );
        Assert.Equal(
            SmallestGroup(f, (q, n) => Quorums.IntersectMasking(q, q, n, f)),
            Quorums.MinimumReplicas(Failures.Byzantine, Timing.Asynchronous, authenticated: false, Problem.MaskingQuorumStorage, f)
        );
        Assert.Equal(
            SmallestGroup(f, (q, n) => Quorums.Intersect(q, q, n)),
            Quorums.MinimumReplicas(Failures.CrashStop, Timing.Asynchronous, authenticated: false, Problem.Consensus, f)
        );
    }

    [Fact]
    public void The_largest_number_of_faults_does_not_overflow() =>
        Assert.Equal(
            8_589_934_589L,
            Quorums.MinimumReplicas(Failures.Byzantine, Timing.Asynchronous, false, Problem.MaskingQuorumStorage, int.MaxValue)
        );

    [Theory]
    [InlineData("f", Failures.CrashStop, Timing.Synchronous, Problem.Consensus, -1)]
    [InlineData("failures", (Failures)6, Timing.Synchronous, Problem.Consensus, 1)]
    [InlineData("failures", (Failures)(-1), Timing.Synchronous, Problem.Consensus, 1)]
    [InlineData("timing", Failures.CrashStop, (Timing)3, Problem.Consensus, 1)]
    [InlineData("timing", Failures.CrashStop, (Timing)(-1), Problem.MaskingQuorumStorage, 1)]
    [InlineData("problem", Failures.CrashStop, Timing.Synchronous, (Problem)4, 1)]
    public void What_no_enumeration_names_is_refused(string parameter, Failures failures, Timing timing, Problem problem, int f) =>
        Assert.Throws<ArgumentOutOfRangeException>(parameter, () => Quorums.MinimumReplicas(failures, timing, false, problem, f));

    private static long SmallestGroup(int f, Func<int, int, bool> safe)
    {
        for (var n = 1; ; n++)
        {
            for (var q = 0; q <= n; q++)
            {
                if (Quorums.IsLive(q, n, f) && safe(q, n))
                {
                    return n;
                }
            }
        }
    }
}
