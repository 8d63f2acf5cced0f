namespace DistributedSystems.Package.Tests;

/// <summary>A folder outside the checkout, so that none of the repository's settings reach what is built there.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("DistributedSystems.Package.Tests.").FullName;

    public string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    public void Write(string path, string content)
    {
        var file = Path(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    public string Read(string path) => File.ReadAllText(Path(path));

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
