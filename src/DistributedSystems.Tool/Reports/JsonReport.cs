using System.Text.Json;
using DistributedSystems.Tool.Scanning;

namespace DistributedSystems.Tool.Reports;

/// <summary>The findings for other programs, and for the page.</summary>
internal static class JsonReport
{
    private const int LinesAround = 3;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
    };

    public static string Text(Report report) => JsonSerializer.Serialize(Content(report), Options).ReplaceLineEndings("\n") + "\n";

    public static object Content(Report report) =>
        new
        {
            Version = 1,
            Target = report.Scan.Name,
            Summary = ConsoleReport.Total(report),
            Known = report.Known,
            Projects = report.Scan.Projects.Select(project => report.Scan.Relative(project.File)).Distinct(),
            Findings = report.New.Select(found => new
            {
                found.Finding.Rule,
                Title = Rules.Of(found.Finding.Rule).Title,
                Family = Rules.Of(found.Finding.Rule).Family,
                found.Finding.Level,
                Project = found.Project.Name,
                File = report.Scan.Relative(found.Finding.Place.File),
                found.Finding.Place.Line,
                found.Finding.Place.Column,
                found.Finding.Message,
                Evidence = found.Finding.Evidence.ToDictionary(evidence => evidence.Name, evidence => evidence.Value),
                Related = found.Finding.Related.Select(place => new
                {
                    File = report.Scan.Relative(place.File),
                    place.Line,
                    Code = report.Sources.Line(place),
                }),
                Code = report.Sources.Lines(found.Finding.Place, LinesAround).Select(line => new { Line = line.Number, line.Text }),
            }),
        };
}
