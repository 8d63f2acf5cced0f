using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedSystems.Fuzzing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Tests.Verify;

/// <summary>Compiles test code and runs analyzers over it in the ways that the test framework does not: any number of them, and as an editor asks.</summary>
public static class Analysis
{
    /// <summary>What a project with implicit usings sees, as the build writes it.</summary>
    public const string GlobalUsings = """
        global using global::System;
        global using global::System.Collections.Generic;
        global using global::System.IO;
        global using global::System.Linq;
        global using global::System.Net.Http;
        global using global::System.Threading;
        global using global::System.Threading.Tasks;
        """;

    // What a compilation finds in its references is kept as long as it lives, and handed on to those made from it.
    private static readonly ConcurrentDictionary<string, CSharpCompilation> Empty = new(StringComparer.Ordinal);

    public static CSharpCompilation Compile(string source, Setup setup)
    {
        var parse = new CSharpParseOptions(setup.Language);
        var texts = setup.OtherFiles.Prepend(source);
        if (HasGlobalUsings(setup))
        {
            texts = texts.Append(GlobalUsings);
        }

        return EmptyCompilation(setup)
            .AddSyntaxTrees(texts.Select((text, index) => CSharpSyntaxTree.ParseText(text, parse, path: $"File{index}.cs")).ToArray());
    }

    public static CSharpCompilation EmptyCompilation(Setup setup)
    {
        var shared = Empty
            .GetOrAdd(
                $"{setup.Target} {string.Join(' ', setup.Libraries)}",
                _ => WithReferences(References.For(setup.Target).Concat(setup.Libraries.SelectMany(library => References.For(library))))
            )
            .WithOptions(Options(setup));
        return setup.ReferencedProject is null ? shared : shared.AddReferences(ReferenceTo(setup.ReferencedProject, setup));
    }

    public static bool HasGlobalUsings(Setup setup) => setup.Language.MapSpecifiedToEffectiveVersion() >= LanguageVersion.CSharp10;

    public static CSharpCompilationOptions Options(Setup setup) =>
        new(
            setup.Output,
            allowUnsafe: true,
            nullableContextOptions: setup.Language.MapSpecifiedToEffectiveVersion() >= LanguageVersion.CSharp8
                ? NullableContextOptions.Annotations
                : NullableContextOptions.Disable,
            specificDiagnosticOptions: setup.Severities
        );

    /// <summary>The diagnostics of analyzers, after every check that holds for all of them.</summary>
    public static async Task<ImmutableArray<Diagnostic>> DiagnosticsOf(
        Compilation compilation,
        ImmutableArray<DiagnosticAnalyzer> analyzers,
        Setup setup
    )
    {
        if (!setup.AllowCompileErrors)
        {
            var errors = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
            Assert.True(
                errors.Count == 0,
                "The test's code does not compile:" + Environment.NewLine + string.Join(Environment.NewLine, errors)
            );
        }

        var all = await Run(compilation, analyzers, setup, concurrent: true);
        await AssertSameOneByOne(compilation, analyzers, OptionsOf(setup), all);
        return all;
    }

    /// <summary>One plain run; an analyzer exception fails the test with its stack.</summary>
    public static async Task<ImmutableArray<Diagnostic>> Run(
        Compilation compilation,
        ImmutableArray<DiagnosticAnalyzer> analyzers,
        Setup setup,
        bool concurrent
    )
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
            logAnalyzerExecutionTime: false
        );
        var diagnostics = await compilation.WithAnalyzers(analyzers, options).GetAnalyzerDiagnosticsAsync();
        Assert.True(exceptions.Count == 0, "An analyzer threw:" + Environment.NewLine + string.Join(Environment.NewLine, exceptions));
        return diagnostics.Sort(
            (left, right) =>
                (left.Location.SourceTree?.FilePath, left.Location.SourceSpan.Start, left.Id).CompareTo(
                    (right.Location.SourceTree?.FilePath, right.Location.SourceSpan.Start, right.Id)
                )
        );
    }

    public static AnalyzerOptions OptionsOf(Setup setup) =>
        new(
            setup.AdditionalFiles.Select(file => (AdditionalText)new FixedText(file.Key, file.Value)).ToImmutableArray(),
            new FixedOptions(setup.GlobalOptions)
        );

    /// <summary>
    /// A second run on one thread that asks file by file, as an editor does: a diagnostic that it misses would show neither squiggle nor
    /// fix, and one that it adds or changes depends on concurrency or on what was asked before.
    /// </summary>
    public static async Task AssertSameOneByOne(
        Compilation compilation,
        ImmutableArray<DiagnosticAnalyzer> analyzers,
        AnalyzerOptions options,
        IEnumerable<Diagnostic> all
    )
    {
        var found = new List<Diagnostic>();
        var driver = Sequential();
        foreach (var tree in compilation.SyntaxTrees)
        {
#pragma warning disable RS1030 // A host does exactly this.
            found.AddRange(
                await driver.GetAnalyzerSemanticDiagnosticsAsync(
                    compilation.GetSemanticModel(tree),
                    filterSpan: null,
                    CancellationToken.None
                )
            );
#pragma warning restore RS1030
            found.AddRange(await driver.GetAnalyzerSyntaxDiagnosticsAsync(tree, CancellationToken.None));
        }

        // A driver of its own: an older one that has looked at the trees believes to be done.
        foreach (var file in options.AdditionalFiles)
        {
            var result = await Sequential().GetAnalysisResultAsync(file, CancellationToken.None);
            found.AddRange(
                result.AdditionalFileDiagnostics.Values.SelectMany(byAnalyzer => byAnalyzer.Values).SelectMany(diagnostics => diagnostics)
            );
        }

        Assert.Equal(Describe(all), Describe(found));

        CompilationWithAnalyzers Sequential() =>
            compilation.WithAnalyzers(
                analyzers,
                new CompilationWithAnalyzersOptions(
                    options,
                    onAnalyzerException: null,
                    concurrentAnalysis: false,
                    logAnalyzerExecutionTime: false
                )
            );
    }

    private static MetadataReference ReferenceTo(string project, Setup setup) =>
        Compile(project, setup with { ReferencedProject = null, OtherFiles = [] }).WithAssemblyName("Referenced").ToMetadataReference();

    private static CSharpCompilation WithReferences(IEnumerable<MetadataReference> references)
    {
        var compilation = CSharpCompilation.Create("TestCode", references: references.Distinct());

        // Only then are the references bound.
        compilation.GetSpecialType(SpecialType.System_Object);
        return compilation;
    }

    private static IReadOnlyList<string> Describe(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Select(diagnostic => $"{diagnostic.Severity} {diagnostic}").Order(StringComparer.Ordinal).ToList();
}
