using System.Globalization;

namespace DistributedSystems.RealCode.Findings;

/// <summary>
/// One diagnostic. Rule, path and snippet identify it between two versions of the pack or of the code; the line only says where
/// it stands now.
/// </summary>
internal sealed record Finding(string Rule, string Severity, string Path, int Line, string Snippet, string Source, string Message)
{
    public const string Header = "rule\tseverity\tpath\tline\tsnippet\tsource\tmessage";

    public (string Rule, string Path, string Snippet) Key => (Rule, Path, Snippet);

    public string ToRow() => string.Join('\t', Rule, Severity, Path, Line.ToString(CultureInfo.InvariantCulture), Snippet, Source, Message);

    public static Finding Parse(string row)
    {
        var cells = row.Split('\t');
        return cells.Length == 7 && int.TryParse(cells[3], CultureInfo.InvariantCulture, out var line)
            ? new Finding(cells[0], cells[1], cells[2], line, cells[4], cells[5], cells[6])
            : throw new UsageException($"Not a row of findings: {row}");
    }
}
