using System.Text.Json;
using DistributedSystems.Tool.Maps;
using DistributedSystems.Tool.Scanning;

namespace DistributedSystems.Tool.Reports;

/// <summary>One page that needs nothing else: the findings and the rules' explanations lie in it as data.</summary>
internal static class HtmlReport
{
    private const string Data = "/*DATA*/null";

    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static string Text(Report report)
    {
        using var page = new StreamReader(typeof(HtmlReport).Assembly.GetManifestResourceStream("Report.html")!);

        // The serializer escapes what could end the script, so code in a finding stays text.
        var data = JsonSerializer.Serialize(
            new
            {
                Report = JsonReport.Content(report),
                Map = MapJson.Content(new CallMap(report)),
                Rules = report
                    .New.Select(found => found.Finding.Rule)
                    .Distinct()
                    .Select(Rules.Of)
                    .ToDictionary(rule => rule.Id, RulePage.Html),
            },
            Options
        );
        return page.ReadToEnd().ReplaceLineEndings("\n").Replace(Data, data, StringComparison.Ordinal);
    }
}
