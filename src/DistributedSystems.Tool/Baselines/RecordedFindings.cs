using DistributedSystems.Analyzers.Baseline;
using DistributedSystems.Tool.Scanning;

namespace DistributedSystems.Tool.Baselines;

/// <summary>Findings as a baseline records them, and how many are alike.</summary>
internal static class RecordedFindings
{
    private const string Head = """
        # Findings that are known: builds and scans report what is not here. Written by 'distsys baseline'.
        # rule, and a count where several are alike | file, from this folder | member | message

        """;

    /// <param name="scan">What was found.</param>
    /// <param name="folder">The folder of the baseline.</param>
    /// <param name="onlyKnown">Leave out what the baseline in force does not record.</param>
    public static IReadOnlyDictionary<BaselineFinding, int> Of(ScanResult scan, string folder, bool onlyKnown)
    {
        var members = new Members();
        var most = new Dictionary<BaselineFinding, int>();
        foreach (var project in scan.Projects)
        {
            var alike = project
                .Findings.Where(finding => finding.IsKnown || !onlyKnown)
                .Select(finding => (Finding: finding, Member: members.Of(finding, project)))
                .Where(found => found.Member is not null)
                .GroupBy(found =>
                    BaselineFinding.Of(
                        found.Finding.Rule,
                        BaselinePath.Relative(folder, found.Finding.Place.File),
                        found.Member!,
                        found.Finding.Message
                    )
                );

            // Each framework and each project that compiles a file counts by itself when it is built.
            foreach (var group in alike)
            {
                most[group.Key] = Math.Max(most.GetValueOrDefault(group.Key), group.Count());
            }
        }

        return most;
    }

    public static string Text(IReadOnlyDictionary<BaselineFinding, int> findings) =>
        Head.ReplaceLineEndings("\n")
        + string.Concat(
            findings
                .OrderBy(finding => finding.Key.Rule, StringComparer.Ordinal)
                .ThenBy(finding => finding.Key.File, StringComparer.Ordinal)
                .ThenBy(finding => finding.Key.Member, StringComparer.Ordinal)
                .ThenBy(finding => finding.Key.Text, StringComparer.Ordinal)
                .Select(finding => finding.Key.Line(finding.Value) + "\n")
        );
}
