using System.Security;

namespace DistributedSystems.Tool.Scanning;

/// <summary>What is built: a solution, a project, or the projects under a folder that has neither at its top.</summary>
internal sealed record ScanTarget(string Folder, string Name, string? File, IReadOnlyList<string> Projects)
{
    private static readonly string[] Solutions = [".sln", ".slnx", ".slnf"];

    /// <exception cref="CannotScanException">There is nothing to build, or no telling what.</exception>
    public static ScanTarget At(string path)
    {
        var full = Path.GetFullPath(path);
        return System.IO.File.Exists(full) ? OfFile(full)
            : Directory.Exists(full) ? InFolder(full)
            : throw new CannotScanException($"'{path}' does not exist.", "Name a solution, a C# project, or a folder that holds one.");
    }

    /// <summary>The file that the build takes; projects without a solution get one in the scan's own folder.</summary>
    public string FileIn(string temporary)
    {
        if (File is not null)
        {
            return File;
        }

        var solution = Path.Combine(temporary, "Scan.slnx");
        System.IO.File.WriteAllText(
            solution,
            $"<Solution>{string.Concat(Projects.Select(project => $"""<Project Path="{SecurityElement.Escape(project)}" />"""))}</Solution>"
        );
        return solution;
    }

    private static ScanTarget OfFile(string file) =>
        Solutions.Append(".csproj").Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)
            ? new ScanTarget(Path.GetDirectoryName(file)!, Path.GetFileName(file), file, [])
            : throw new CannotScanException(
                $"'{Path.GetFileName(file)}' is neither a solution nor a C# project.",
                "Name a .sln, .slnx, .slnf or .csproj file, or a folder that holds one."
            );

    private static ScanTarget InFolder(string folder)
    {
        var solutions = Directory
            .GetFiles(folder)
            .Where(file => Path.GetExtension(file) is ".sln" or ".slnx")
            .Order(StringComparer.Ordinal)
            .ToList();
        if (solutions.Count > 1)
        {
            throw new CannotScanException(
                $"'{folder}' holds {solutions.Count} solutions: {string.Join(", ", solutions.Select(Path.GetFileName))}.",
                "Name the one to scan."
            );
        }

        if (solutions.Count == 1)
        {
            return OfFile(solutions[0]);
        }

        var projects = ProjectsUnder(folder).Order(StringComparer.Ordinal).ToList();
        return projects.Count switch
        {
            0 => throw new CannotScanException(
                $"There is no solution and no C# project in '{folder}' or below it.",
                "Name a solution, a C# project, or a folder that holds one."
            ),
            1 => OfFile(projects[0]) with { Folder = folder },
            _ => new ScanTarget(folder, $"{projects.Count} projects", null, projects),
        };
    }

    private static IEnumerable<string> ProjectsUnder(string folder) =>
        Directory
            .EnumerateFiles(
                folder,
                "*.csproj",
                new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }
            )
            .Where(file =>
                !Path.GetRelativePath(folder, file)
                    .Split(Path.DirectorySeparatorChar)
                    .Any(part => part is "bin" or "obj" or "node_modules" || part.StartsWith('.'))
            );
}
