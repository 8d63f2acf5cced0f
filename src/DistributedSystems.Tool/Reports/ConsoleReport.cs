using DistributedSystems.Tool.Scanning;
using Spectre.Console;

namespace DistributedSystems.Tool.Reports;

/// <summary>What a person reads first: the findings as a compiler prints them, each with its line of code, and then where most of them are.</summary>
internal static class ConsoleReport
{
    private const int WorstFiles = 10;

    public static void Write(IAnsiConsole console, Report report, bool onlySummary)
    {
        if (!onlySummary)
        {
            WriteFindings(console, report);
        }

        if (report.New.Count > 0)
        {
            WriteCounts(console, "Family", report.CountBy(found => Rules.Of(found.Finding.Rule).Family));
            WriteCounts(console, "Rule", report.CountBy(found => $"{found.Finding.Rule} {Rules.Of(found.Finding.Rule).Title}"));
            WriteCounts(console, "Project", report.CountBy(found => found.Project.Name));
            WriteCounts(console, "File", report.CountBy(found => report.Scan.Relative(found.Finding.Place.File)), WorstFiles);
        }

        console.WriteLine(Total(report));
    }

    public static string Total(Report report)
    {
        var (scan, warnings) = (report.Scan, report.New.Count(found => found.Finding.Level != Finding.Info));
        var projects = scan.Projects.DistinctBy(project => project.File).Count();
        return $"{Count(report.New.Count, "finding")} ({Count(warnings, "warning")}, {report.New.Count - warnings} info) in {Count(projects, "project")}"
            + (report.Known > 0 ? $", and {report.Known} that the baseline records" : "")
            + $". {scan.Name}, {scan.Time.TotalSeconds:0} s";
    }

    private static void WriteFindings(IAnsiConsole console, Report report)
    {
        foreach (var (finding, _) in report.New)
        {
            var place = finding.Place;
            console.MarkupLineInterpolated(
                $"[bold]{report.Scan.Relative(place.File)}({place.Line},{place.Column})[/]: [{(finding.Level == Finding.Info ? "blue" : "yellow")}]{finding.Level} {finding.Rule}[/]: {finding.Message}"
            );
            console.MarkupLineInterpolated($"    [grey]{report.Sources.Line(place)}[/]");
        }

        if (report.New.Count > 0)
        {
            console.WriteLine();
        }
    }

    private static void WriteCounts(IAnsiConsole console, string name, IEnumerable<(string Key, int Count)> counts, int most = int.MaxValue)
    {
        var table = new Table().Border(TableBorder.None).AddColumn(new TableColumn("").RightAligned()).AddColumn(name);
        foreach (var (key, count) in counts.Take(most))
        {
            table.AddRow(new Text(count.ToString(System.Globalization.CultureInfo.InvariantCulture)), new Text(key));
        }

        console.Write(table);
        console.WriteLine();
    }

    public static string Count(int count, string name) => count == 1 ? $"1 {name}" : $"{count} {name}s";
}
