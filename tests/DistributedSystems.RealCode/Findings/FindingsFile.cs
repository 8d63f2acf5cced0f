namespace DistributedSystems.RealCode.Findings;

/// <summary>Findings as tab-separated rows in one fixed order, so that two runs can be compared as text.</summary>
internal static class FindingsFile
{
    public static IReadOnlyList<Finding> Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new UsageException($"There is no file {path}.");
        }

        return File.ReadLines(path).Where(row => row.Length > 0 && row != Finding.Header).Select(Finding.Parse).ToList();
    }

    public static void Write(string path, IEnumerable<Finding> findings)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        var rows = findings
            .OrderBy(finding => finding.Rule, StringComparer.Ordinal)
            .ThenBy(finding => finding.Path, StringComparer.Ordinal)
            .ThenBy(finding => finding.Line)
            .ThenBy(finding => finding.Snippet, StringComparer.Ordinal)
            .ThenBy(finding => finding.Message, StringComparer.Ordinal)
            .Select(finding => finding.ToRow());
        File.WriteAllText(path, string.Concat(rows.Prepend(Finding.Header).Select(row => row + "\n")));
    }
}
