using DistributedSystems.Tool.Scanning;

namespace DistributedSystems.Tool.Baselines;

/// <summary>
/// Of which recorded files a scan can tell. One baseline serves many projects, and who scans one of them has learned nothing of the others.
/// </summary>
internal sealed class ScanScope(ScanResult scan, string folder)
{
    private readonly HashSet<string> scanned = new(
        scan.Projects.Select(project => Path.GetDirectoryName(project.File)!),
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>A file that is gone, that belongs to a scanned project, or to none.</summary>
    public bool Covers(string recorded)
    {
        var file = Path.GetFullPath(recorded, folder);
        if (!File.Exists(file))
        {
            return true;
        }

        for (var candidate = Path.GetDirectoryName(file); candidate is not null; candidate = Path.GetDirectoryName(candidate))
        {
            if (scanned.Contains(candidate))
            {
                return true;
            }

            if (Directory.EnumerateFiles(candidate, "*.csproj").Any())
            {
                return false;
            }
        }

        return true;
    }
}
