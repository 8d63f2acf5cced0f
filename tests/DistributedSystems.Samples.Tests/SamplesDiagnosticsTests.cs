namespace DistributedSystems.Samples.Tests;

/// <summary>One sample shows each delivered rule once, the other is the same program with nothing left to report.</summary>
public sealed class SamplesDiagnosticsTests
{
    private static readonly string[] Shown =
    [
        "DIST1001 OrderProcessing.cs",
        "DIST2001 Backends.cs",
        "DIST3004 ShippingDesk.cs",
        "DIST4001 OrderProcessing.cs",
        "DIST5003 StockRegister.cs",
        "DIST6001 PackingList.cs",
        "DIST6002 ReturnedParcels.cs",
        "DIST6003 ReturnedParcels.cs",
        "DIST6004 RedisLockStore.cs",
        "DIST6005 CarrierManifest.cs",
        "DIST6010 CarrierManifest.cs",
    ];

    // The client that is retried is repaired, not the place where its handler is registered.
    private static readonly string[] Repaired =
    [
        "Events/PackingList.cs",
        "Events/ReturnedParcels.cs",
        "Locks/RedisLockStore.cs",
        "Orders/OrderProcessing.cs",
        "Payments/PaymentClient.cs",
        "Replication/StockRegister.cs",
        "Shipping/CarrierManifest.cs",
        "Shipping/ShippingDesk.cs",
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
    public void OrderService_Fixed_holds_what_was_repaired_and_nothing_else() =>
        Assert.Equal(Repaired, Sample.Fixed.Repairs(Sample.OrderService));
}
