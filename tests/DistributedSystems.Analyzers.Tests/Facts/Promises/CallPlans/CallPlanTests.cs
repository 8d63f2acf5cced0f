using DistributedSystems.Analyzers.Facts.Promises;

namespace DistributedSystems.Analyzers.Tests.Facts;

/// <summary>The arithmetic alone.</summary>
public class CallPlanTests
{
    private static PlanLimit Limit(double seconds, string name = "a limit") => new(name, TimeSpan.FromSeconds(seconds));

    private static PlanRepeat Repeat(int? attempts, params double[] delays) =>
        new("a retry", attempts, [.. delays.Select(TimeSpan.FromSeconds)]);

    private static string Told(params PlanLayer[] layers)
    {
        var plan = new CallPlan(layers, mayBeUnlimited: true);
        return $"{plan.Time} [{plan.Sum}] {plan.Calls?.ToString() ?? "?"} {plan.Decisive}".TrimEnd();
    }

    [Fact]
    public void Nothing_around_it_is_one_call_that_may_wait_for_ever() => Assert.Equal("for ever [] 1", Told());

    [Fact]
    public void What_is_out_of_sight_is_unknown() => Assert.Equal("unknown", new CallPlan([], mayBeUnlimited: false).Time);

    [Fact]
    public void A_limit_is_the_time() => Assert.Equal("10 s [] 1 a limit", Told(Limit(10)));

    [Fact]
    public void The_least_limit_decides_wherever_it_stands()
    {
        Assert.Equal("10 s [] 1 inner", Told(Limit(10, "inner"), Limit(30, "outer")));
        Assert.Equal("10 s [] 1 outer", Told(Limit(30, "inner"), Limit(10, "outer")));
    }

    [Fact]
    public void Attempts_take_their_limit_each_and_the_delays_between_them() =>
        Assert.Equal("54 s [4 attempts × 10 s + 14 s] 4", Told(Limit(10), Repeat(4, 2, 4, 8)));

    [Fact]
    public void A_total_cuts_the_attempts() =>
        Assert.Equal(
            "30 s [4 attempts × 10 s + 14 s = 54 s, cut by the total] 4 the total",
            Told(Limit(10), Repeat(4, 2, 4, 8), Limit(30, "the total"))
        );

    [Fact]
    public void A_total_that_is_longer_changes_nothing() =>
        Assert.Equal("54 s [4 attempts × 10 s + 14 s] 4", Told(Limit(10), Repeat(4, 2, 4, 8), Limit(100)));

    [Fact]
    public void Attempts_around_attempts_multiply_time_and_calls() =>
        Assert.Equal(
            "164 s [3 attempts × (4 attempts × 10 s + 14 s) + 2 s] 12".Replace("164 s", "2.733 min"),
            Told(Limit(10), Repeat(4, 2, 4, 8), Repeat(3, 1, 1))
        );

    [Fact]
    public void What_is_cut_is_what_is_repeated() =>
        Assert.Equal("92 s [3 attempts × 30 s + 2 s] 12", Told(Limit(10), Repeat(4, 2, 4, 8), Limit(30), Repeat(3, 1, 1)));

    [Fact]
    public void Attempts_without_a_limit_take_for_ever_unless_a_total_ends_them()
    {
        Assert.Equal("for ever [] 3", Told(Repeat(3, 1, 1)));
        Assert.Equal("30 s [] 3 the total", Told(Repeat(3, 1, 1), Limit(30, "the total")));
    }

    [Fact]
    public void Endless_attempts_end_with_a_total()
    {
        Assert.Equal("unknown [] ?", Told(Limit(10), Repeat(null)));
        Assert.Equal("30 s [] ? the total", Told(Limit(10), Repeat(null), Limit(30, "the total")));
    }

    [Fact]
    public void Unknown_delays_make_the_sum_unknown_and_not_the_number_of_calls() =>
        Assert.Equal("unknown [] 4", Told(Limit(10), new PlanRepeat("a retry", 4, Delays: null)));

    [Fact]
    public void Hedged_attempts_overlap() => Assert.Equal("14 s [10 s + 4 s] 3", Told(Limit(10), Repeat(3, 2, 2) with { Overlaps = true }));

    [Fact]
    public void Sums_beyond_all_time_are_unknown() =>
        Assert.Equal("unknown [] 1000", Told(new PlanLimit("a limit", TimeSpan.FromDays(9_000_000)), Repeat(1000)));
}
