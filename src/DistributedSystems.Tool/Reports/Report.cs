using DistributedSystems.Tool.Scanning;

namespace DistributedSystems.Tool.Reports;

/// <summary>A scan as it is told: what the baseline does not know, from the level that was asked for.</summary>
internal sealed class Report(ScanResult scan, bool warningsOnly)
{
    public ScanResult Scan { get; } = scan;

    public Sources Sources { get; } = new();

    public IReadOnlyList<(Finding Finding, ScannedProject Project)> New { get; } =
        scan.Findings.Where(found => !found.Finding.IsKnown && IsTold(found.Finding, warningsOnly)).ToList();

    public int Known { get; } = scan.Findings.Count(found => found.Finding.IsKnown && IsTold(found.Finding, warningsOnly));

    /// <summary>How many there are of each kind, the most frequent first.</summary>
    public IEnumerable<(string Key, int Count)> CountBy(Func<(Finding Finding, ScannedProject Project), string> kind) =>
        New.GroupBy(kind)
            .Select(alike => (alike.Key, Count: alike.Count()))
            .OrderByDescending(alike => alike.Count)
            .ThenBy(alike => alike.Key, StringComparer.Ordinal);

    private static bool IsTold(Finding finding, bool warningsOnly) => !warningsOnly || finding.Level != Finding.Info;
}
