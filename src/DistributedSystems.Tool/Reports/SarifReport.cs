using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using DistributedSystems.Tool.Baselines;
using DistributedSystems.Tool.Scanning;

namespace DistributedSystems.Tool.Reports;

/// <summary>
/// One log for all projects: addresses from the root of the repository, so that it means the same on every machine, and a fingerprint that
/// stays when code moves.
/// </summary>
internal static class SarifReport
{
    private const string Root = "%SRCROOT%";

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Text(Report report)
    {
        var ids = report.New.Select(found => found.Finding.Rule).Distinct().Order(StringComparer.Ordinal).ToList();
        var members = new Members();
        var alike = new Dictionary<string, int>(StringComparer.Ordinal);
        var log = new Dictionary<string, object>
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new[]
            {
                new
                {
                    tool = new { driver = Driver(ids) },
                    originalUriBaseIds = new Dictionary<string, object>
                    {
                        [Root] = new { description = new { text = "The root of the repository" } },
                    },
                    columnKind = "utf16CodeUnits",
                    results = report
                        .New.Select(found => new
                        {
                            ruleId = found.Finding.Rule,
                            ruleIndex = ids.IndexOf(found.Finding.Rule),
                            level = found.Finding.Level == Finding.Info ? "note" : found.Finding.Level,
                            message = new { text = found.Finding.Message },
                            locations = new[] { Location(found.Finding.Place, report.Scan) },
                            relatedLocations = found.Finding.Related.Count == 0
                                ? null
                                : found.Finding.Related.Select(place => Location(place, report.Scan)),
                            partialFingerprints = new Dictionary<string, string>
                            {
                                ["distsysFinding/v1"] = Fingerprint(
                                    string.Join(
                                        '\n',
                                        found.Finding.Rule,
                                        report.Scan.Relative(found.Finding.Place.File),
                                        members.Of(found.Finding, found.Project),
                                        found.Finding.Message
                                    ),
                                    alike
                                ),
                            },
                            properties = found.Finding.Evidence.Count == 0
                                ? null
                                : found.Finding.Evidence.ToDictionary(evidence => evidence.Name, evidence => evidence.Value),
                        })
                        .ToList(),
                },
            },
        };
        return JsonSerializer.Serialize(log, Options).ReplaceLineEndings("\n") + "\n";
    }

    private static object Driver(IReadOnlyList<string> ids) =>
        new
        {
            name = "DistributedSystems.Analyzers",
            semanticVersion = typeof(Analyzers.DistributedAnalyzer).Assembly.GetName().Version!.ToString(3),
            rules = ids.Select(Rules.Of)
                .Select(rule => new
                {
                    id = rule.Id,
                    shortDescription = new { text = rule.Title },
                    fullDescription = new { text = RulePage.Why(rule) },
                    help = new { text = RulePage.Why(rule), markdown = rule.Page },
                    helpUri = rule.Help.Length == 0 ? null : rule.Help,
                    properties = new { category = rule.Family },
                }),
        };

    private static object Location(Place place, ScanResult scan) =>
        new
        {
            physicalLocation = new
            {
                artifactLocation = new { uri = Uri.EscapeDataString(scan.Relative(place.File)).Replace("%2F", "/"), uriBaseId = Root },
                region = new
                {
                    startLine = place.Line,
                    startColumn = place.Column,
                    endLine = place.EndLine,
                    endColumn = place.EndColumn,
                },
            },
        };

    private static string Fingerprint(string finding, Dictionary<string, int> alike)
    {
        var number = alike[finding] = alike.GetValueOrDefault(finding) + 1;
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{finding}\n{number}")))[..32].ToLowerInvariant();
    }
}
