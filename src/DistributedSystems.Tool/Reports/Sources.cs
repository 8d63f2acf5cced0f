using DistributedSystems.Tool.Scanning;

namespace DistributedSystems.Tool.Reports;

/// <summary>The lines of code that reports show.</summary>
internal sealed class Sources
{
    private readonly Dictionary<string, string[]> files = [];

    public string Line(Place place) => Lines(place, around: 0).FirstOrDefault().Text?.Trim() ?? "";

    public IEnumerable<(int Number, string Text)> Lines(Place place, int around)
    {
        var lines = LinesOf(place.File);
        for (var number = Math.Max(1, place.Line - around); number <= Math.Min(lines.Length, place.Line + around); number++)
        {
            yield return (number, lines[number - 1]);
        }
    }

    private string[] LinesOf(string file)
    {
        if (!files.TryGetValue(file, out var lines))
        {
            lines = File.Exists(file) ? File.ReadAllLines(file) : [];
            files.Add(file, lines);
        }

        return lines;
    }
}
