using DistributedSystems.Analyzers.Baseline;
using DistributedSystems.Tool.Reports;
using DistributedSystems.Tool.Scanning;
using Microsoft.CodeAnalysis.Text;
using Spectre.Console;

namespace DistributedSystems.Tool.Baselines;

/// <summary>Writes a baseline, or says what is stale in one.</summary>
internal static class BaselineWriter
{
    public static int Write(IAnsiConsole console, ScanResult scan, string file, bool onlyKnown)
    {
        var (folder, before) = (Path.GetDirectoryName(file)!, Recorded(file));
        var scope = new ScanScope(scan, folder);
        var findings = RecordedFindings
            .Of(scan, folder, onlyKnown)
            .Concat(before.Where(entry => !scope.Covers(entry.Key.File)))
            .GroupBy(entry => entry.Key)
            .ToDictionary(alike => alike.Key, alike => alike.Max(entry => entry.Value));
        ReportFile.Write(file, RecordedFindings.Text(findings));
        console.WriteLine(
            $"{file} records {ConsoleReport.Count(findings.Values.Sum(), "finding")}: {Missing(findings, before).Sum(entry => entry.Count)} new, "
                + $"{Missing(before, findings).Sum(entry => entry.Count)} taken out."
        );
        console.WriteLine("Commit it: builds with the package and 'distsys scan' now report what is not in it.");
        return ExitCode.NoFindings;
    }

    public static int Check(IAnsiConsole console, ScanResult scan, string file)
    {
        if (!File.Exists(file))
        {
            throw new CannotScanException($"There is no {file}.", "'distsys baseline' writes it.");
        }

        var folder = Path.GetDirectoryName(file)!;
        var scope = new ScanScope(scan, folder);
        var stale = Missing(Recorded(file), RecordedFindings.Of(scan, folder, onlyKnown: true))
            .Where(entry => scope.Covers(entry.Finding.File))
            .ToList();
        foreach (var (finding, count) in stale)
        {
            console.WriteLine(finding.Line(count));
        }

        console.WriteLine(
            stale.Count == 0
                ? $"Everything that {file} records is still there."
                : $"Of what {file} records, {ConsoleReport.Count(stale.Sum(entry => entry.Count), "finding")} can go, fixed or moved: 'distsys baseline --prune' takes them out."
        );
        return stale.Count == 0 ? ExitCode.NoFindings : ExitCode.Findings;
    }

    /// <summary>What is in one and not in the other, and how often.</summary>
    private static IEnumerable<(BaselineFinding Finding, int Count)> Missing(
        IReadOnlyDictionary<BaselineFinding, int> from,
        IReadOnlyDictionary<BaselineFinding, int> other
    ) => from.Select(entry => (entry.Key, Count: entry.Value - other.GetValueOrDefault(entry.Key))).Where(entry => entry.Count > 0);

    private static Dictionary<BaselineFinding, int> Recorded(string file) =>
        File.Exists(file)
            ? BaselineFile
                .Of(SourceText.From(File.ReadAllText(file)))
                .Entries.GroupBy(entry => entry.Finding)
                .ToDictionary(alike => alike.Key, alike => alike.Sum(entry => entry.Count))
            : [];
}
