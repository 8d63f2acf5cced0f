namespace DistributedSystems.Annotations.Tests;

public sealed class SystemModelsTests
{
    private static readonly Failures[] Every = Enum.GetValues<Failures>();

    /// <summary>Which failures include which other ones, apart from themselves.</summary>
    private static readonly HashSet<(Failures Tolerated, Failures Actual)> Includes =
    [
        (Failures.CrashRecovery, Failures.CrashStop),
        (Failures.CrashRecoveryAmnesia, Failures.CrashStop),
        (Failures.CrashRecoveryAmnesia, Failures.CrashRecovery),
        (Failures.Omission, Failures.CrashStop),
        (Failures.Omission, Failures.CrashRecovery),
        (Failures.Timing, Failures.CrashStop),
        (Failures.Timing, Failures.CrashRecovery),
        (Failures.Timing, Failures.Omission),
        (Failures.Byzantine, Failures.CrashStop),
        (Failures.Byzantine, Failures.CrashRecovery),
        (Failures.Byzantine, Failures.CrashRecoveryAmnesia),
        (Failures.Byzantine, Failures.Omission),
        (Failures.Byzantine, Failures.Timing),
    ];

    [Fact]
    public void Only_known_bounds_make_a_timeout_a_proof()
    {
        Assert.True(SystemModels.TimeoutProvesFailure(Timing.Synchronous));
        Assert.False(SystemModels.TimeoutProvesFailure(Timing.PartiallySynchronous));
        Assert.False(SystemModels.TimeoutProvesFailure(Timing.Asynchronous));
    }

    [Fact]
    public void Exactly_the_documented_pairs_are_tolerated()
    {
        foreach (var tolerated in Every)
        {
            foreach (var actual in Every)
            {
                Assert.Equal(tolerated == actual || Includes.Contains((tolerated, actual)), SystemModels.Tolerates(tolerated, actual));
            }
        }
    }

    [Fact]
    public void The_order_is_reflexive_antisymmetric_and_transitive()
    {
        foreach (var a in Every)
        {
            Assert.True(SystemModels.Tolerates(a, a));
            foreach (var b in Every)
            {
                Assert.True(a == b || !(SystemModels.Tolerates(a, b) && SystemModels.Tolerates(b, a)));
                foreach (var c in Every)
                {
                    Assert.True(!(SystemModels.Tolerates(a, b) && SystemModels.Tolerates(b, c)) || SystemModels.Tolerates(a, c));
                }
            }
        }
    }

    [Fact]
    public void The_order_is_partial()
    {
        Assert.False(SystemModels.Tolerates(Failures.CrashRecoveryAmnesia, Failures.Omission));
        Assert.False(SystemModels.Tolerates(Failures.Omission, Failures.CrashRecoveryAmnesia));
        Assert.False(SystemModels.Tolerates(Failures.CrashRecoveryAmnesia, Failures.Timing));
        Assert.False(SystemModels.Tolerates(Failures.Timing, Failures.CrashRecoveryAmnesia));
    }

    [Fact]
    public void What_no_enumeration_names_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("timing", () => SystemModels.TimeoutProvesFailure((Timing)3));
        Assert.Throws<ArgumentOutOfRangeException>("tolerated", () => SystemModels.Tolerates((Failures)6, Failures.CrashStop));
        Assert.Throws<ArgumentOutOfRangeException>("actual", () => SystemModels.Tolerates(Failures.Byzantine, (Failures)6));
        Assert.Throws<ArgumentOutOfRangeException>("actual", () => SystemModels.Tolerates(Failures.CrashStop, (Failures)(-1)));
    }

    /// <summary>Which levels of consistency include which other ones, apart from themselves and eventual consistency.</summary>
    private static readonly HashSet<(Consistency Promised, Consistency Asked)> Promises =
    [
        (Consistency.Causal, Consistency.Session),
        (Consistency.Sequential, Consistency.StrongEventual),
        (Consistency.Sequential, Consistency.Session),
        (Consistency.Sequential, Consistency.Causal),
        (Consistency.Linearizable, Consistency.StrongEventual),
        (Consistency.Linearizable, Consistency.Session),
        (Consistency.Linearizable, Consistency.BoundedStaleness),
        (Consistency.Linearizable, Consistency.Causal),
        (Consistency.Linearizable, Consistency.Sequential),
    ];

    [Fact]
    public void Exactly_the_documented_promises_include_others()
    {
        foreach (var promised in Enum.GetValues<Consistency>())
        {
            foreach (var asked in Enum.GetValues<Consistency>())
            {
                var expected =
                    promised == asked
                    || asked == Consistency.Eventual
                    || promised == Consistency.StrictSerializable
                    || Promises.Contains((promised, asked));
                Assert.Equal(expected, SystemModels.Includes(promised, asked));
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => SystemModels.Includes((Consistency)9, Consistency.Causal));
        Assert.Throws<ArgumentOutOfRangeException>(() => SystemModels.Includes(Consistency.Causal, (Consistency)(-1)));
    }

    [Fact]
    public void One_order_of_all_writes_is_strong() =>
        Assert.Equal(
            [Consistency.Sequential, Consistency.Linearizable, Consistency.StrictSerializable],
            Enum.GetValues<Consistency>().Where(SystemModels.IsStrong)
        );
}
