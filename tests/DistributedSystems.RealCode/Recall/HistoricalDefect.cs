using System.Globalization;

namespace DistributedSystems.RealCode.Recall;

/// <summary>A defect that a public project has fixed: where it stood in the parent of the fixing commit, and which rules ought to say so.</summary>
/// <param name="Lines">The lines a person would change, as inclusive ranges. A report on any of them counts.</param>
/// <param name="Rules">The first one owns the defect in tables; a report of any of them counts.</param>
internal sealed record HistoricalDefect(
    string Repository,
    string Fix,
    string Parent,
    string Path,
    IReadOnlyList<(int First, int Last)> Lines,
    IReadOnlyList<string> Rules,
    string WhatIsWrong
)
{
    public bool StandsOn(int line) => Lines.Any(range => range.First <= line && line <= range.Last);

    /// <summary>Columns are found by their heading, so a list may have more of them, in any order.</summary>
    public static IReadOnlyList<HistoricalDefect> ReadAll(string path)
    {
        if (!File.Exists(path))
        {
            throw new UsageException($"There is no file {path}.");
        }

        return Parse(File.ReadAllLines(path));
    }

    public static IReadOnlyList<HistoricalDefect> Parse(IReadOnlyList<string> rows)
    {
        if (rows.Count == 0)
        {
            throw new UsageException("The list of defects is empty: its first line has to name the columns.");
        }

        var headings = rows[0].Split('\t').Select(heading => heading.Trim()).ToList();
        var repository = Column("repository");
        var fix = Column("fix");
        var parent = Column("parent");
        var path = Column("path");
        var lines = Column("lines", "line");
        var rules = Column("rules", "rule");
        var wrong = Column("what is wrong");
        return rows.Skip(1)
            .Select((row, index) => (Cells: row.Split('\t'), Number: index + 2))
            .Where(row => row.Cells.Any(cell => cell.Trim().Length > 0))
            .Select(row =>
            {
                string Cell(int column) =>
                    column < row.Cells.Length && row.Cells[column].Trim() is { Length: > 0 } text
                        ? text
                        : throw new UsageException($"Line {row.Number} of the list of defects has nothing under '{headings[column]}'.");

                return new HistoricalDefect(
                    Cell(repository),
                    Cell(fix),
                    Cell(parent),
                    Cell(path),
                    RangesIn(Cell(lines), row.Number),
                    RulesIn(Cell(rules), row.Number),
                    Cell(wrong)
                );
            })
            .ToList();

        int Column(params string[] names) =>
            headings.FindIndex(heading => names.Contains(heading, StringComparer.OrdinalIgnoreCase)) is var found and >= 0
                ? found
                : throw new UsageException($"The list of defects has no column '{names[0]}'.");
    }

    private static List<(int First, int Last)> RangesIn(string text, int row) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part =>
            {
                var ends = part.Split('-');
                return
                    ends.Length <= 2
                    && int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                    && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
                    && first <= last
                    ? (first, last)
                    : throw new UsageException($"Line {row} of the list of defects: '{part}' is neither a line nor a range of lines.");
            })
            .ToList();

    private static List<string> RulesIn(string text, int row)
    {
        var rules = text.Replace(" or ", ",", StringComparison.Ordinal)
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ToList();
        return rules.Find(rule => !rule.StartsWith("DIST", StringComparison.Ordinal)) is { } other
            ? throw new UsageException($"Line {row} of the list of defects: '{other}' is no rule of the pack.")
            : rules;
    }
}
