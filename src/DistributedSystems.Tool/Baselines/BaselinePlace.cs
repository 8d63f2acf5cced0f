using DistributedSystems.Analyzers.Baseline;
using DistributedSystems.Tool.Scanning;

namespace DistributedSystems.Tool.Baselines;

/// <summary>Where the baseline of a scanned target lies.</summary>
internal static class BaselinePlace
{
    /// <summary>The nearest one that every project finds above itself; where there is none, it belongs beside what was scanned, or above the
    /// projects that lie elsewhere.</summary>
    public static string Of(ScanResult scan)
    {
        var shared = scan.Projects.Select(project => Path.GetDirectoryName(project.File)!).Append(scan.Folder).Aggregate(SharedFolder);
        return Existing(shared) ?? Path.Combine(shared, BaselineFile.Name);
    }

    private static string? Existing(string folder)
    {
        for (var candidate = new DirectoryInfo(folder); candidate is not null; candidate = candidate.Parent)
        {
            var file = Path.Combine(candidate.FullName, BaselineFile.Name);
            if (File.Exists(file))
            {
                return file;
            }
        }

        return null;
    }

    private static string SharedFolder(string one, string other)
    {
        while (!IsIn(other, one))
        {
            one = Path.GetDirectoryName(one)!;
        }

        return one;
    }

    private static bool IsIn(string folder, string above) =>
        Path.GetRelativePath(above, folder) is var path
        && path != ".."
        && !path.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
