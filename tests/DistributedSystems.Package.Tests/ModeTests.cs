namespace DistributedSystems.Package.Tests;

/// <summary>What each value of DistributedSystemsMode does to a build.</summary>
[Collection(InstalledPackagesCollection.Name)]
public sealed class ModeTests(InstalledPackages packages)
{
    private static readonly FreshProject None = InMode("none");
    private static readonly FreshProject Minimum = InMode("minimum");
    private static readonly FreshProject Recommended = InMode("recommended");
    private static readonly FreshProject Strict = InMode("strict");
    private static readonly FreshProject Capitalised = InMode("Strict") with { Name = "Mode_in_capitals" };
    private static readonly FreshProject Misspelt = InMode("strickt");

    private static readonly FreshProject OwnEditorConfig = None with
    {
        Name = "Mode_none_with_editorconfig",
        Files = new Dictionary<string, string>(Code.WallClockAndInventory)
        {
            [".editorconfig"] = """
                [*.cs]
                dotnet_diagnostic.DIST4001.severity = warning
                """,
        },
    };

    private static readonly FreshProject OwnGlobalConfig = None with
    {
        Name = "Mode_none_with_globalconfig",
        Files = new Dictionary<string, string>(Code.WallClockAndInventory)
        {
            [".globalconfig"] = """
                is_global = true
                dotnet_diagnostic.DIST4001.severity = warning
                """,
        },
    };

    private static readonly FreshProject OwnFamilyUnderStrict = WithFamilies(Strict, clocks: "none", deadlines: "suggestion");
    private static readonly FreshProject OwnFamilyUnderMinimum = WithFamilies(Minimum, clocks: "none", deadlines: "warning");
    private static readonly FreshProject OwnFamilyUnderNone = WithFamilies(None, clocks: "warning", deadlines: "warning");

    private static readonly FreshProject OwnIdUnderMinimum = Minimum with
    {
        Name = "Mode_minimum_with_id",
        Files = new Dictionary<string, string>(Code.WallClockAndInventory)
        {
            [".editorconfig"] = """
                [*.cs]
                dotnet_analyzer_diagnostic.category-Deadlines.severity = warning
                dotnet_diagnostic.DIST1001.severity = warning
                """,
        },
    };

    private static readonly FreshProject OwnGlobalFamilyUnderStrict = Strict with
    {
        Name = "Mode_strict_with_global_family",
        Files = new Dictionary<string, string>(Code.WallClockAndInventory)
        {
            [".globalconfig"] = """
                is_global = true
                dotnet_analyzer_diagnostic.category-Clocks.severity = none
                """,
        },
    };

    internal static FreshProject[] Projects =>
        [
            None,
            Minimum,
            Recommended,
            Strict,
            Capitalised,
            Misspelt,
            OwnEditorConfig,
            OwnGlobalConfig,
            OwnFamilyUnderStrict,
            OwnFamilyUnderMinimum,
            OwnFamilyUnderNone,
            OwnIdUnderMinimum,
            OwnGlobalFamilyUnderStrict,
        ];

    [Fact]
    public void None_reports_nothing() => Assert.Empty(packages.Reported(None));

    [Fact]
    public void Minimum_leaves_deadlines_to_the_editor()
    {
        Assert.Equal(["warning DIST4001"], packages.Reported(Minimum));
        Assert.Equal(["DIST1001 note", "DIST1001 note", "DIST4001 warning"], Levels(Minimum));
    }

    [Fact]
    public void Recommended_keeps_weaker_evidence_below_a_warning()
    {
        Assert.Equal(["warning DIST1001", "warning DIST4001"], packages.Reported(Recommended));
        Assert.Equal(["DIST1001 note", "DIST1001 warning", "DIST4001 warning"], Levels(Recommended));
    }

    [Fact]
    public void Strict_warns_about_weaker_evidence_too()
    {
        Assert.Equal(["warning DIST1001", "warning DIST1001", "warning DIST4001"], packages.Reported(Strict));
        Assert.Equal(["DIST1001 warning", "DIST1001 warning", "DIST4001 warning"], Levels(Strict));
    }

    [Fact]
    public void A_mode_may_be_written_in_any_case() => Assert.Equal(packages.Reported(Strict), packages.Reported(Capitalised));

    [Fact]
    public void A_projects_own_files_win_over_its_mode()
    {
        Assert.Equal(["warning DIST4001"], packages.Reported(OwnEditorConfig));
        Assert.Equal(["warning DIST4001"], packages.Reported(OwnGlobalConfig));
    }

    [Fact]
    public void What_a_team_sets_for_a_family_wins_over_strict()
    {
        Assert.Empty(packages.Reported(OwnFamilyUnderStrict));
        Assert.Equal(["DIST1001 note", "DIST1001 note"], Levels(OwnFamilyUnderStrict));
        Assert.Equal(["warning DIST1001", "warning DIST1001"], packages.Reported(OwnGlobalFamilyUnderStrict));
    }

    /// <summary>The compiler asks for a rule's id first, wherever it is set, and minimum sets some: docs/configuration.md says which.</summary>
    [Fact]
    public void Over_minimum_it_wins_except_for_the_rules_that_minimum_sets_by_id()
    {
        Assert.Empty(packages.Reported(OwnFamilyUnderMinimum));
        Assert.Equal(["DIST1001 note", "DIST1001 note"], Levels(OwnFamilyUnderMinimum));
        Assert.Equal(["warning DIST1001", "warning DIST1001", "warning DIST4001"], packages.Reported(OwnIdUnderMinimum));
    }

    [Fact]
    public void Only_an_id_switches_a_rule_on_under_none() => Assert.Empty(packages.Reported(OwnFamilyUnderNone));

    [Fact]
    public void An_unknown_mode_is_named_together_with_the_modes_there_are()
    {
        Assert.Equal(["warning DIST1001", "warning DIST4001", "warning DSMODE"], packages.Reported(Misspelt));

        var warning = Assert.Single(packages.Diagnostics(Misspelt), diagnostic => diagnostic.Id == "DSMODE");
        Assert.Contains("'strickt'", warning.Message);
        Assert.All(["none", "minimum", "recommended", "strict"], mode => Assert.Contains(mode, warning.Message));
    }

    private static FreshProject InMode(string mode) =>
        new("Mode_" + mode) { Properties = $"<DistributedSystemsMode>{mode}</DistributedSystemsMode>", Files = Code.WallClockAndInventory };

    private static FreshProject WithFamilies(FreshProject mode, string clocks, string deadlines) =>
        mode with
        {
            Name = mode.Name + "_with_families",
            Files = new Dictionary<string, string>(Code.WallClockAndInventory)
            {
                [".editorconfig"] = $"""
                    [*.cs]
                    dotnet_analyzer_diagnostic.category-Clocks.severity = {clocks}
                    dotnet_analyzer_diagnostic.category-Deadlines.severity = {deadlines}
                    """,
            },
        };

    /// <summary>The log also has what stays below a warning, which the console does not show.</summary>
    private string[] Levels(FreshProject project) =>
        packages
            .Sarif(project)
            .GetProperty("results")
            .EnumerateArray()
            .Select(result => $"{result.GetProperty("ruleId")} {result.GetProperty("level")}")
            .Where(result => result.StartsWith("DIST", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToArray();
}
