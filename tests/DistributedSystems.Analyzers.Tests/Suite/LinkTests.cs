using System.Text.RegularExpressions;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Suite;

/// <summary>Links between files lead somewhere, down to the heading.</summary>
public partial class LinkTests
{
    private static readonly IReadOnlyList<string> Pages = Directory
        .GetFiles(References.RepositoryRoot, "*.md", SearchOption.AllDirectories)
        .Where(file =>
            !Path.GetRelativePath(References.RepositoryRoot, file)
                .Split(Path.DirectorySeparatorChar)
                .Any(part => part is "bin" or "obj" or "node_modules" or "StrykerOutput" or "BenchmarkDotNet.Artifacts")
        )
        .ToList();

    [Fact]
    public void Every_link_to_a_file_finds_it_and_its_heading()
    {
        Assert.True(Pages.Count > 100);
        Assert.Empty(Pages.SelectMany(page => LinksIn(page).Where(link => !Leads(page, link)).Select(link => $"{page}: {link}")));
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_found()
    {
        var page = Path.Combine(References.RepositoryRoot, "README.md");

        Assert.True(Leads(page, "docs/adoption.md"));
        Assert.True(Leads(page, "docs/adoption.md#the-map-of-remote-calls"));
        Assert.False(Leads(page, "docs/adoption.md#nowhere"));
        Assert.False(Leads(page, "docs/nowhere.md"));
    }

    /// <summary>Every rule and every attribute has its place among the concepts, or is about the pack's own files.</summary>
    [Fact]
    public void The_page_on_concepts_speaks_of_every_rule_that_is_about_code()
    {
        var concepts = Pack.Read("docs", "concepts.md");
        string[] notAboutConcepts = ["DIST0001", "DIST0003"];

        Assert.All(
            Pack.Analyzers.Select(rule => Pack.DescriptorOf(rule).Id).Except(notAboutConcepts),
            id => Assert.Contains($"[{id}](rules/{id}.md)", concepts)
        );
    }

    private static IEnumerable<string> LinksIn(string page) =>
        Link()
            .Matches(Code().Replace(File.ReadAllText(page).ReplaceLineEndings("\n"), ""))
            .Select(match => match.Groups[1].Value)
            .Where(link => !link.Contains(':'));

    private static bool Leads(string page, string link)
    {
        var parts = link.Split('#');
        var target = parts[0].Length == 0 ? page : Path.GetFullPath(Uri.UnescapeDataString(parts[0]), Path.GetDirectoryName(page)!);
        return parts.Length == 1 ? Path.Exists(target) : File.Exists(target) && HeadingsOf(target).Contains(parts[1]);
    }

    /// <summary>The anchors that GitHub gives to headings.</summary>
    private static HashSet<string> HeadingsOf(string page) =>
        Heading()
            .Matches(Code().Replace(File.ReadAllText(page).ReplaceLineEndings("\n"), ""))
            .Select(match => Unanchored().Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'))
            .ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?ms)^```.*?^```|`[^`\n]+`")]
    private static partial Regex Code();

    [GeneratedRegex(@"(?m)^#+ (.+)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Unanchored();
}
