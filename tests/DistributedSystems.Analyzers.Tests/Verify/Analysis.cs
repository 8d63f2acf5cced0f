using System.Collections.Immutable;
using DistributedSystems.Fuzzing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Tests.Verify;

/// <summary>Compiles test code and runs analyzers over it, in every way a host would.</summary>
public static class Analysis
{
    /// <summary>What a project with implicit usings sees.</summary>
    public const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    public static CSharpCompilation Compile(string source, Setup setup)
    {
        var parse = new CSharpParseOptions(setup.Language);
        var texts = setup.OtherFiles.Prepend(source);
        if (setup.Language.MapSpecifiedToEffectiveVersion() >= LanguageVersion.CSharp10)
        {
            texts = texts.Append(GlobalUsings);
        }

        return CSharpCompilation.Create(
            "TestCode",
            texts.Select((text, index) => CSharpSyntaxTree.ParseText(text, parse, path: $"File{index}.cs")),
            ReferencesOf(setup),
            Options(setup));
    }

    public static CSharpCompilationOptions Options(Setup setup) =>
        new(setup.Output, allowUnsafe: true, nullableContextOptions: setup.Language.MapSpecifiedToEffectiveVersion() >= LanguageVersion.CSharp8 ? NullableContextOptions.Annotations : NullableContextOptions.Disable, specificDiagnosticOptions: setup.Severities);

    public static IEnumerable<MetadataReference> ReferencesOf(Setup setup)
    {
        var references = References.For(setup.Target).Concat(setup.Libraries.SelectMany(library => References.For(library)));
        return setup.ReferencedProject is null
            ? references
            : references.Append(Compile(setup.ReferencedProject, setup with { ReferencedProject = null, OtherFiles = [] }).WithAssemblyName("Referenced").ToMetadataReference());
    }

    /// <summary>The pack's diagnostics, after every check that holds for all of them.</summary>
    public static async Task<ImmutableArray<Diagnostic>> DiagnosticsOf(Compilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers, Setup setup)
    {
        if (!setup.AllowCompileErrors)
        {
            var errors = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
            Assert.True(errors.Count == 0, "The test's code does not compile:" + Environment.NewLine + string.Join(Environment.NewLine, errors));
        }

        var concurrent = await Run(compilation, analyzers, setup, concurrent: true);
        var sequential = await Run(compilation, analyzers, setup, concurrent: false);
        Assert.Equal(Describe(sequential), Describe(concurrent));
        await AssertLocal(compilation, analyzers, setup, concurrent);
        return concurrent;
    }

    /// <summary>One plain run; an analyzer exception fails the test with its stack.</summary>
    public static async Task<ImmutableArray<Diagnostic>> Run(Compilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers, Setup setup, bool concurrent)
    {
        var exceptions = new List<string>();
        var options = new CompilationWithAnalyzersOptions(
            OptionsOf(setup),
            (exception, analyzer, _) =>
            {
                lock (exceptions)
                {
                    exceptions.Add($"{analyzer.GetType().Name}: {exception}");
                }
            },
            concurrentAnalysis: concurrent,
            logAnalyzerExecutionTime: false);
        var diagnostics = await compilation.WithAnalyzers(analyzers, options).GetAnalyzerDiagnosticsAsync();
        Assert.True(exceptions.Count == 0, "An analyzer threw:" + Environment.NewLine + string.Join(Environment.NewLine, exceptions));
        return diagnostics.Sort((left, right) => (left.Location.SourceTree?.FilePath, left.Location.SourceSpan.Start, left.Id).CompareTo((right.Location.SourceTree?.FilePath, right.Location.SourceSpan.Start, right.Id)));
    }

    public static AnalyzerOptions OptionsOf(Setup setup) => new(
        setup.AdditionalFiles.Select(file => (AdditionalText)new FixedText(file.Key, file.Value)).ToImmutableArray(),
        new FixedOptions(setup.GlobalOptions));

    /// <summary>An IDE asks tree by tree; a diagnostic that only a whole-compilation run gives would show neither squiggle nor fix.</summary>
    private static async Task AssertLocal(Compilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers, Setup setup, ImmutableArray<Diagnostic> all)
    {
        var perTree = new List<Diagnostic>();
        var driver = compilation.WithAnalyzers(analyzers, OptionsOf(setup));
        foreach (var tree in compilation.SyntaxTrees)
        {
#pragma warning disable RS1030 // A host does exactly this.
            perTree.AddRange(await driver.GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(tree), filterSpan: null, CancellationToken.None));
#pragma warning restore RS1030
            perTree.AddRange(await driver.GetAnalyzerSyntaxDiagnosticsAsync(tree, CancellationToken.None));
        }

        // A driver of its own: an older one that has looked at the trees believes to be done.
        var options = OptionsOf(setup);
        foreach (var file in options.AdditionalFiles)
        {
            var result = await compilation.WithAnalyzers(analyzers, options).GetAnalysisResultAsync(file, CancellationToken.None);
            perTree.AddRange(result.AdditionalFileDiagnostics.Values.SelectMany(byAnalyzer => byAnalyzer.Values).SelectMany(found => found));
        }

        Assert.Equal(Describe(all), Describe(perTree));
    }

    private static IReadOnlyList<string> Describe(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Select(diagnostic => $"{diagnostic.Severity} {diagnostic}").Order(StringComparer.Ordinal).ToList();
}
