using System.Text.Json;

namespace DistributedSystems.Tool.Tests;

/// <summary>One scan of a solution, and everything it tells.</summary>
public sealed class ScanTests(ScanTests.ScannedShop shop) : IClassFixture<ScanTests.ScannedShop>
{
    [Fact]
    public void Findings_are_told_by_the_exit_code() => shop.Scan.ExitsWith(1);

    [Fact]
    public void A_finding_is_told_once_with_its_place_its_rule_and_its_code()
    {
        Assert.Single(shop.Lines, line => line.StartsWith("src/Core/Clock.cs(9,16): warning DIST4001: ", StringComparison.Ordinal));
        Assert.Contains("    return DateTime.UtcNow - start;", shop.Lines);
    }

    [Fact]
    public void A_rule_that_is_an_error_does_not_hide_the_projects_behind_it() =>
        Assert.Contains(shop.Lines, line => line.StartsWith("src/Api/Watch.cs(9,16): warning DIST4001", StringComparison.Ordinal));

    [Fact]
    public void What_a_build_leaves_to_the_editor_is_told_too() =>
        Assert.Contains(
            shop.Lines,
            line => line.StartsWith("src/Core/Prices.cs(6,", StringComparison.Ordinal) && line.Contains("): info DIST")
        );

    [Fact]
    public void The_end_is_a_summary()
    {
        Assert.Contains(shop.Lines, line => line.Trim() == "2 Clocks");
        Assert.Contains(shop.Lines, line => line.Trim() == "2 DIST4001 Elapsed time is measured with a wall clock");
        Assert.Contains(shop.Lines, line => line.Trim() == "1 Api");
        Assert.Contains(shop.Lines, line => line.Contains("(2 warnings, ") && line.Contains(" in 2 projects. Shop.slnx, "));
    }

    [Fact]
    public void No_file_of_the_solution_changes_and_none_comes_with_it() => Assert.Equal(shop.Before, shop.After);

    [Fact]
    public void The_log_means_the_same_on_every_machine()
    {
        var run = JsonDocument.Parse(shop.Read("report.sarif")).RootElement.GetProperty("runs")[0];
        var result = run.GetProperty("results")
            .EnumerateArray()
            .Single(result => Address(result.GetProperty("locations")[0]) == "src/Core/Clock.cs");

        Assert.DoesNotContain(shop.Folder.Root, shop.Read("report.sarif"));
        Assert.Equal("DIST4001", result.GetProperty("ruleId").GetString());
        Assert.Equal("src/Core/Clock.cs", Address(result.GetProperty("relatedLocations")[0]));
        Assert.Equal(32, result.GetProperty("partialFingerprints").GetProperty("distsysFinding/v1").GetString()!.Length);
        var rule = run.GetProperty("tool").GetProperty("driver").GetProperty("rules")[result.GetProperty("ruleIndex").GetInt32()];
        Assert.Equal("DIST4001", rule.GetProperty("id").GetString());
        Assert.Contains("The wall clock is set", rule.GetProperty("fullDescription").GetProperty("text").GetString());
    }

    [Fact]
    public void Two_findings_have_two_fingerprints()
    {
        var fingerprints = JsonDocument
            .Parse(shop.Read("report.sarif"))
            .RootElement.GetProperty("runs")[0]
            .GetProperty("results")
            .EnumerateArray()
            .Select(result => result.GetProperty("partialFingerprints").GetRawText())
            .ToList();

        Assert.Equal(fingerprints.Count, fingerprints.Distinct().Count());
    }

    [Fact]
    public void The_json_holds_evidence_and_code()
    {
        var finding = JsonDocument
            .Parse(shop.Read("report.json"))
            .RootElement.GetProperty("findings")
            .EnumerateArray()
            .Single(finding => finding.GetProperty("file").GetString() == "src/Core/Clock.cs");

        Assert.Equal("Clocks", finding.GetProperty("family").GetString());
        Assert.NotEqual("", finding.GetProperty("evidence").GetProperty("reason").GetString());
        Assert.Equal("var start = DateTime.UtcNow;", finding.GetProperty("related")[0].GetProperty("code").GetString());
        Assert.Contains(finding.GetProperty("code").EnumerateArray(), line => line.GetProperty("line").GetInt32() == 9);
    }

    [Fact]
    public void The_comment_for_a_pull_request_counts_and_lists()
    {
        var comment = shop.Read("report.md");

        Assert.Contains("| Elapsed time is measured with a wall clock | 2 |", comment);
        Assert.Contains("- **DIST4001** `src/Core/Clock.cs:9` ", comment);
    }

    [Fact]
    public void The_page_needs_nothing_else_and_explains_the_rules()
    {
        var page = shop.Read("report.html");

        Assert.DoesNotMatch("(?i)<link|<script[^>]+src|<img|@import|url\\(", page);
        Assert.Contains("src/Core/Clock.cs", page);
        Assert.Contains("The wall clock is set: by NTP", page);
        Assert.DoesNotContain("/*DATA*/", page);
    }

    [Fact]
    public void Code_in_a_finding_cannot_end_the_script_of_the_page() =>
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(shop.Read("report.html"), "</script>"));

    private static string Address(JsonElement location) =>
        location.GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString()!;

    public sealed class ScannedShop : IAsyncLifetime
    {
        internal TemporaryFolder Folder { get; } = Shop.Write("net10.0;netstandard2.0");

        internal CommandResult Scan { get; private set; } = null!;

        internal string[] Lines => Scan.Output.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()).ToArray();

        internal IReadOnlyList<string> Before { get; private set; } = [];

        internal IReadOnlyList<string> After { get; private set; } = [];

        internal string Read(string report) => File.ReadAllText(Folder.Path("reports", report));

        public async Task InitializeAsync()
        {
            Folder.Write(
                "src/Api/Watch.cs",
                File.ReadAllText(Folder.Path("src", "Api", "Watch.cs")).Replace("work();", "work(); // </script>")
            );
            Before = Files();
            Scan = await Distsys.Run(
                Folder.Root,
                "scan",
                "Shop.slnx",
                "--sarif",
                "reports/report.sarif",
                "--json",
                "reports/report.json",
                "--markdown",
                "reports/report.md",
                "--html",
                "reports/report.html"
            );
            After = Files();
        }

        public Task DisposeAsync()
        {
            Folder.Dispose();
            return Task.CompletedTask;
        }

        /// <summary>Every file with its content, apart from what any build writes and what was asked for.</summary>
        private List<string> Files() =>
            Directory
                .GetFiles(Folder.Root, "*", SearchOption.AllDirectories)
                .Where(file =>
                    !Path.GetRelativePath(Folder.Root, file)
                        .Split(Path.DirectorySeparatorChar)
                        .Any(part => part is "bin" or "obj" or "reports")
                )
                .Order(StringComparer.Ordinal)
                .Select(file => file + "\n" + File.ReadAllText(file))
                .ToList();
    }
}
