using System.Text;

namespace DistributedSystems.Documentation;

/// <summary>Everything that can be set, with what holds where nothing is: lines to copy into a team's own file.</summary>
internal static class EditorConfigReference
{
    private const string Head = """
        # What DistributedSystems.Analyzers can be told in an .editorconfig: docs/configuration.md says which setting wins.
        # Every line is a comment; take the ones that are needed, without the sign in front.
        # error and warning are printed by builds; suggestion is shown in editors and by 'distsys scan'; none is off.
        # A severity of any kind, even an equal one, also raises the places where a rule has weaker evidence.

        [*.cs]

        # Options of rules, with examples
        #distributed_systems.fanout_limit = 16
        #distributed_systems.most_attempts = 10
        #distributed_systems.idempotency_headers = Request-Token, X-Operation-Id
        #distributed_systems.wall_clock_allowance = 01:00:00

        """;

    public static string Of(IReadOnlyList<RuleEntry> rules)
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (var family in rules.GroupBy(rule => rule.Descriptor.Category))
        {
            text.Append($"\n# {family.Key}\n#dotnet_analyzer_diagnostic.category-{family.Key}.severity = warning\n");
            foreach (var rule in family)
            {
                text.Append($"\n# {rule.Descriptor.Title}\n#dotnet_diagnostic.{rule.Id}.severity = {SeverityOf(rule)}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>The rule's own level in the words of the file.</summary>
    private static string SeverityOf(RuleEntry rule) =>
        rule.Level switch
        {
            "warning" => "warning",
            "info" => "suggestion",
            _ => "none",
        };
}
