using DistributedSystems.Analyzers.Rules.Clocks;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Suite;

/// <summary>Severities and options reach the rules from the files that a team writes them in.</summary>
public class AnalyzerConfigTests
{
    [Theory]
    [InlineData("error", DiagnosticSeverity.Error)]
    [InlineData("suggestion", DiagnosticSeverity.Info)]
    public Task An_editorconfig_gives_the_severity(string severity, DiagnosticSeverity expected) =>
        VerifyCS<ElapsedTimeOnWallClock>.VerifySeverityAsync(
            "class C { TimeSpan M() { var start = DateTime.UtcNow; return [|DateTime.UtcNow - start|]; } }",
            expected,
            Setup.Default with
            {
                EditorConfig = $"root = true\n\n[*.cs]\ndotnet_diagnostic.DIST4001.severity = {severity}\n",
            }
        );

    [Fact]
    public Task An_editorconfig_switches_a_rule_off_in_its_files() =>
        VerifyCS<ElapsedTimeOnWallClock>.VerifyAnalyzerAsync(
            "class C { TimeSpan M() { var start = DateTime.UtcNow; return DateTime.UtcNow - start; } }",
            Setup.Default with
            {
                EditorConfig = "root = true\n\n[File0.cs]\ndotnet_diagnostic.DIST4001.severity = none\n",
            }
        );

    [Fact]
    public Task A_section_for_other_files_changes_nothing() =>
        VerifyCS<ElapsedTimeOnWallClock>.VerifyAnalyzerAsync(
            "class C { TimeSpan M() { var start = DateTime.UtcNow; return [|DateTime.UtcNow - start|]; } }",
            Setup.Default with
            {
                EditorConfig = "root = true\n\n[Other.cs]\ndotnet_diagnostic.DIST4001.severity = none\n",
            }
        );

    [Theory]
    [InlineData("true", "DateTime.UtcNow - start")]
    [InlineData("false", "[|DateTime.UtcNow - start|]")]
    public Task A_global_config_says_whether_it_is_a_test_project(string isTestProject, string measured) =>
        VerifyCS<ElapsedTimeOnWallClock>.VerifyAnalyzerAsync(
            $"class C {{ TimeSpan M() {{ var start = DateTime.UtcNow; return {measured}; }} }}",
            Setup.Default with
            {
                GlobalOptions = new Dictionary<string, string> { ["build_property.IsTestProject"] = isTestProject },
            }
        );

    /// <summary>A rule gives way to one that speaks of the same cause, but only to one that is heard: DIST4010 to DIST4001.</summary>
    [Theory]
    [InlineData("", false)]
    [InlineData("dotnet_analyzer_diagnostic.category-Clocks.severity = warning", false)]
    [InlineData("dotnet_analyzer_diagnostic.category-Clocks.severity = warning\ndotnet_diagnostic.DIST4001.severity = suggestion", true)]
    [InlineData("dotnet_analyzer_diagnostic.category-Clocks.severity = none\ndotnet_diagnostic.DIST4010.severity = warning", true)]
    [InlineData("dotnet_analyzer_diagnostic.severity = none\ndotnet_diagnostic.DIST4010.severity = warning", true)]
    [InlineData("dotnet_analyzer_diagnostic.category-Retries.severity = none", false)]
    public Task A_severity_of_the_family_counts_when_rules_give_way(string severities, bool reported)
    {
        var reading = reported ? "[|DateTime.UtcNow|]" : "DateTime.UtcNow";
        return VerifyCS<StaticClockBesideInjectedOne>.VerifyAnalyzerAsync(
            $$"""
            class C
            {
                readonly TimeProvider clock;
                C(TimeProvider clock) => this.clock = clock;
                TimeSpan M(Action work) { var start = {{reading}}; work(); return {{reading}} - start; }
            }
            """,
            Setup.Default with
            {
                EditorConfig = $"root = true\n\n[*.cs]\n{severities}\n",
            }
        );
    }
}
