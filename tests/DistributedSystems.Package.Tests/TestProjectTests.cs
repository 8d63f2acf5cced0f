namespace DistributedSystems.Package.Tests;

/// <summary>Test code waits, repeats and reads clocks on purpose.</summary>
[Collection(InstalledPackagesCollection.Name)]
public sealed class TestProjectTests(InstalledPackages packages)
{
    private static readonly FreshProject Silent = new("TestsByDefault")
    {
        Properties = "<IsTestProject>true</IsTestProject>",
        Files = Code.WallClockAndInventory,
    };

    private static readonly FreshProject Analysed = Silent with
    {
        Name = "TestsAnalysed",
        Properties = "<IsTestProject>true</IsTestProject><DistributedSystemsAnalyzeTests>true</DistributedSystemsAnalyzeTests>",
    };

    internal static FreshProject[] Projects => [Silent, Analysed];

    [Fact]
    public void A_test_project_is_silent_by_default() => Assert.Empty(packages.Reported(Silent));

    [Fact]
    public void A_test_project_that_asks_for_it_is_analysed() =>
        Assert.Equal(["warning DIST1001", "warning DIST4001"], packages.Reported(Analysed));
}
