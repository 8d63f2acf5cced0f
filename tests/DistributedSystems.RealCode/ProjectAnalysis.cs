using System.Collections.Immutable;
using DistributedSystems.Fuzzing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.RealCode;

/// <summary>What the pack says of one compilation, and what it took.</summary>
internal sealed record ProjectAnalysis(
    ImmutableArray<Diagnostic> Findings,
    IReadOnlyList<string> Exceptions,
    IReadOnlyDictionary<string, TimeSpan> TimeByRule,
    int Lines,
    IReadOnlyDictionary<string, int> CompileErrors
)
{
    public static async Task<ProjectAnalysis> Of(CSharpCompilation compilation, AnalyzerPack pack, FixedOptions options)
    {
        var errors = compilation
            .GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .CountBy(diagnostic => diagnostic.Id)
            .ToDictionary();
        var lines = compilation.SyntaxTrees.Sum(tree => tree.GetText().Lines.Count);

        var exceptions = new List<string>();
        var analyzed = compilation
            .WithOptions(compilation.Options.WithSpecificDiagnosticOptions(pack.Options))
            .WithAnalyzers(
                pack.Analyzers,
                new CompilationWithAnalyzersOptions(
                    new AnalyzerOptions([], options),
                    (exception, analyzer, _) =>
                    {
                        lock (exceptions)
                        {
                            exceptions.Add($"{AnalyzerPack.NameOf(analyzer)}: {exception}");
                        }
                    },
                    concurrentAnalysis: true,
                    logAnalyzerExecutionTime: true
                )
            );
        var result = await analyzed.GetAnalysisResultAsync(CancellationToken.None);
        var times = result.AnalyzerTelemetryInfo.ToDictionary(entry => AnalyzerPack.NameOf(entry.Key), entry => entry.Value.ExecutionTime);
        return new ProjectAnalysis(result.GetAllDiagnostics(), exceptions, times, lines, errors);
    }

    // Test projects are left out by name before they get here; a package reference that loose binding brought in must not
    // make the pack take another project for one. The checkouts' own configuration is not about this pack.
    public static FixedOptions OptionsFor(bool includeTests, bool strict) =>
        new(
            new Dictionary<string, string>
            {
                ["build_property.IsTestProject"] = "false",
                ["build_property.DistributedSystemsAnalyzeTests"] = includeTests ? "true" : "false",
                ["build_property.DistributedSystemsMode"] = strict ? "strict" : "recommended",
            }
        );
}
