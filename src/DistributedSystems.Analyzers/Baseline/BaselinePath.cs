namespace DistributedSystems.Analyzers.Baseline;

/// <summary>Paths as text: an analyzer does not ask the disk, and the same file has to have one name on every machine.</summary>
internal static class BaselinePath
{
    /// <summary>The folder of a file, or nothing where its path names none.</summary>
    public static string Folder(string file)
    {
        var parts = Parts(file);
        return string.Join("/", parts.Take(parts.Count - 1));
    }

    /// <summary>A file as seen from a folder.</summary>
    public static string Relative(string folder, string file)
    {
        var (from, to) = (folder.Length == 0 ? new List<string>() : Parts(folder), Parts(file));
        var common = 0;
        while (common < from.Count && common < to.Count - 1 && string.Equals(from[common], to[common], StringComparison.OrdinalIgnoreCase))
        {
            common++;
        }

        return string.Join("/", Enumerable.Repeat("..", from.Count - common).Concat(to.Skip(common)));
    }

    /// <summary>The steps of a path, without detours.</summary>
    private static List<string> Parts(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.TrimEnd('/', '\\').Split('/', '\\'))
        {
            if (part == ".." && parts.Count > 0 && parts[parts.Count - 1] is not ".." and not "")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return parts;
    }
}
