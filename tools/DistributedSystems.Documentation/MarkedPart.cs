namespace DistributedSystems.Documentation;

/// <summary>The part of a page between two comments; what stands around it is written by people.</summary>
internal static class MarkedPart
{
    /// <exception cref="InvalidDataException">The page has lost its marks.</exception>
    public static string Replace(string path, string name, string content)
    {
        var (begin, end) = ($"<!-- {name}: written by tools/DistributedSystems.Documentation -->\n", $"<!-- end of {name} -->");
        var page = File.ReadAllText(path).ReplaceLineEndings("\n");
        var (start, stop) = (page.IndexOf(begin, StringComparison.Ordinal), page.IndexOf(end, StringComparison.Ordinal));
        return start >= 0 && stop > start
            ? page[..(start + begin.Length)] + "\n" + content + "\n" + page[stop..]
            : throw new InvalidDataException($"{path} has lost the marks '{begin.TrimEnd()}' and '{end}'.");
    }
}
