namespace DistributedSystems.Documentation;

internal static class RuleTable
{
    /// <param name="rules">The rules, by id.</param>
    /// <param name="pages">The folder of their pages, as seen from the page with the table.</param>
    public static string Of(IEnumerable<RuleEntry> rules, string pages) =>
        "| Rule | Problem | Level | Fix |\n|---|---|---|---|\n"
        + string.Concat(
            rules.Select(rule => $"| [{rule.Id}]({pages}{rule.Id}.md) | {rule.Descriptor.Title} | {rule.Level} | {rule.Fix} |\n")
        );
}
