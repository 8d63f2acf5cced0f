namespace DistributedSystems.Samples.Tests;

/// <summary>One sample shows each delivered rule once, the other is the same program with nothing left to report.</summary>
public sealed class SamplesDiagnosticsTests
{
    private static readonly string[] Shown =
    [
        "DIST1001 OrderProcessing.cs",
        "DIST2001 PaymentClient.cs",
        "DIST3004 ShippingDesk.cs",
        "DIST4001 OrderProcessing.cs",
        "DIST5003 StockRegister.cs",
        "DIST6004 Stocktake.cs",
    ];

    [Fact]
    public void OrderService_shows_each_rule_exactly_once() => Assert.Equal(Shown, Sample.OrderService.Findings());

    [Fact]
    public void OrderService_Fixed_is_silent_although_the_same_rules_looked_at_it()
    {
        Assert.Empty(Sample.Fixed.Findings());
        Assert.Equal(Sample.OrderService.RulesThatRan().Order(), Sample.Fixed.RulesThatRan().Order());
        Assert.Subset(Sample.Fixed.RulesThatRan().ToHashSet(), Shown.Select(finding => finding.Split(' ')[0]).ToHashSet());
    }

    [Fact]
    public void The_samples_differ_only_in_the_files_that_were_repaired()
    {
        var (before, after) = (Sample.OrderService.Sources(), Sample.Fixed.Sources());
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), after.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            Shown.Select(finding => finding.Split(' ')[1]).Distinct().Order(StringComparer.Ordinal),
            before.Keys.Where(path => before[path] != after[path]).Select(path => path.Split('/')[^1]).Order(StringComparer.Ordinal));
    }
}
