using System.Text.RegularExpressions;

namespace DistributedSystems.Documentation;

/// <summary>What happens in production, as the first paragraph of each page says: editors and SARIF logs show it as the rule's description.</summary>
internal static partial class RuleDescriptionList
{
    public static string Of(IEnumerable<RuleEntry> rules) =>
        $$"""
            namespace DistributedSystems.Analyzers;

            /// <summary>The first paragraph of each rule's page; written by tools/DistributedSystems.Documentation.</summary>
            internal static class RuleDescriptions
            {
                public static readonly IReadOnlyDictionary<string, string> ById = new Dictionary<string, string>(StringComparer.Ordinal)
                {
            {{string.Concat(
                rules.Select(rule => $"        [\"{rule.Id}\"] =\n            \"{Escaped(Description(rule))}\",\n")
            )}}    };
            }

            """.ReplaceLineEndings(
            "\n"
        );

    private static string Description(RuleEntry rule) =>
        Why().Match(rule.Page.Rest) is { Success: true } why
            ? Link().Replace(why.Groups[1].Value.ReplaceLineEndings(" "), "$1").Replace('`', '\'').Trim()
            : throw new InvalidDataException($"{rule.Page.Path} has no section '## Why'.");

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    [GeneratedRegex(@"## Why\n\n(.+?)(\n\n|\z)", RegexOptions.Singleline)]
    private static partial Regex Why();

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]+\)")]
    private static partial Regex Link();
}
