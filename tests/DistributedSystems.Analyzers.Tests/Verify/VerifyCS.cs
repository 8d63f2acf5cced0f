using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace DistributedSystems.Analyzers.Tests.Verify;

/// <summary>What a test's code is compiled with, where the defaults do not fit.</summary>
public sealed record Setup
{
    public static readonly Setup Default = new();

    public Target Target { get; init; } = Target.Current;

    public string[] Libraries { get; init; } = [];

    public LanguageVersion Language { get; init; } = LanguageVersion.Latest;

    public OutputKind Output { get; init; } = OutputKind.DynamicallyLinkedLibrary;

    /// <summary>AdditionalFiles by path.</summary>
    public IReadOnlyDictionary<string, string> AdditionalFiles { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Options as a global config would set them.</summary>
    public IReadOnlyDictionary<string, string> GlobalOptions { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The text of an .editorconfig beside the files.</summary>
    public string? EditorConfig { get; init; }

    /// <summary>Severities by rule id, as the project sets them.</summary>
    public IReadOnlyDictionary<string, ReportDiagnostic> Severities { get; init; } = ImmutableDictionary<string, ReportDiagnostic>.Empty;

    /// <summary>Further files of the same project.</summary>
    public string[] OtherFiles { get; init; } = [];

    /// <summary>The code of a project that this one references, as an IDE does: as a compilation, not as a file.</summary>
    public string? ReferencedProject { get; init; }

    /// <summary>The code is half-typed on purpose.</summary>
    public bool AllowCompileErrors { get; init; }

    public static Setup With(params string[] libraries) => new() { Libraries = libraries };
}

/// <summary>
/// Runs one analyzer over real C# and compares what it reports with the marks in the source. Fails on anything unexpected:
/// a compile error, an analyzer exception, a diagnostic that is not local to its tree, a difference between concurrent and
/// sequential analysis.
/// </summary>
public static class VerifyCS<TAnalyzer>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    public static Task VerifyAnalyzerAsync(string marked, params string[] libraries) => VerifyAnalyzerAsync(marked, Setup.With(libraries));

    public static Task VerifyAnalyzerAsync(string marked, Setup setup) =>
        new HostedTest<TAnalyzer, EmptyCodeFixProvider>(marked, setup).RunAsync();

    /// <summary>The severity that the one reported diagnostic has: weaker evidence lowers it below its rule's.</summary>
    public static Task VerifySeverityAsync(string marked, DiagnosticSeverity severity, params string[] libraries) =>
        VerifySeverityAsync(marked, severity, Setup.With(libraries));

    public static Task VerifySeverityAsync(string marked, DiagnosticSeverity severity, Setup setup) =>
        new HostedTest<TAnalyzer, EmptyCodeFixProvider>(marked, setup, severity).RunAsync();

    /// <summary>The message of the one reported diagnostic.</summary>
    public static async Task VerifyMessageAsync(string source, string message, params string[] libraries)
    {
        var setup = Setup.With(libraries);
        var diagnostic = Assert.Single(
            await Analysis.DiagnosticsOf(Analysis.Compile(Markup.Parse(source).Source, setup), [new TAnalyzer()], setup)
        );
        Assert.Equal(message, diagnostic.GetMessage());
    }
}

/// <summary>The same for a rule with a fix: the fixed code, by iterating and by FixAll in every scope.</summary>
public static class VerifyCS<TAnalyzer, TCodeFix>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TCodeFix : CodeFixProvider, new()
{
    public static Task VerifyCodeFixAsync(string marked, string fixedSource, params string[] libraries) =>
        VerifyCodeFixAsync(marked, fixedSource, Setup.With(libraries));

    public static async Task VerifyCodeFixAsync(string marked, string fixedSource, Setup setup)
    {
        await new HostedTest<TAnalyzer, TCodeFix>(marked, setup).FixedTo(fixedSource).RunAsync();
#if NEWEST_ROSLYN
        if (marked != fixedSource)
        {
            await new FixSurroundings<TAnalyzer, TCodeFix>(marked, fixedSource, setup).VerifyAsync();
        }
#endif
    }

    /// <summary>The diagnostic is reported and no fix is offered for it.</summary>
    public static Task VerifyNoFixAsync(string marked, Setup setup) =>
        new HostedTest<TAnalyzer, TCodeFix>(marked, setup).FixedTo(marked).RunAsync();
}
