namespace DistributedSystems.Documentation;

/// <summary>The ids as code: a suppressor has to name every one that it may suppress, and an analyzer does not look for its neighbours.</summary>
internal static class RuleIdList
{
    public static string Of(IEnumerable<RuleEntry> rules) =>
        $$"""
            namespace DistributedSystems.Analyzers.Baseline;

            /// <summary>The ids of all rules; written by tools/DistributedSystems.Documentation.</summary>
            internal static class RuleIds
            {
                public static readonly string[] All =
                {
            {{string.Concat(rules.Select(rule => $"        \"{rule.Id}\",\n"))}}    };
            }

            """.ReplaceLineEndings("\n");
}
