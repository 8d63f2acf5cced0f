namespace DistributedSystems.RealCode.Recall;

/// <summary>Clones on this machine, below one folder: nothing is ever fetched.</summary>
internal sealed class LocalRepositories(string root)
{
    /// <summary>
    /// Bare or not, at <c>owner+name/repo…</c>, <c>owner+name</c> or <c>owner/name</c>; null where there is none.
    /// </summary>
    public PastCommits? Of(string repository)
    {
        var folders = new[]
        {
            repository.Replace('/', '+'),
            repository.Replace('/', Path.DirectorySeparatorChar),
            repository.Split('/')[^1],
        }
            .Select(name => Path.Combine(root, name))
            .Where(Directory.Exists);
        foreach (var folder in folders)
        {
            var inside = Directory.EnumerateDirectories(folder, "repo*").Order(StringComparer.Ordinal);
            if (inside.Prepend(folder).Select(GitFolderOf).FirstOrDefault(git => git is not null) is { } found)
            {
                return new PastCommits(found);
            }
        }

        return null;
    }

    private static string? GitFolderOf(string folder)
    {
        var inner = Path.Combine(folder, ".git");
        return Directory.Exists(inner) ? inner
            : File.Exists(Path.Combine(folder, "HEAD")) && Directory.Exists(Path.Combine(folder, "objects")) ? folder
            : null;
    }
}
