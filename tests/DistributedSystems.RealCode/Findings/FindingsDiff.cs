namespace DistributedSystems.RealCode.Findings;

/// <summary>What one run says and another does not. The same line twice in a member counts twice.</summary>
internal sealed record FindingsDiff(IReadOnlyList<Finding> Added, IReadOnlyList<Finding> Removed)
{
    public static FindingsDiff Between(IEnumerable<Finding> before, IEnumerable<Finding> after)
    {
        var (old, now) = (before.ToLookup(finding => finding.Key), after.ToLookup(finding => finding.Key));
        return new FindingsDiff(Beyond(now, old), Beyond(old, now));
    }

    private static IReadOnlyList<Finding> Beyond(
        ILookup<(string Rule, string Path, string Snippet), Finding> these,
        ILookup<(string Rule, string Path, string Snippet), Finding> those
    ) => these.SelectMany(group => group.Skip(those[group.Key].Count())).ToList();
}
