namespace DistributedSystems.Documentation;

/// <summary>The global configs behind <c>DistributedSystemsMode</c>. Every one that sets severities sets one for every rule.</summary>
internal static class Presets
{
    private const string Head = "is_global = true\nglobal_level = -1\n";

    private const string Minimum =
        "# DistributedSystemsMode = minimum: the build warns only where the code is wrong however the system around it behaves.\n"
        + "# 'default' keeps a rule's own levels, also the lower one of a place with weaker evidence; a suggestion stays in the editor.\n";

    private const string None = "# DistributedSystemsMode = none: no rule reports anything.\n";

    private const string Recommended =
        "# DistributedSystemsMode = recommended, the default: every rule keeps its own level.\n"
        + "# No severity is set here on purpose. A rule reports a place below its level where the evidence is weaker, and a\n"
        + "# configured severity, even an equal one, would raise those reports again.\n";

    private const string Strict =
        "# DistributedSystemsMode = strict: every rule warns, also those that are only information or off by default,\n"
        + "# and also at the places where a rule has weaker evidence and would report below its level.\n";

    public static IEnumerable<(string Name, string Text)> Of(IReadOnlyList<RuleEntry> rules)
    {
        yield return (
            "minimum",
            Minimum
                + Head
                + string.Concat(rules.Select(rule => $"\n# {rule.Page.MinimumReason}\n{Severity(rule, rule.Page.MinimumSeverity)}"))
        );
        yield return ("none", None + Head + "\n" + string.Concat(rules.Select(rule => Severity(rule, "none"))));
        yield return ("recommended", Recommended + Head);
        yield return ("strict", Strict + Head + "\n" + string.Concat(rules.Select(rule => Severity(rule, "warning"))));
    }

    private static string Severity(RuleEntry rule, string severity) => $"dotnet_diagnostic.{rule.Id}.severity = {severity}\n";
}
