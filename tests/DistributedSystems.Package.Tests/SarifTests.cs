using System.Text.Json;

namespace DistributedSystems.Package.Tests;

/// <summary>The log that a CI system keeps tells what was found, why, and where to read about it.</summary>
[Collection(InstalledPackagesCollection.Name)]
public sealed class SarifTests(InstalledPackages packages)
{
    private JsonElement Run => packages.Sarif(ProjectKindTests.Console);

    [Fact]
    public void The_log_holds_what_the_build_reported()
    {
        var warnings = Run.GetProperty("results")
            .EnumerateArray()
            .Where(result => result.GetProperty("level").GetString() == "warning")
            .Select(result => "warning " + result.GetProperty("ruleId"))
            .Order(StringComparer.Ordinal);

        Assert.Equal(packages.Reported(ProjectKindTests.Console), warnings);
    }

    [Theory]
    [InlineData("DIST1001")]
    [InlineData("DIST4001")]
    [InlineData("DIST5003")]
    public void A_rule_describes_itself_and_links_to_its_page(string id)
    {
        var rule = Assert.Single(
            Run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray(),
            rule => rule.GetProperty("id").GetString() == id
        );

        Assert.EndsWith($"/docs/rules/{id}.md", rule.GetProperty("helpUri").GetString());
        Assert.NotEqual("", rule.GetProperty("fullDescription").GetProperty("text").GetString());
    }

    [Fact]
    public void A_result_carries_its_evidence()
    {
        var evidence = Result("DIST1001", "warning").GetProperty("properties").GetProperty("customProperties");

        Assert.Equal("IInventory.ReserveAsync", evidence.GetProperty("evidence.call").GetString());
        Assert.Equal("Inventory", evidence.GetProperty("evidence.library").GetString());
        Assert.Equal("inventory.remoteapi.txt", evidence.GetProperty("evidence.source").GetString());
        Assert.Equal("the call passes none", evidence.GetProperty("evidence.reason").GetString());
    }

    [Fact]
    public void A_result_points_at_the_other_places_it_rests_on()
    {
        var elapsed = Result("DIST4001", "warning");
        var source = Code.WallClock.Split('\n');

        Assert.Contains("DateTime.UtcNow - start", source[Line(elapsed.GetProperty("locations")[0]) - 1]);
        Assert.Contains("var start = DateTime.UtcNow", source[Line(elapsed.GetProperty("relatedLocations")[0]) - 1]);
    }

    private JsonElement Result(string id, string level) =>
        Assert.Single(
            Run.GetProperty("results").EnumerateArray(),
            result => result.GetProperty("ruleId").GetString() == id && result.GetProperty("level").GetString() == level
        );

    private static int Line(JsonElement location) =>
        location.GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32();
}
