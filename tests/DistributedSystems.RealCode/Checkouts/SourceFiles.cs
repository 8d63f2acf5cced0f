using Microsoft.Extensions.FileSystemGlobbing;

namespace DistributedSystems.RealCode.Checkouts;

/// <summary>Which files a project compiles, as near as its own text tells.</summary>
internal static class SourceFiles
{
    private static readonly string[] Wildcards = ["*", "?"];

    public static IReadOnlyList<string> Of(ProjectFile project, IReadOnlyCollection<string> projectFolders)
    {
        var files = new SortedSet<string>(StringComparer.Ordinal);
        if (!project.ListsItsFiles && !"false".Equals(project.Property("EnableDefaultCompileItems"), StringComparison.OrdinalIgnoreCase))
        {
            AddFolder(project.Folder, project.Folder, projectFolders, files);
        }

        foreach (var pattern in project.Paths("Compile"))
        {
            files.UnionWith(Matches(pattern));
        }

        foreach (var pattern in project.Paths("Compile", "Remove"))
        {
            files.ExceptWith(Matches(pattern));
        }

        return [.. files];
    }

    private static void AddFolder(string folder, string projectFolder, IReadOnlyCollection<string> projectFolders, SortedSet<string> files)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.cs"))
        {
            files.Add(file);
        }

        foreach (var inner in new DirectoryInfo(folder).EnumerateDirectories())
        {
            var isOutput = folder == projectFolder && inner.Name is "bin" or "obj";
            // A link can lead back up; a nested project's code is its own.
            if (!isOutput && inner.LinkTarget is null && !inner.Name.StartsWith('.') && !projectFolders.Contains(inner.FullName))
            {
                AddFolder(inner.FullName, projectFolder, projectFolders, files);
            }
        }
    }

    private static IEnumerable<string> Matches(string path)
    {
        if (!Wildcards.Any(path.Contains))
        {
            return path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase) && File.Exists(path) ? [path] : [];
        }

        var segments = path.Split('/');
        var wild = Array.FindIndex(segments, segment => Wildcards.Any(segment.Contains));
        var folder = string.Join('/', segments[..wild]);
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var matcher = new Matcher(StringComparison.Ordinal);
        matcher.AddInclude(string.Join('/', segments[wild..]));
        return matcher.GetResultsInFullPath(folder).Where(file => file.EndsWith(".cs", StringComparison.OrdinalIgnoreCase));
    }
}
