namespace DistributedSystems.Documentation;

/// <summary>What the compiler's release tracking reads: the rules that no release has shipped yet. A release moves the lines to the shipped
/// file by hand.</summary>
internal static class ReleaseLines
{
    private const string Head =
        "; Unshipped analyzer release\n"
        + "; https://github.com/dotnet/roslyn-analyzers/blob/main/src/Microsoft.CodeAnalysis.Analyzers/ReleaseTrackingAnalyzers.Help.md\n\n"
        + "### New Rules\n\nRule ID | Category | Severity | Notes\n--------|----------|----------|-------\n";

    public static string Unshipped(IEnumerable<RuleEntry> rules, string folder)
    {
        var shipped = File.ReadAllLines(Path.Combine(folder, "AnalyzerReleases.Shipped.md"))
            .Select(line => line.Split(" | ")[0])
            .ToHashSet(StringComparer.Ordinal);
        return Head + string.Concat(rules.Where(rule => !shipped.Contains(rule.Id)).Select(Line));
    }

    private static string Line(RuleEntry rule) =>
        $"{rule.Id} | {rule.Descriptor.Category} | {(rule.Descriptor.IsEnabledByDefault ? rule.Descriptor.DefaultSeverity.ToString() : "Disabled")} | {rule.Name}\n";
}
