namespace DistributedSystems.Package.Tests;

/// <summary>The code fix works in the real client: the same engine that an editor's "fix all" uses.</summary>
[Collection(InstalledPackagesCollection.Name)]
public sealed class FormatTests(InstalledPackages packages)
{
    internal static FreshProject Project { get; } = new("Formatted")
    {
        Files = new Dictionary<string, string> { ["Measurement.cs"] = Code.WallClock },
    };

    [Fact]
    public async Task Dotnet_format_repairs_a_measurement_and_the_project_still_compiles()
    {
        Assert.Equal(["warning DIST4001"], packages.Reported(Project));

        var format = await packages.Run("format", "analyzers", Project.ProjectFile, "--diagnostics", "DIST4001", "--severity", "warn", "--no-restore");
        format.Succeeds();

        var source = packages.Read(Project, "Measurement.cs");
        Assert.Contains("Stopwatch.GetTimestamp()", source);
        Assert.Contains("Stopwatch.GetElapsedTime(start)", source);
        Assert.DoesNotContain("UtcNow", source);

        var build = (await packages.Run("build", Project.ProjectFile, "--no-restore", "-nodeReuse:false", "-tl:off")).Succeeds();
        Assert.Empty(build.Reported(Project));
    }
}
