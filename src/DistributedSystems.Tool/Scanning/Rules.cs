using DistributedSystems.Analyzers;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Tool.Scanning;

/// <param name="Id">The id.</param>
/// <param name="Title">The problem.</param>
/// <param name="Family">Its family.</param>
/// <param name="Help">The address of its page.</param>
/// <param name="Page">The page itself, as Markdown.</param>
internal sealed record RuleInfo(string Id, string Title, string Family, string Help, string Page);

/// <summary>The rules of the pack, and their pages.</summary>
internal static class Rules
{
    private static readonly Dictionary<string, RuleInfo> ById = typeof(DistributedAnalyzer)
        .Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DistributedAnalyzer)))
        .SelectMany(type => ((DistributedAnalyzer)Activator.CreateInstance(type)!).SupportedDiagnostics)
        .ToDictionary(rule => rule.Id, InfoOf, StringComparer.Ordinal);

    public static IEnumerable<string> Ids => ById.Keys.Order(StringComparer.Ordinal);

    /// <summary>A project that has installed another version of the pack may have rules that this one does not know.</summary>
    public static RuleInfo Of(string id) => ById.TryGetValue(id, out var rule) ? rule : new RuleInfo(id, id, "Other", "", "");

    private static RuleInfo InfoOf(DiagnosticDescriptor rule) =>
        new(rule.Id, rule.Title.ToString(), rule.Category, rule.HelpLinkUri, PageOf(rule.Id));

    private static string PageOf(string id)
    {
        using var page = typeof(Rules).Assembly.GetManifestResourceStream($"rules/{id}.md");
        return page is null ? "" : new StreamReader(page).ReadToEnd();
    }
}
