using DistributedSystems.Analyzers;
using DistributedSystems.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Documentation;

/// <summary>A rule as its descriptor, its fix and its page describe it.</summary>
internal sealed record RuleEntry(string Name, DiagnosticDescriptor Descriptor, bool HasFix, RulePage Page)
{
    public string Id => Descriptor.Id;

    public string Level =>
        !Descriptor.IsEnabledByDefault ? "off"
        : Descriptor.DefaultSeverity == DiagnosticSeverity.Warning ? "warning"
        : "info";

    public string Fix => HasFix ? "yes" : "no";
}

internal static class RuleList
{
    public static IReadOnlyList<RuleEntry> In(string root)
    {
        var fixable = InstancesOf<CodeFixProvider>(typeof(DistributedCodeFix))
            .SelectMany(fix => fix.FixableDiagnosticIds)
            .ToHashSet(StringComparer.Ordinal);
        return InstancesOf<DistributedAnalyzer>(typeof(DistributedAnalyzer))
            .Select(rule => (rule.GetType().Name, Descriptor: rule.SupportedDiagnostics.Single()))
            .OrderBy(rule => rule.Descriptor.Id, StringComparer.Ordinal)
            .Select(rule => new RuleEntry(
                rule.Name,
                rule.Descriptor,
                fixable.Contains(rule.Descriptor.Id),
                RulePage.Read(root, rule.Descriptor.Id)
            ))
            .ToList();
    }

    private static IEnumerable<T> InstancesOf<T>(Type inAssemblyOf) =>
        inAssemblyOf
            .Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(T).IsAssignableFrom(type))
            .Select(type => (T)Activator.CreateInstance(type)!);
}
