using DistributedSystems.RealCode.Findings;

namespace DistributedSystems.RealCode.Recall;

internal enum Outcome
{
    /// <summary>One of the defect's rules reports on one of its lines.</summary>
    Found,

    /// <summary>One of its rules reports in the same file, but elsewhere: for its reader the defect is not found.</summary>
    OtherLine,

    /// <summary>Something is reported on its lines, but another reason is given.</summary>
    OtherRule,

    Missed,

    /// <summary>The code could not be had or not be bound: says nothing about the pack.</summary>
    NotJudged,
}

/// <summary>What became of one historical defect, and the evidence for it.</summary>
internal sealed record Verdict(HistoricalDefect Defect, Outcome Outcome, string Evidence)
{
    public static Verdict NotJudged(HistoricalDefect defect, string reason) => new(defect, Outcome.NotJudged, reason);

    public static Verdict Of(HistoricalDefect defect, IEnumerable<Finding> findings)
    {
        var here = findings.Where(finding => finding.Path == defect.Path).OrderBy(finding => finding.Line).ToList();
        var ours = here.Where(finding => defect.Rules.Contains(finding.Rule)).ToList();
        if (ours.Find(finding => defect.StandsOn(finding.Line)) is { } found)
        {
            return new Verdict(defect, Outcome.Found, $"line {found.Line} {found.Rule} {found.Severity}: {found.Message}");
        }

        // The wrong reason on the right line is nearer to the defect than the right reason somewhere else in a long file,
        // but a reader who follows it repairs something else: the rule counts first.
        if (ours.Count > 0)
        {
            return new Verdict(defect, Outcome.OtherLine, string.Join(", ", ours.Select(finding => $"line {finding.Line} {finding.Rule}")));
        }

        var others = here.Where(finding => defect.StandsOn(finding.Line)).ToList();
        return others.Count > 0
            ? new Verdict(defect, Outcome.OtherRule, string.Join(", ", others.Select(finding => $"line {finding.Line} {finding.Rule}")))
            : new Verdict(defect, Outcome.Missed, "");
    }
}
