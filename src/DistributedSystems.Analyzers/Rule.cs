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
}

/// <summary>The only place that makes a diagnostic descriptor: category and page follow from the id.</summary>
internal static class Rule
{
    private const string Pages = "https://github.com/distributed-systems-analyzers/DistributedSystems.Analyzers/blob/main/docs/rules/";

    /// <param name="id">A constant of <see cref="RuleIds"/>.</param>
    /// <param name="title">The problem, as a short statement.</param>
    /// <param name="messageFormat">One sentence without a trailing period that names the call, the consequence and the evidence.</param>
    /// <param name="level">The default severity; a single diagnostic may be reported lower where its evidence is weaker.</param>
    public static DiagnosticDescriptor Create(string id, string title, string messageFormat, Level level) => new(
        id,
        title,
        messageFormat,
        Family(id),
        level == Level.Info ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
        isEnabledByDefault: level != Level.Off,
        helpLinkUri: Pages + id + ".md");

    private static string Family(string id) => id[4] switch
    {
        '0' => "Configuration",
        '1' => "Deadlines",
        '2' => "Retries",
        '3' => "RemoteCalls",
        '4' => "Clocks",
        '5' => "Models",
        _ => "Messaging",
    };
}
