namespace DistributedSystems.Package.Tests;

/// <summary>The ordinary ways to change a rule's severity work.</summary>
[Collection(InstalledPackagesCollection.Name)]
public sealed class SeverityTests(InstalledPackages packages)
{
    [Fact]
    public async Task A_rule_can_be_made_to_fail_the_build_from_the_command_line()
    {
        var project = new FreshProject("FailingOnDeadlines") { Files = Code.WallClockAndInventory };

        var build = (await packages.Build(project, "-warnaserror:DIST1001")).Fails();

        Assert.Equal(["error DIST1001", "warning DIST4001"], build.Reported(project));
    }

    [Fact]
    public async Task An_editorconfig_raises_and_silences_a_rule_file_by_file()
    {
        var project = new FreshProject("ConfiguredByEditorConfig")
        {
            Files = new Dictionary<string, string>
            {
                ["Raised.cs"] = Code.WallClock,
                ["Silenced.cs"] = Code.WallClock.Replace("Measurement", "Silenced"),
                ["Untouched.cs"] = Code.WallClock.Replace("Measurement", "Untouched"),
                [".editorconfig"] = """
                    [Raised.cs]
                    dotnet_diagnostic.DIST4001.severity = error

                    [Silenced.cs]
                    dotnet_diagnostic.DIST4001.severity = none
                    """,
            },
        };

        var build = (await packages.Build(project)).Fails();

        Assert.Equal(["error DIST4001", "warning DIST4001"], build.Reported(project));
        var reported = ReportedDiagnostic.All(build.Output);
        Assert.Contains("Raised.cs", Assert.Single(reported, diagnostic => diagnostic.Severity == "error").Place);
        Assert.Contains("Untouched.cs", Assert.Single(reported, diagnostic => diagnostic.Severity == "warning").Place);
    }
}
