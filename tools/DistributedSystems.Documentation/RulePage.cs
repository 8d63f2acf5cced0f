using System.Text.RegularExpressions;

namespace DistributedSystems.Documentation;

/// <summary>
/// The page of a rule: a heading that repeats the descriptor, one line that says what the preset <c>minimum</c> does with the rule and why,
/// and everything a person wrote below.
/// </summary>
/// <param name="Path">Where it lies.</param>
/// <param name="MinimumSeverity">The severity under <c>minimum</c>: <c>default</c> keeps the rule's own levels.</param>
/// <param name="MinimumReason">Why.</param>
/// <param name="Rest">The page from its first section on.</param>
internal sealed partial record RulePage(string Path, string MinimumSeverity, string MinimumReason, string Rest)
{
    private const string Severities = "default, suggestion or none";

    /// <exception cref="InvalidDataException">The page, or its line about the preset, is missing.</exception>
    public static RulePage Read(string root, string id)
    {
        var path = System.IO.Path.Combine(root, "docs", "rules", id + ".md");
        if (!File.Exists(path))
        {
            throw new InvalidDataException($"{id} has no page: {path} does not exist.");
        }

        var page = File.ReadAllText(path).ReplaceLineEndings("\n");
        var preset = PresetLine().Match(page);
        var sections = page.IndexOf("\n## ", StringComparison.Ordinal);
        return preset.Success && sections >= 0
            ? new RulePage(
                path,
                preset.Groups["severity"].Value,
                preset.Groups["reason"].Value.ReplaceLineEndings(" "),
                page[(sections + 1)..]
            )
            : throw new InvalidDataException(
                $"{path} needs a line 'Under `minimum`: `severity`. Why.' before its first section, where severity is {Severities}."
            );
    }

    public string Headed(RuleEntry rule) =>
        $"""
            # {rule.Id}: {rule.Descriptor.Title}

            | Category | Level | Fix |
            |---|---|---|
            | {rule.Descriptor.Category} | {rule.Level} | {rule.Fix} |

            Under `minimum`: `{MinimumSeverity}`. {MinimumReason}

            {Rest}
            """.ReplaceLineEndings("\n");

    [GeneratedRegex(
        @"^Under `minimum`: `(?<severity>default|suggestion|none)`\. (?<reason>.+?)\n\n",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex PresetLine();
}
