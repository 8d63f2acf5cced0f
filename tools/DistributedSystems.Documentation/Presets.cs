using Microsoft.CodeAnalysis;

namespace DistributedSystems.Documentation;

/// <summary>
/// The global configs behind <c>DistributedSystemsMode</c>. What sets a rule by its id wins over what a team's own files set for its family,
/// so that is done only where nothing else does it.
/// </summary>
internal static class Presets
{
    private const string Head = "is_global = true\nglobal_level = -1\n";

    private const string Minimum =
        "# DistributedSystemsMode = minimum: the build warns only where the code is wrong however the system around it behaves.\n"
        + "# What is not here keeps its own levels. What is here is set by its id, since a family has rules of both kinds: a severity\n"
        + "# for the family in a team's own files does not reach these, one for the id does.\n";

    private const string None =
        "# DistributedSystemsMode = none: no rule reports anything. By id, since the compiler runs a rule whose family alone is off.\n"
        + "# A severity for a rule's id in a team's own files switches it on again.\n";

    private const string Recommended =
        "# DistributedSystemsMode = recommended, the default: every rule keeps its own level.\n"
        + "# No severity is set here on purpose. A rule reports a place below its level where the evidence is weaker, and a\n"
        + "# configured severity, even an equal one, would raise those reports again.\n";

    private const string Strict =
        "# DistributedSystemsMode = strict: every rule warns, also those that are only information or off by default,\n"
        + "# and also at the places where a rule has weaker evidence and would report below its level.\n"
        + "# By family, so that a team's own files win, whether they name a rule or a family. What is off by default hears of no family.\n";

    public static IEnumerable<(string Name, string Text)> Of(IReadOnlyList<RuleEntry> rules)
    {
        yield return (
            "minimum",
            Minimum
                + Head
                + string.Concat(
                    rules
                        .Where(rule => rule.Page.MinimumSeverity != "default")
                        .Select(rule => $"\n# {rule.Page.MinimumReason}\n{Severity(rule, rule.Page.MinimumSeverity)}")
                )
        );
        yield return ("none", None + Head + "\n" + string.Concat(rules.Select(rule => Severity(rule, "none"))));
        yield return ("recommended", Recommended + Head);
        yield return (
            "strict",
            Strict
                + Head
                + "\n"
                + string.Concat(
                    rules
                        .Select(rule => rule.Descriptor.Category)
                        .Distinct()
                        .Select(family => $"dotnet_analyzer_diagnostic.category-{family}.severity = warning\n")
                )
                + "\n"
                + string.Concat(rules.Where(IsOffProblem).Select(rule => Severity(rule, "warning")))
        );
    }

    // What is off and only tells would fill a build without naming a defect.
    private static bool IsOffProblem(RuleEntry rule) =>
        !rule.Descriptor.IsEnabledByDefault && rule.Descriptor.DefaultSeverity != DiagnosticSeverity.Info;

    private static string Severity(RuleEntry rule, string severity) => $"dotnet_diagnostic.{rule.Id}.severity = {severity}\n";
}
