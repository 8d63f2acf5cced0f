using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Tests.Suite;

/// <summary>What holds for every rule of the pack.</summary>
public class DescriptorTests
{
    private static readonly IReadOnlyList<string> RegisteredIds = Pack.Analyzers.Select(rule => Pack.DescriptorOf(rule).Id).ToList();

    public static TheoryData<DiagnosticAnalyzer> Rules => Pack.Rules;

    [Fact]
    public void Ids_are_unique() => Assert.Equal(RegisteredIds.Distinct().Order(), RegisteredIds.Order());

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_is_a_sealed_class_with_one_descriptor_in_its_family(DiagnosticAnalyzer rule)
    {
        var descriptor = Pack.DescriptorOf(rule);
        Assert.True(rule.GetType().IsSealed);
        Assert.IsAssignableFrom<DistributedAnalyzer>(rule);
        Assert.Matches("^DIST[0-6][0-9]{3}$", descriptor.Id);
        Assert.EndsWith("Rules." + descriptor.Category, rule.GetType().Namespace!);
        Assert.EndsWith($"/docs/rules/{descriptor.Id}.md", descriptor.HelpLinkUri);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Titles_and_messages_have_one_style(DiagnosticAnalyzer rule)
    {
        var descriptor = Pack.DescriptorOf(rule);
        var (title, message) = (descriptor.Title.ToString(), descriptor.MessageFormat.ToString());
        Assert.False(title.EndsWith('.'), "A title is no sentence.");
        Assert.False(message.EndsWith('.'), "A message is one sentence without a trailing period.");
        Assert.DoesNotMatch(@"\. ", message);
        Assert.Contains("{0}", message);
        Assert.EndsWith(".", descriptor.Description.ToString());
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_release_notes_of_the_package_name_the_rule(DiagnosticAnalyzer rule)
    {
        var descriptor = Pack.DescriptorOf(rule);
        var releases =
            Pack.Read("src", "DistributedSystems.Analyzers", "AnalyzerReleases.Shipped.md")
            + Pack.Read("src", "DistributedSystems.Analyzers", "AnalyzerReleases.Unshipped.md");
        var severity = descriptor.IsEnabledByDefault ? descriptor.DefaultSeverity.ToString() : "Disabled";
        Assert.Matches($@"(?m)^{descriptor.Id} \| {descriptor.Category} \| {severity} \| {rule.GetType().Name}", releases);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_family_follows_from_the_id(DiagnosticAnalyzer rule) =>
        Assert.Equal(Pack.DescriptorOf(rule).Category, Rule.FamilyOf(Pack.DescriptorOf(rule).Id));

    [Fact]
    public void The_preset_none_sets_every_rule() => Assert.Equal(RegisteredIds.Order(), SetByIdIn("none"));

    /// <summary>By id only what hears of no family: everything else would win over a family in a team's own files.</summary>
    [Fact]
    public void The_preset_strict_sets_every_family_and_the_rules_that_are_off()
    {
        Assert.Equal(
            Pack.Analyzers.Select(rule => Pack.DescriptorOf(rule).Category).Distinct().Order(),
            Regex
                .Matches(Preset("strict"), @"(?m)^dotnet_analyzer_diagnostic\.category-(\w+)\.severity = warning$")
                .Select(match => match.Groups[1].Value)
                .Order()
        );
        Assert.Equal(
            Pack.Analyzers.Select(Pack.DescriptorOf)
                .Where(rule => rule is { IsEnabledByDefault: false, DefaultSeverity: not DiagnosticSeverity.Info })
                .Select(rule => rule.Id)
                .Order(),
            SetByIdIn("strict")
        );
    }

    private static IEnumerable<string> SetByIdIn(string preset) =>
        Regex.Matches(Preset(preset), @"(?m)^dotnet_diagnostic\.(DIST\d{4})\.severity").Select(match => match.Groups[1].Value).Order();

    private static string Preset(string name) =>
        Pack.Read("src", "DistributedSystems.Package", "buildTransitive", "presets", name + ".globalconfig").ReplaceLineEndings("\n");

    [Fact]
    public void A_fix_names_an_existing_rule_and_can_fix_all()
    {
        Assert.NotEmpty(Pack.CodeFixes);
        Assert.All(
            Pack.CodeFixes,
            fix =>
            {
                Assert.All(fix.FixableDiagnosticIds, id => Assert.Contains(id, RegisteredIds));
                Assert.NotNull(fix.GetFixAllProvider());
            }
        );
    }
}
