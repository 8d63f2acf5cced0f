namespace DistributedSystems.Documentation;

/// <summary>All files that are written, in whole or in part, from the rules and their pages.</summary>
public static class GeneratedFiles
{
    /// <param name="root">The folder of the checkout.</param>
    public static IEnumerable<GeneratedFile> In(string root)
    {
        var rules = RuleList.In(root);
        yield return Part(root, "README.md", "rules", RuleTable.Of(rules, "docs/rules/"));
        yield return Part(root, "docs/rules/README.md", "rules", RuleTable.Of(rules, ""));
        foreach (var rule in rules)
        {
            yield return new GeneratedFile(rule.Page.Path, rule.Page.Headed(rule));
        }

        foreach (var preset in Presets.Of(rules))
        {
            yield return new GeneratedFile(
                Path.Combine(root, "src/DistributedSystems.Package/buildTransitive/presets", preset.Name + ".globalconfig"),
                preset.Text
            );
        }

        var releases = Path.Combine(root, "src/DistributedSystems.Analyzers");
        yield return new GeneratedFile(Path.Combine(releases, "AnalyzerReleases.Unshipped.md"), ReleaseLines.Unshipped(rules, releases));
        yield return new GeneratedFile(Path.Combine(releases, "Baseline", "RuleIds.cs"), RuleIdList.Of(rules));
        yield return new GeneratedFile(Path.Combine(releases, "RuleDescriptions.cs"), RuleDescriptionList.Of(rules));
        yield return new GeneratedFile(Path.Combine(root, "docs/reference.editorconfig"), EditorConfigReference.Of(rules));
        yield return Part(root, "docs/architecture.md", "floors", FactsMap.In(root));
    }

    private static GeneratedFile Part(string root, string path, string name, string content)
    {
        var full = Path.Combine(root, path);
        return new GeneratedFile(full, MarkedPart.Replace(full, name, content));
    }
}
