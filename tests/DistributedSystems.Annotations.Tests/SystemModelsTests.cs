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
}
