using DistributedSystems.Tool.Scanning;
using Spectre.Console;

namespace DistributedSystems.Tool.Maps;

/// <summary>The map for whoever sits before it: who calls whom, and each call with its worst case.</summary>
internal static class MapConsole
{
    public static void Write(IAnsiConsole console, CallMap map)
    {
        foreach (var edge in map.Edges)
        {
            console.MarkupLineInterpolated(
                $"[bold]{edge.Project}: {(map.ByProject ? "" : edge.Component + " ")}[/]→ [bold]{edge.System}[/]  [{(edge.HasFindings ? "red" : "grey")}]{edge.Label}[/]"
            );
            foreach (var row in edge.Rows)
            {
                WriteCall(console, map, row);
            }
        }

        if (map.Rows.Count > 0)
        {
            console.WriteLine();
        }

        console.WriteLine(map.Total);
    }

    private static void WriteCall(IAnsiConsole console, CallMap map, MapRow row)
    {
        var call = row.Call;
        var findings = string.Join(' ', row.Findings.Select(finding => finding.Rule).Distinct());
        var time =
            call.Time == MappedCall.Unknown ? "ends at an unknown time"
            : call.Time == MappedCall.Endless ? "may wait for ever"
            : $"ends after {call.Time}" + (call.Sum.Length > 0 ? $" ({call.Sum})" : "");
        console.MarkupLineInterpolated(
            $"  {map.Report.Scan.Relative(call.Place.File)}:{call.Place.Line} {call.Call}: {time}, {Calls(call)}, {call.ReplayInWords}, failure to {call.Observer} [red]{findings}[/]"
        );
    }

    private static string Calls(MappedCall call) =>
        call.Calls switch
        {
            "" => "calls unknown",
            "1" => "one call",
            _ => $"up to {call.Calls} calls",
        };
}
