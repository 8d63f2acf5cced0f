namespace DistributedSystems.Tool.Scanning;

/// <summary>What a scan found.</summary>
/// <param name="Name">What was scanned.</param>
/// <param name="Folder">The folder of what was scanned.</param>
/// <param name="Projects">The projects, once for each target framework.</param>
/// <param name="Time">How long it took.</param>
internal sealed record ScanResult(string Name, string Folder, IReadOnlyList<ScannedProject> Projects, TimeSpan Time)
{
    /// <summary>The root of the repository, from which reports name files; without a repository, what was scanned.</summary>
    public string Root { get; } = RepositoryAbove(Folder) ?? Folder;

    /// <summary>Each finding once, however many frameworks or projects compile its file, with the first of those projects.</summary>
    public IReadOnlyList<(Finding Finding, ScannedProject Project)> Findings { get; } =
        Projects
            .SelectMany(project => project.Findings.Select(finding => (Finding: finding, Project: project)))
            // A baseline may be known to one project that compiles a file and not to the next.
            .OrderBy(found => found.Finding.IsKnown)
            .DistinctBy(found => (found.Finding.Rule, found.Finding.Place, found.Finding.Message))
            .OrderBy(found => found.Finding.Place.File, StringComparer.Ordinal)
            .ThenBy(found => found.Finding.Place.Line)
            .ThenBy(found => found.Finding.Place.Column)
            .ThenBy(found => found.Finding.Rule, StringComparer.Ordinal)
            .ToList();

    /// <summary>Each remote call once, with the first project that compiles it.</summary>
    public IReadOnlyList<(MappedCall Call, ScannedProject Project)> Calls { get; } =
        Projects
            .SelectMany(project => project.Calls.Select(call => (Call: call, Project: project)))
            .DistinctBy(found => found.Call.Place)
            .OrderBy(found => found.Call.Place.File, StringComparer.Ordinal)
            .ThenBy(found => found.Call.Place.Line)
            .ThenBy(found => found.Call.Place.Column)
            .ToList();

    /// <summary>A file as reports name it.</summary>
    public string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    private static string? RepositoryAbove(string folder)
    {
        for (var candidate = new DirectoryInfo(folder); candidate is not null; candidate = candidate.Parent)
        {
            if (Path.Exists(Path.Combine(candidate.FullName, ".git")))
            {
                return candidate.FullName;
            }
        }

        return null;
    }
}
