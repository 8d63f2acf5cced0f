using System.Collections.Immutable;
using DistributedSystems.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Benchmarks.Overhead;

internal static class Pack
{
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
    [
        .. typeof(DistributedAnalyzer)
            .Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DistributedAnalyzer)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    /// <summary>Every rule on, those that a build leaves out included: the most the pack can cost.</summary>
    public static CompilationOptions WithEveryRule(CompilationOptions options) =>
        options.WithSpecificDiagnosticOptions(
            Analyzers
                .SelectMany(analyzer => analyzer.SupportedDiagnostics)
                .Select(rule => KeyValuePair.Create(rule.Id, ReportDiagnostic.Warn))
        );
}
