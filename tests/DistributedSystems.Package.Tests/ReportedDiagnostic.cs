using System.Text.RegularExpressions;

namespace DistributedSystems.Package.Tests;

/// <summary>One line of a build's output that names a place: <c>file(line,column): severity id: message [project]</c>.</summary>
internal sealed partial record ReportedDiagnostic(string Place, string Severity, string Id, string Message, string Project)
{
    /// <summary>Each diagnostic once: the console logger repeats them in its summary.</summary>
    public static IReadOnlyList<ReportedDiagnostic> All(string output) =>
        Line()
            .Matches(output)
            .Select(match => new ReportedDiagnostic(
                match.Groups["place"].Value,
                match.Groups["severity"].Value,
                match.Groups["id"].Value,
                match.Groups["message"].Value,
                Path.GetFileNameWithoutExtension(match.Groups["project"].Value)
            ))
            .Distinct()
            .ToList();

    [GeneratedRegex(
        @"^\s*(?<place>.+\(\d+,\d+\)): (?<severity>warning|error) (?<id>\w+): (?<message>.*) \[(?<project>[^\]]+)\]\r?$",
        RegexOptions.Multiline
    )]
    private static partial Regex Line();
}

internal static class BuildReports
{
    /// <summary>What a build reported for one project, as 'warning DIST4001', in order and with nothing left out.</summary>
    public static string[] Reported(this CommandResult build, FreshProject project) =>
        ReportedDiagnostic
            .All(build.Output)
            .Where(diagnostic => diagnostic.Project == project.Name)
            .Select(diagnostic => $"{diagnostic.Severity} {diagnostic.Id}")
            .Order(StringComparer.Ordinal)
            .ToArray();
}
