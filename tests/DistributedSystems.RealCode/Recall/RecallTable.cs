using System.Text;

namespace DistributedSystems.RealCode.Recall;

/// <summary>How many defects of each rule are found, as Markdown.</summary>
internal static class RecallTable
{
    private static readonly (string Heading, Outcome Outcome)[] Columns =
    [
        ("found", Outcome.Found),
        ("other line", Outcome.OtherLine),
        ("other rule", Outcome.OtherRule),
        ("missed", Outcome.Missed),
        ("not judged", Outcome.NotJudged),
    ];

    public static string Of(IReadOnlyCollection<Verdict> verdicts)
    {
        var text = new StringBuilder("| rule | defects |");
        foreach (var (heading, _) in Columns)
        {
            text.Append(' ').Append(heading).Append(" |");
        }

        text.Append("\n|---|---:|").Append(string.Concat(Columns.Select(_ => "---:|"))).Append('\n');
        foreach (var rule in verdicts.GroupBy(verdict => verdict.Defect.Rules[0]).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            Add(text, rule.Key, [.. rule]);
        }

        Add(text, "all", verdicts);
        return text.ToString();
    }

    private static void Add(StringBuilder text, string name, IReadOnlyCollection<Verdict> verdicts)
    {
        text.Append("| ").Append(name).Append(" | ").Append(verdicts.Count).Append(" |");
        foreach (var (_, outcome) in Columns)
        {
            text.Append(' ').Append(verdicts.Count(verdict => verdict.Outcome == outcome)).Append(" |");
        }

        text.Append('\n');
    }
}
