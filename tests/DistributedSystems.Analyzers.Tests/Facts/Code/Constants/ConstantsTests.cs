namespace DistributedSystems.Analyzers.Tests.Facts;

public class ConstantsTests
{
    [Theory]
    [InlineData("TimeSpan.FromSeconds(5)", 5_000d)]
    [InlineData("TimeSpan.FromMilliseconds(250)", 250d)]
    [InlineData("TimeSpan.FromMinutes(1.5)", 90_000d)]
    [InlineData("new TimeSpan(0, 1, 0)", 60_000d)]
    [InlineData("new TimeSpan(1, 0, 0, 0)", 86_400_000d)]
    [InlineData("new TimeSpan(10000)", 1d)]
    [InlineData("Limit", 2_000d)]
    [InlineData("TimeSpan.Zero", 0d)]
    [InlineData("500", 500d)]
    [InlineData("-1", null)]
    [InlineData("Timeout.InfiniteTimeSpan", null)]
    [InlineData("TimeSpan.FromSeconds(given)", null)]
    [InlineData("TimeSpan.FromSeconds(-1)", null)]
    [InlineData("TimeSpan.FromDays(1e300)", null)]
    [InlineData("TimeSpan.MaxValue", null)]
    public void Written_with_constants(string expression, double? milliseconds)
    {
        var probe = Probe.At(
            $"class C {{ private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2); void M(int given) {{ Use([|{expression}|]); }} void Use(object value) {{ }} }}"
        );
        Assert.Equal(milliseconds, probe.Facts.Constants.ConstantDurationOf(probe.Marked)?.TotalMilliseconds);
    }
}
