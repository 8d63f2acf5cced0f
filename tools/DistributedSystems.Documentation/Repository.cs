namespace DistributedSystems.Documentation;

internal static class Repository
{
    /// <summary>The folder of the solution above a place in it.</summary>
    /// <exception cref="DirectoryNotFoundException">The place is not inside of a checkout.</exception>
    public static string Find(string place)
    {
        for (var folder = new DirectoryInfo(place); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Analyzers.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No Analyzers.sln above {place}.");
    }
}
