using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Tests.Suite;

/// <summary>A rule whose types are not referenced costs nothing: it registers no action.</summary>
public class RegistrationTests
{
    public static TheoryData<DiagnosticAnalyzer> Rules => Pack.Rules;

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Nothing_is_registered_where_nothing_is_referenced(DiagnosticAnalyzer rule) =>
        Assert.Equal(
            0,
            await ActionsOf(rule, CSharpCompilation.Create("Alone", [CSharpSyntaxTree.ParseText("class C { }")]), Setup.Default)
        );

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Something_is_registered_where_the_libraries_are_referenced(DiagnosticAnalyzer rule) =>
        Assert.NotEqual(
            0,
            await ActionsOf(
                rule,
                Analysis.Compile("class C { } // TickCount GetTimestamp", Pack.SwitchedOn(rule)),
                Pack.SwitchedOn(rule) with
                {
                    AdditionalFiles = new Dictionary<string, string> { ["a.remoteapi.txt"] = "", ["distsys.baseline"] = "" },
                }
            )
        );

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task No_rule_makes_the_driver_bind_every_body(DiagnosticAnalyzer rule)
    {
        var setup = Pack.SwitchedOn(rule);
        var driver = Analysis.Compile("class C { } // TickCount GetTimestamp", setup).WithAnalyzers([rule], Analysis.OptionsOf(setup));
        await driver.GetAnalyzerDiagnosticsAsync();
        Assert.Equal(0, (await driver.GetAnalyzerTelemetryInfoAsync(rule, CancellationToken.None)).OperationActionsCount);
    }

    [Theory]
    [InlineData("build_property.IsTestProject", "true", 0)]
    [InlineData("build_property.IsTestProject", "false", 2)]
    public async Task Test_projects_are_left_out(string option, string value, int actions)
    {
        var setup = Setup.Default with { GlobalOptions = new Dictionary<string, string> { [option] = value } };
        Assert.Equal(
            actions,
            await ActionsOf(new Analyzers.Rules.Clocks.ElapsedTimeOnWallClock(), Analysis.Compile("class C { }", setup), setup)
        );
    }

    [Fact]
    public async Task A_reference_to_a_test_framework_makes_a_test_project_unless_tests_are_asked_for()
    {
        var rule = new Analyzers.Rules.Clocks.ElapsedTimeOnWallClock();
        var compilation = Analysis
            .Compile("class C { }", Setup.Default)
            .AddReferences(MetadataReference.CreateFromFile(typeof(FactAttribute).Assembly.Location));
        Assert.Equal(0, await ActionsOf(rule, compilation, Setup.Default));
        Assert.Equal(
            2,
            await ActionsOf(
                rule,
                compilation,
                Setup.Default with
                {
                    GlobalOptions = new Dictionary<string, string> { ["distributed_systems.analyze_tests"] = "true" },
                }
            )
        );
    }

    [Theory]
    [InlineData("class C { int Now() => Environment.ProcessId; }", 0)]
    [InlineData("class C { int Now() => Environment.TickCount; }", 3)]
    public async Task A_rule_about_what_no_file_names_registers_nothing(string source, int actions) =>
        Assert.Equal(
            actions,
            await ActionsOf(new Analyzers.Rules.Clocks.TickCountWraps(), Analysis.Compile(source, Setup.Default), Setup.Default)
        );

    private static async Task<int> ActionsOf(DiagnosticAnalyzer rule, Compilation compilation, Setup setup)
    {
        var driver = compilation.WithAnalyzers([rule], Analysis.OptionsOf(setup));
        await driver.GetAnalyzerDiagnosticsAsync();
        var telemetry = await driver.GetAnalyzerTelemetryInfoAsync(rule, CancellationToken.None);
        return telemetry.OperationActionsCount
            + telemetry.SemanticModelActionsCount
            + telemetry.SyntaxNodeActionsCount
            + telemetry.SymbolActionsCount
            + telemetry.CompilationActionsCount
            + telemetry.OperationBlockActionsCount
            + telemetry.AdditionalFileActionsCount;
    }

    [Fact]
    public async Task Benchmarks_are_left_out_unless_tests_are_asked_for()
    {
        var rule = new Analyzers.Rules.Clocks.ElapsedTimeOnWallClock();
        var compilation = Analysis.Compile(
            "namespace BenchmarkDotNet.Attributes { class BenchmarkAttribute : System.Attribute { } }",
            Setup.Default
        );
        Assert.Equal(0, await ActionsOf(rule, compilation, Setup.Default));
        Assert.Equal(
            2,
            await ActionsOf(
                rule,
                compilation,
                Setup.Default with
                {
                    GlobalOptions = new Dictionary<string, string> { ["distributed_systems.analyze_tests"] = "true" },
                }
            )
        );
    }
}
