using System.Text.RegularExpressions;

namespace DistributedSystems.Package.Tests;

/// <summary>The code fix works in the real client: the same engine that an editor's "fix all" uses.</summary>
[Collection(InstalledPackagesCollection.Name)]
public sealed class FormatTests(InstalledPackages packages)
{
    internal static FreshProject Project { get; } =
        new("Formatted") { Files = new Dictionary<string, string> { ["Measurement.cs"] = Code.WallClock } };

    // The rules whose fix needs nothing but the framework, with the violation of their page.
    private static readonly string[] Fixable =
    [
        "DIST1002",
        "DIST1003",
        "DIST1007",
        "DIST1009",
        "DIST1010",
        "DIST2002",
        "DIST2005",
        "DIST2007",
        "DIST2008",
        "DIST2013",
        "DIST3002",
        "DIST3003",
        "DIST3008",
        "DIST3010",
        "DIST3011",
        "DIST4001",
        "DIST4002",
        "DIST4003",
        "DIST4006",
        "DIST4009",
        "DIST4010",
        "DIST4011",
    ];

    internal static FreshProject EveryFix { get; } =
        new("EveryFix")
        {
            Properties = "<ImplicitUsings>enable</ImplicitUsings><DistributedSystemsMode>strict</DistributedSystemsMode>",
            Files = Fixable.ToDictionary(rule => rule + ".cs", ViolationOf),
        };

    [Fact]
    public async Task Dotnet_format_repairs_the_violation_of_every_page_and_the_project_still_compiles()
    {
        Assert.Equal(
            Fixable,
            packages.Reported(EveryFix).Select(reported => reported["warning ".Length..]).Where(Fixable.Contains).Distinct().Order()
        );

        var format = await packages.Run([
            "format",
            "analyzers",
            EveryFix.ProjectFile,
            "--severity",
            "info",
            "--no-restore",
            "--diagnostics",
            .. Fixable,
        ]);
        format.Succeeds();

        var build = (await packages.Run("build", EveryFix.ProjectFile, "--no-restore", "-nodeReuse:false", "-tl:off")).Succeeds();
        Assert.DoesNotContain(build.Reported(EveryFix), reported => Fixable.Contains(reported["warning ".Length..]));
    }

    private static string ViolationOf(string rule)
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "rules", rule + ".md")).ReplaceLineEndings("\n");
        var code = Regex.Match(page, "## Violation\n.*?```csharp\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        var (usings, rest) = (
            string.Concat(Regex.Matches(code, "(?m)^using .*;\n").Select(match => match.Value)),
            Regex.Replace(code, "(?m)^using .*;\n", "")
        );
        return $"{usings}\nnamespace {rule};\n{rest}";
    }

    [Fact]
    public async Task Dotnet_format_repairs_a_measurement_and_the_project_still_compiles()
    {
        Assert.Equal(["warning DIST4001"], packages.Reported(Project));

        var format = await packages.Run(
            "format",
            "analyzers",
            Project.ProjectFile,
            "--diagnostics",
            "DIST4001",
            "--severity",
            "warn",
            "--no-restore"
        );
        format.Succeeds();

        var source = packages.Read(Project, "Measurement.cs");
        Assert.Contains("Stopwatch.GetTimestamp()", source);
        Assert.Contains("Stopwatch.GetElapsedTime(start)", source);
        Assert.DoesNotContain("UtcNow", source);

        var build = (await packages.Run("build", Project.ProjectFile, "--no-restore", "-nodeReuse:false", "-tl:off")).Succeeds();
        Assert.Empty(build.Reported(Project));
    }
}
