using System.Text;
using DistributedSystems.Tool.Scanning;

namespace DistributedSystems.Tool.Reports;

/// <summary>For the comment on a pull request, which has a limit: the counts, and as many findings as a person reads there.</summary>
internal static class MarkdownReport
{
    private const int MostFindings = 50;

    public static string Text(Report report)
    {
        var text = new StringBuilder("### Distributed-systems findings\n\n").Append(ConsoleReport.Total(report)).Append('\n');
        if (report.New.Count == 0)
        {
            return text.ToString();
        }

        text.Append("\n| Rule | Problem | Findings |\n|---|---|---:|\n");
        foreach (var (id, count) in report.CountBy(found => found.Finding.Rule))
        {
            text.Append($"| {Link(Rules.Of(id))} | {Rules.Of(id).Title} | {count} |\n");
        }

        text.Append('\n');
        foreach (var (finding, _) in report.New.Take(MostFindings))
        {
            text.Append(
                $"- **{finding.Rule}** `{report.Scan.Relative(finding.Place.File)}:{finding.Place.Line}` {Escape(finding.Message)}\n"
            );
            text.Append($"  `` {report.Sources.Line(finding.Place)} ``\n");
        }

        if (report.New.Count > MostFindings)
        {
            text.Append($"\n… and {report.New.Count - MostFindings} more.\n");
        }

        return text.ToString();
    }

    private static string Link(RuleInfo rule) => rule.Help.Length == 0 ? rule.Id : $"[{rule.Id}]({rule.Help})";

    private static string Escape(string message) =>
        message
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace("*", "\\*", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal);
}
