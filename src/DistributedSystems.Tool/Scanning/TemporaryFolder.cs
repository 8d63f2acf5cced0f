namespace DistributedSystems.Tool.Scanning;

/// <summary>Where a scan keeps what it needs until it ends, however it ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("distsys.").FullName;

    public string File(string name) => Path.Combine(Root, name);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Root, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A build that was stopped may hold a file for a moment more; the system clears its temporary folder.
        }
    }
}
