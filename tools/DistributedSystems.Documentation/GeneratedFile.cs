namespace DistributedSystems.Documentation;

/// <summary>A file of the repository, and what it should say.</summary>
public sealed record GeneratedFile(string Path, string Content)
{
    public bool IsStale => !File.Exists(Path) || File.ReadAllText(Path).ReplaceLineEndings("\n") != Content;

    public void Write() => File.WriteAllText(Path, Content);
}
