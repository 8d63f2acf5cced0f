using System.Collections.Immutable;
using DistributedSystems.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.RealCode;

/// <summary>Every rule of the pack, those that are off by default included.</summary>
internal sealed class AnalyzerPack
{
    private AnalyzerPack(ImmutableArray<DiagnosticAnalyzer> analyzers) => Analyzers = analyzers;

    public ImmutableArray<DiagnosticAnalyzer> Analyzers { get; }

    /// <summary>
    /// Switches on what is off. Nothing else is set: an option would override the severity a rule chooses for one diagnostic.
    /// </summary>
    public ImmutableDictionary<string, ReportDiagnostic> Options =>
        Analyzers
            .SelectMany(analyzer => analyzer.SupportedDiagnostics)
            .Where(rule => !rule.IsEnabledByDefault)
            .ToImmutableDictionary(
                rule => rule.Id,
                rule => rule.DefaultSeverity == DiagnosticSeverity.Info ? ReportDiagnostic.Info : ReportDiagnostic.Warn
            );

    public static AnalyzerPack Of(IReadOnlyCollection<string>? rules)
    {
        var analyzers = typeof(DistributedAnalyzer)
            .Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DistributedAnalyzer)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)
            .Where(analyzer => rules is null || analyzer.SupportedDiagnostics.Any(rule => rules.Contains(rule.Id)))
            .ToImmutableArray();
        return analyzers.Length > 0 ? new AnalyzerPack(analyzers) : throw new UsageException("No analyzer of the pack has these rules.");
    }

    public static string NameOf(DiagnosticAnalyzer analyzer) =>
        string.Join(',', analyzer.SupportedDiagnostics.Select(rule => rule.Id)) + " " + analyzer.GetType().Name;
}
