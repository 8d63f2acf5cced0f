using System.Text.Json;

namespace DistributedSystems.Tool.Maps;

/// <summary>The map for other programs, and for the page.</summary>
internal static class MapJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
    };

    public static string Text(CallMap map) => JsonSerializer.Serialize(Content(map), Options).ReplaceLineEndings("\n") + "\n";

    public static object Content(CallMap map) =>
        new
        {
            Version = 1,
            Target = map.Report.Scan.Name,
            Summary = map.Total,
            Edges = map.Edges.Select(edge => new
            {
                edge.Project,
                edge.Component,
                edge.System,
                edge.Label,
                edge.HasFindings,
            }),
            Calls = map.Rows.Select(row => new
            {
                row.Project,
                row.Call.Component,
                row.Call.Member,
                row.Call.System,
                row.Call.Library,
                row.Call.Call,
                File = map.Report.Scan.Relative(row.Call.Place.File),
                row.Call.Place.Line,
                row.Call.Time,
                row.Call.Sum,
                Calls = row.Call.CallsInWords,
                row.Call.Limits,
                row.Call.Decisive,
                row.Call.Attempts,
                Replay = row.Call.ReplayInWords,
                row.Call.Observer,
                row.Call.Model,
                Findings = row.Findings.Select(finding => finding.Rule).Distinct(),
            }),
        };
}
