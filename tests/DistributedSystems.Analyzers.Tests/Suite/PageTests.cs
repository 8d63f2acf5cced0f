using System.Collections.Immutable;
using System.Text.RegularExpressions;
using DistributedSystems.Analyzers.Baseline;
using DistributedSystems.Analyzers.Rules.Configuration;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Tests.Suite;

/// <summary>Every rule has a page, the page agrees with its descriptor, and its two examples are run.</summary>
public partial class PageTests
{
    public static TheoryData<DiagnosticAnalyzer> Rules => Pack.Rules;

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_page_agrees_with_the_descriptor(DiagnosticAnalyzer rule)
    {
        var descriptor = Pack.DescriptorOf(rule);
        var page = PageOf(rule);
        Assert.StartsWith($"# {descriptor.Id}: {descriptor.Title}\n", page);
        var level =
            !descriptor.IsEnabledByDefault ? "off"
            : descriptor.DefaultSeverity == DiagnosticSeverity.Warning ? "warning"
            : "info";
        var fix = Pack.CodeFixes.Any(candidate => candidate.FixableDiagnosticIds.Contains(descriptor.Id)) ? "yes" : "no";
        Assert.Contains($"| {descriptor.Category} | {level} | {fix} |", page);
        foreach (
            var heading in new[]
            {
                "## Why",
                "## Violation",
                "## Repair",
                "## Reported and not reported",
                "## Known limits",
                "## When it is right to suppress",
                "## Sources",
            }
        )
        {
            // A section that says nothing is none.
            Assert.Matches($@"(?m)^{heading}\n\n[^#\n]", page);
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task The_violation_reports_exactly_this_rule(DiagnosticAnalyzer rule)
    {
        var diagnostics = await Analyze(ExampleUnder("Violation", rule));
        Assert.Equal([Pack.DescriptorOf(rule).Id], diagnostics.Select(diagnostic => diagnostic.Id).Distinct());
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task The_repair_is_silent_for_the_whole_pack(DiagnosticAnalyzer rule) =>
        Assert.Empty(await Analyze(ExampleUnder("Repair", rule)));

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task A_pragma_suppresses_the_violation_and_only_where_it_holds(DiagnosticAnalyzer rule)
    {
        var (source, setup) = ExampleUnder("Violation", rule);
        var id = Pack.DescriptorOf(rule).Id;
        if (setup.AdditionalFiles.Count > 0)
        {
            return; // There are no pragmas in a text file.
        }

        Assert.Empty(await Reports($"#pragma warning disable {id}\n{source}"));
        Assert.NotEmpty(await Reports($"#pragma warning disable {id}\n#pragma warning restore {id}\n{source}"));

        Task<ImmutableArray<Diagnostic>> Reports(string text) =>
            Analysis.Run(Analysis.Compile(Markup.Parse(text).Source, setup), [rule], setup, concurrent: true);
    }

    [Fact]
    public void The_index_lists_every_rule_and_every_listed_page_exists()
    {
        var listed = IndexRow().Matches(Pack.Read("docs", "rules", "README.md")).Select(match => match.Groups[1].Value);
        Assert.Equal(Pack.Analyzers.Select(rule => Pack.DescriptorOf(rule).Id).Order(), listed.Order());
    }

    /// <summary>An option is named on the page of configuration and on those of its rules, and no page names one that is not there.</summary>
    [Fact]
    public void Every_option_is_on_the_pages()
    {
        var options = typeof(RuleOptions)
            .GetFields(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public)
            .Select(field => (string)field.GetRawConstantValue()!)
            .ToList();
        var configuration = Pack.Read("docs", "configuration.md");
        Assert.All(options, option => Assert.Contains($"| `{option}`", configuration));
        var named = Pack
            .Analyzers.Select(PageOf)
            .SelectMany(page => OptionNamed().Matches(page).Select(match => match.Value).Distinct().Select(option => (option, page)))
            .ToList();
        Assert.Equal(options.Order(), named.Select(one => one.option).Distinct().Order());
        Assert.All(named, one => Assert.Contains("## Options\n", one.page));
    }

    private static async Task<IReadOnlyList<Diagnostic>> Analyze((string Source, Setup Setup) example) =>
        await Analysis.DiagnosticsOf(Analysis.Compile(Markup.Parse(example.Source).Source, example.Setup), Pack.Analyzers, example.Setup);

    /// <summary>The example: C#, or the text of a catalog or baseline beside an empty program.</summary>
    private static (string Source, Setup Setup) ExampleUnder(string heading, DiagnosticAnalyzer rule)
    {
        var match = Regex.Match(PageOf(rule), $@"## {heading}\n.*?```(csharp|text)\n(.*?)```", RegexOptions.Singleline);
        Assert.True(match.Success, $"The page has no example under '{heading}'.");
        return match.Groups[1].Value == "csharp"
            ? (match.Groups[2].Value, Pack.SwitchedOn(rule))
            : (
                "class C { }",
                Pack.EveryLibrary with
                {
                    AdditionalFiles = new Dictionary<string, string>
                    {
                        [rule is BaselineLineIsInvalid ? BaselineFile.Name : "example.remoteapi.txt"] = match.Groups[2].Value,
                    },
                }
            );
    }

    private static string PageOf(DiagnosticAnalyzer rule) =>
        Pack.Read("docs", "rules", Pack.DescriptorOf(rule).Id + ".md").ReplaceLineEndings("\n");

    [GeneratedRegex(@"(?m)^\| \[(DIST\d{4})\]\(\1\.md\)")]
    private static partial Regex IndexRow();

    [GeneratedRegex(@"distributed_systems\.\w+")]
    private static partial Regex OptionNamed();
}
