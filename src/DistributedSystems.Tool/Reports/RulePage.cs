using DistributedSystems.Tool.Scanning;
using Markdig;

namespace DistributedSystems.Tool.Reports;

/// <summary>What reports tell of a rule, from its page.</summary>
internal static class RulePage
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().DisableHtml().Build();

    /// <summary>The page below its heading, without links: they lead to files that the reader does not have.</summary>
    public static string Html(RuleInfo rule)
    {
        var document = Markdown.Parse(rule.Page, Pipeline);
        foreach (var link in Markdig.Syntax.MarkdownObjectExtensions.Descendants<Markdig.Syntax.Inlines.LinkInline>(document))
        {
            if (link.Url?.StartsWith("http", StringComparison.Ordinal) != true)
            {
                link.Url = null;
            }
        }

        return document.ToHtml(Pipeline);
    }

    /// <summary>What happens in production: the section that every page begins with.</summary>
    public static string Why(RuleInfo rule)
    {
        const string Heading = "## Why\n";
        var page = rule.Page.ReplaceLineEndings("\n");
        var start = page.IndexOf(Heading, StringComparison.Ordinal);
        if (start < 0)
        {
            return rule.Title;
        }

        start += Heading.Length;
        var end = page.IndexOf("\n## ", start, StringComparison.Ordinal);
        return string.Join(' ', (end < 0 ? page[start..] : page[start..end]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
