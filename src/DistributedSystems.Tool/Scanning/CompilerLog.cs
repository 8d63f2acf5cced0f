using System.Text.Json;
using DistributedSystems.Analyzers.Baseline;

namespace DistributedSystems.Tool.Scanning;

/// <summary>Reads what the compiler wrote about one project: the pack's findings, and nothing else.</summary>
internal static class CompilerLog
{
    private const string Ids = "DIST";
    private const string Evidence = "evidence.";
    private const string Map = "map.";

    public static ScannedProject Read(string description)
    {
        var lines = File.ReadAllLines(description);
        using var log = JsonDocument.Parse(File.ReadAllBytes(Path.ChangeExtension(description, ".sarif")));
        var folder = Path.GetDirectoryName(lines[0])!;
        var results = log
            .RootElement.GetProperty("runs")
            .EnumerateArray()
            .SelectMany(run => run.GetProperty("results").EnumerateArray())
            .Where(result => Text(result, "ruleId").StartsWith(Ids, StringComparison.Ordinal))
            .Where(result => result.TryGetProperty("locations", out var places) && places.GetArrayLength() > 0)
            .ToLookup(result => Text(result, "ruleId") == MappedCall.Rule);
        return new ScannedProject(
            lines[0],
            lines.ElementAtOrDefault(1) ?? "",
            lines.Skip(2).SelectMany(line => line.Split(';', StringSplitOptions.RemoveEmptyEntries)).ToList(),
            results[false].Where(result => Suppression(result) is null || IsKnown(result)).Select(result => Read(result, folder)).ToList()
        )
        {
            Calls = results[true].Select(result => ReadCall(result, folder)).ToList(),
        };
    }

    private static MappedCall ReadCall(JsonElement result, string folder)
    {
        var told = CustomProperties(result).ToDictionary(property => property.Name, property => property.Value, StringComparer.Ordinal);
        return new MappedCall(
            ReadPlace(result.GetProperty("locations")[0], folder),
            Told("component"),
            Told("member"),
            Told("system"),
            Told("library"),
            Told("call"),
            Told("limits"),
            Told("decisive"),
            Told("attempts"),
            Told("calls"),
            Told("time"),
            Told("sum"),
            Told("replay"),
            Told("observer"),
            Told("model")
        );

        string Told(string name) => told.GetValueOrDefault(Map + name, "");
    }

    private static Finding Read(JsonElement result, string folder) =>
        new(
            Text(result, "ruleId"),
            Text(result, "level") is "note" or "none" ? Finding.Info : Text(result, "level"),
            ReadPlace(result.GetProperty("locations")[0], folder),
            Text(result.GetProperty("message"), "text"),
            IsKnown(result),
            EvidenceOf(result),
            result.TryGetProperty("relatedLocations", out var related)
                ? related.EnumerateArray().Select(place => ReadPlace(place, folder)).ToList()
                : []
        );

    private static List<(string Name, string Value)> EvidenceOf(JsonElement result) =>
        CustomProperties(result)
            .Where(property => property.Name.StartsWith(Evidence, StringComparison.Ordinal))
            .Select(property => (property.Name[Evidence.Length..], property.Value))
            .ToList();

    private static IEnumerable<(string Name, string Value)> CustomProperties(JsonElement result) =>
        result.TryGetProperty("properties", out var properties) && properties.TryGetProperty("customProperties", out var custom)
            ? custom
                .EnumerateObject()
                .Where(property => property.Value.ValueKind == JsonValueKind.String)
                .Select(property => (property.Name, property.Value.GetString()!))
            : [];

    private static Place ReadPlace(JsonElement location, string folder)
    {
        var place = location.GetProperty("physicalLocation");
        var region = place.GetProperty("region");
        var (line, column) = (Number(region, "startLine", 1), Number(region, "startColumn", 1));
        return new Place(
            PathOf(Text(place.GetProperty("artifactLocation"), "uri"), folder),
            line,
            column,
            Number(region, "endLine", line),
            Number(region, "endColumn", column)
        );
    }

    private static string PathOf(string address, string folder) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.IsFile
            ? Path.GetFullPath(uri.LocalPath)
            : Path.GetFullPath(Uri.UnescapeDataString(address), folder);

    private static bool IsKnown(JsonElement result) =>
        Suppression(result)?.Contains(BaselineSuppressor.Id, StringComparison.Ordinal) == true;

    private static string? Suppression(JsonElement result) =>
        result.TryGetProperty("suppressions", out var suppressions) && suppressions.GetArrayLength() > 0 ? suppressions.GetRawText() : null;

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static int Number(JsonElement element, string name, int otherwise) =>
        element.TryGetProperty(name, out var value) ? value.GetInt32() : otherwise;
}
