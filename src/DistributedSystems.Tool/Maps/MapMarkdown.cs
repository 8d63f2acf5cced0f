using System.Text;
using DistributedSystems.Tool.Scanning;

namespace DistributedSystems.Tool.Maps;

/// <summary>The map as Mermaid, which GitHub, GitLab and Azure DevOps draw, and as a table.</summary>
internal static class MapMarkdown
{
    public static string Text(CallMap map)
    {
        var text = new StringBuilder("### Remote calls\n\n").Append(map.Total).Append("\n");
        if (map.Rows.Count == 0)
        {
            return text.ToString();
        }

        text.Append("\n```mermaid\n").Append(Mermaid(map)).Append("```\n\n");
        text.Append(
            "| Component | Call | System | Ends after | Calls | Limits | Repeated by | A second time | Failure | Model | Findings |\n"
        );
        text.Append("|---|---|---|---|---:|---|---|---|---|---|---|\n");
        foreach (var (project, call, findings) in map.Rows)
        {
            var cells = new[]
            {
                $"{project}: {call.Component}",
                $"`{call.Call}` {map.Report.Scan.Relative(call.Place.File)}:{call.Place.Line}",
                call.System,
                call.Sum.Length > 0 ? $"{call.Time} ({call.Sum})" : call.Time,
                call.CallsInWords,
                call.Limits,
                call.Attempts,
                call.ReplayInWords,
                call.Observer,
                call.Model,
                string.Join(", ", findings.Select(finding => $"**{finding.Rule}**").Distinct()),
            };
            text.Append("| ").AppendJoin(" | ", cells.Select(Cell)).Append(" |\n");
        }

        return text.ToString();
    }

    public static string Mermaid(CallMap map)
    {
        var text = new StringBuilder("flowchart LR\n");
        var components = new Dictionary<(string, string), string>();
        foreach (var project in map.Edges.GroupBy(edge => edge.Project))
        {
            text.Append($"  subgraph {Quoted(project.Key)}\n");
            foreach (var component in project.Select(edge => edge.Component).Distinct())
            {
                var id = $"c{components.Count}";
                components.Add((project.Key, component), id);
                text.Append($"    {id}[{Quoted(component)}]\n");
            }

            text.Append("  end\n");
        }

        var systems = map.Edges.Select(edge => edge.System).Distinct().Order(StringComparer.Ordinal).ToList();
        for (var system = 0; system < systems.Count; system++)
        {
            text.Append($"  s{system}([{Quoted(systems[system])}])\n");
        }

        foreach (var edge in map.Edges)
        {
            text.Append($"  {components[(edge.Project, edge.Component)]} -->|{Quoted(edge.Label)}| s{systems.IndexOf(edge.System)}\n");
        }

        var red = map.Edges.Select((edge, index) => (edge, index)).Where(part => part.edge.HasFindings).Select(part => part.index).ToList();
        if (red.Count > 0)
        {
            text.Append($"  linkStyle {string.Join(',', red)} stroke:#b91c1c,color:#b91c1c\n");
        }

        return text.ToString();
    }

    private static string Quoted(string text) =>
        $"\"{text.Replace("\"", "#quot;", StringComparison.Ordinal).Replace("<", "#lt;", StringComparison.Ordinal).Replace(">", "#gt;", StringComparison.Ordinal)}\"";

    private static string Cell(string text) =>
        text.Replace("|", "\\|", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace("\n", " ", StringComparison.Ordinal);
}
