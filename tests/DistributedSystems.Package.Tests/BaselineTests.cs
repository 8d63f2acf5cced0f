namespace DistributedSystems.Package.Tests;

/// <summary>A distsys.baseline beside a project or above it keeps a build to what is new.</summary>
[Collection(InstalledPackagesCollection.Name)]
public sealed class BaselineTests(InstalledPackages packages)
{
    private const string Message =
        "'DateTime.UtcNow - start' measures elapsed time with the wall clock (DateTime.UtcNow), "
        + "which can jump when it is set; a monotonic clock cannot";

    private const string Recorded = $"DIST4001 | Measurement.cs | Measurement.Report | {Message}\n";

    private static readonly FreshProject Known = new("BaselineKnown")
    {
        Properties = "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>",
        Files = new Dictionary<string, string>
        {
            ["Measurement.cs"] = "// A line that was not there when the finding was recorded.\n" + Code.WallClock,
            ["distsys.baseline"] = Recorded,
        },
    };

    private static readonly FreshProject Raised = Known with
    {
        Name = "BaselineRaised",
        Files = new Dictionary<string, string>(Known.Files) { [".editorconfig"] = "[*.cs]\ndotnet_diagnostic.DIST4001.severity = error\n" },
    };

    private static readonly FreshProject Renamed = Known with
    {
        Name = "BaselineRenamed",
        Files = new Dictionary<string, string> { ["Timing/Timer.cs"] = Code.WallClock, ["distsys.baseline"] = Recorded },
    };

    private static readonly FreshProject Above = Known with
    {
        Name = "BaselineAbove/Service",
        Files = new Dictionary<string, string>
        {
            ["Measurement.cs"] = Code.WallClock,
            ["../distsys.baseline"] = Recorded.Replace("Measurement.cs", "Service/Measurement.cs"),
        },
    };

    private static readonly FreshProject SwitchedOff = Known with
    {
        Name = "BaselineSwitchedOff",
        Properties = "<DistributedSystemsBaseline>false</DistributedSystemsBaseline>",
    };

    private static readonly FreshProject Named = Known with
    {
        Name = "BaselineNamed",
        Properties = "<DistributedSystemsBaseline>config/clocks.distsys.baseline</DistributedSystemsBaseline>",
        Files = new Dictionary<string, string>
        {
            ["Measurement.cs"] = Code.WallClock,
            ["config/clocks.distsys.baseline"] = Recorded.Replace("Measurement.cs", "../Measurement.cs"),
        },
    };

    private static readonly FreshProject Conflict = Known with
    {
        Name = "BaselineConflict",
        Properties = "",
        Files = new Dictionary<string, string>(Known.Files) { ["distsys.baseline"] = "<<<<<<< HEAD\n" + Recorded },
    };

    internal static FreshProject[] Projects => [Known, Raised, Renamed, Above, SwitchedOff, Named, Conflict];

    [Fact]
    public void What_is_recorded_fails_no_build()
    {
        Assert.Empty(packages.Reported(Known));
        Assert.Empty(packages.Reported(Raised));
        Assert.Empty(packages.Reported(Renamed));
    }

    [Fact]
    public void The_log_says_that_it_was_suppressed_and_why()
    {
        var finding = Assert.Single(
            packages.Sarif(Known).GetProperty("results").EnumerateArray(),
            result => result.GetProperty("ruleId").GetString() == "DIST4001"
        );

        var suppression = Assert.Single(finding.GetProperty("suppressions").EnumerateArray());
        Assert.Contains("recorded in distsys.baseline", suppression.GetProperty("properties").GetProperty("suppressionType").GetString());
    }

    [Fact]
    public void A_baseline_above_the_project_holds_and_names_files_from_its_own_folder() =>
        Assert.DoesNotContain("Service/Measurement.cs(", packages.BuildOutput.Replace('\\', '/'));

    [Fact]
    public void A_baseline_may_have_another_name_and_place() => Assert.Empty(packages.Reported(Named));

    [Fact]
    public void Switched_off_it_is_not_read() => Assert.Equal(["warning DIST4001"], packages.Reported(SwitchedOff));

    [Fact]
    public void A_line_that_cannot_be_read_is_named_and_the_others_hold()
    {
        Assert.Equal(["warning DIST0003"], packages.Reported(Conflict));
        Assert.Contains("distsys.baseline(1,1)", Assert.Single(packages.Diagnostics(Conflict)).Place);
    }

    [Fact]
    public async Task What_is_new_fails_the_build()
    {
        var project = Known with
        {
            Name = "BaselineAndNew",
            Files = new Dictionary<string, string>(Known.Files) { ["Later.cs"] = Code.WallClock.Replace("Measurement", "Later") },
        };

        var build = (await packages.Build(project)).Fails();

        Assert.Equal(["error DIST4001"], build.Reported(project));
        Assert.Contains("Later.cs(", Assert.Single(ReportedDiagnostic.All(build.Output)).Place);
    }
}
