using System.Globalization;
using DistributedSystems.Tool.Reports;
using DistributedSystems.Tool.Scanning;

namespace DistributedSystems.Tool.Maps;

/// <param name="Project">The project it is compiled in.</param>
/// <param name="Call">The call.</param>
/// <param name="Findings">What was found at it.</param>
internal sealed record MapRow(string Project, MappedCall Call, IReadOnlyList<Finding> Findings);

/// <param name="Project">The project of the component.</param>
/// <param name="Component">Who calls: a type, or a whole project where there are too many.</param>
/// <param name="System">Who is called.</param>
/// <param name="Rows">The calls.</param>
internal sealed record MapEdge(string Project, string Component, string System, IReadOnlyList<MapRow> Rows)
{
    public bool HasFindings => Rows.Any(row => row.Findings.Count > 0);

    /// <summary>The worst of its calls: for how long, and how many attempts.</summary>
    public string Label
    {
        get
        {
            var worst =
                Rows.Any(row => row.Call.Time == MappedCall.Endless) ? MappedCall.Endless
                : Rows.Any(row => row.Call.Time == MappedCall.Unknown) ? "time unknown"
                : "≤ " + Rows.MaxBy(row => SecondsOf(row.Call.Time))!.Call.Time;
            var attempts =
                Rows.Any(row => row.Call.Calls.Length == 0) ? "attempts unknown"
                : Rows.Max(row => long.Parse(row.Call.Calls, CultureInfo.InvariantCulture)) is > 1 and var most ? $"× {most}"
                : "once";
            return $"{ConsoleReport.Count(Rows.Count, "call")}, {worst}, {attempts}";
        }
    }

    private static double SecondsOf(string time)
    {
        var parts = time.Split(' ');
        return parts.Length == 2 && double.TryParse(parts[0], CultureInfo.InvariantCulture, out var number)
            ? number
                * parts[1] switch
                {
                    "ms" => 0.001,
                    "min" => 60,
                    "h" => 3600,
                    _ => 1,
                }
            : 0;
    }
}

/// <summary>Who calls whom over the network, and what that costs at worst.</summary>
internal sealed class CallMap
{
    // What a picture can show, and what Mermaid draws at most by default is 500.
    private const int MostEdges = 150;

    public CallMap(Report report)
    {
        Report = report;
        var findings = report.New.Select(found => found.Finding).ToLookup(finding => finding.Place.File, StringComparer.Ordinal);
        Rows = report
            .Scan.Calls.Select(found => new MapRow(
                found.Project.Name,
                found.Call,
                findings[found.Call.Place.File].Where(finding => Concerns(finding, found.Call.Place)).ToList()
            ))
            .ToList();
        var edges = EdgesBy(row => row.Call.Component);
        (Edges, ByProject) = edges.Count <= MostEdges ? (edges, false) : (EdgesBy(row => row.Project), true);
    }

    public Report Report { get; }

    public IReadOnlyList<MapRow> Rows { get; }

    public IReadOnlyList<MapEdge> Edges { get; }

    /// <summary>There are too many types for one picture, so it shows projects.</summary>
    public bool ByProject { get; }

    public string Total =>
        $"{ConsoleReport.Count(Rows.Count, "remote call")} from {ConsoleReport.Count(Rows.Select(row => (row.Project, row.Call.Component)).Distinct().Count(), "component")}"
        + $" to {ConsoleReport.Count(Rows.Select(row => row.Call.System).Distinct().Count(), "system")}"
        + $"; {Rows.Count(row => row.Call.Time == MappedCall.Endless)} may wait for ever, {Rows.Count(row => row.Findings.Count > 0)} with findings";

    private List<MapEdge> EdgesBy(Func<MapRow, string> component) =>
        Rows.GroupBy(row => (row.Project, Component: component(row), row.Call.System))
            .OrderBy(edge => edge.Key, Comparer<(string, string, string)>.Create(Compare))
            .Select(edge => new MapEdge(edge.Key.Project, edge.Key.Component, edge.Key.System, edge.ToList()))
            .ToList();

    private static int Compare((string, string, string) one, (string, string, string) other) =>
        string.CompareOrdinal($"{one.Item1}\0{one.Item2}\0{one.Item3}", $"{other.Item1}\0{other.Item2}\0{other.Item3}");

    private static bool Concerns(Finding finding, Place call) =>
        Overlap(finding.Place, call) || finding.Related.Any(place => place.File == call.File && Overlap(place, call));

    private static bool Overlap(Place one, Place other) =>
        (one.Line, one.Column).CompareTo((other.EndLine, other.EndColumn)) < 0
        && (other.Line, other.Column).CompareTo((one.EndLine, one.EndColumn)) < 0;
}
