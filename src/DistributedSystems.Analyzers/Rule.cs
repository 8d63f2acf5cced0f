using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers;

/// <summary>How loudly a rule speaks by default.</summary>
internal enum Level
{
    /// <summary>At least 95 of 100 reports on real code are defects.</summary>
    Warning,

    /// <summary>Shown in the IDE; the command-line build runs it only under the strict preset.</summary>
    Info,

    /// <summary>Runs only where it is switched on.</summary>
    Off,

    /// <summary>Off, and no problem where it is switched on: it tells.</summary>
    OffAndInfo,
}

/// <summary>The only place that makes a diagnostic descriptor: the page follows from the id, the category from the folder of the
/// rule.</summary>
internal static class Rule
{
    /// <param name="id">The id. Once shipped, it is never given to another rule.</param>
    /// <param name="title">The problem, as a short statement.</param>
    /// <param name="messageFormat">One sentence without a trailing period that names the call, the consequence and the evidence.</param>
    /// <param name="level">The default severity; a single diagnostic may be reported lower where its evidence is weaker.</param>
    /// <param name="file">Where the rule stands; its folder is its family.</param>
    public static DiagnosticDescriptor Create(
        string id,
        string title,
        string messageFormat,
        Level level,
        [CallerFilePath] string file = ""
    ) =>
        new(
            id,
            title,
            messageFormat,
            Family(file),
            level is Level.Info or Level.OffAndInfo ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
            isEnabledByDefault: level is not (Level.Off or Level.OffAndInfo),
            description: RuleDescriptions.ById.TryGetValue(id, out var description) ? description : null,
            helpLinkUri: RulePages.Address + id + ".md"
        );

    // By the first digit of the id.
    private static readonly string[] Families = { "Configuration", "Deadlines", "Retries", "RemoteCalls", "Clocks", "Models", "Messaging" };

    /// <summary>The category of the rule with an id.</summary>
    public static string FamilyOf(string id) => Families[id["DIST".Length] - '0'];

    private static string Family(string file)
    {
        var parts = file.Split('/', '\\');
        return parts[parts.Length - 2];
    }
}
