using System.Reflection.PortableExecutable;

namespace DistributedSystems.Package.Tests;

/// <summary>Whoever has the sources can check that a package was made of them, and step through them.</summary>
/// <remarks>It uses no installed package, and is in the collection only so that one build runs at a time.</remarks>
[Collection(InstalledPackagesCollection.Name)]
public sealed class DeterminismTests
{
    [Fact]
    public async Task Two_builds_from_nothing_pack_identical_packages()
    {
        using var folder = new TemporaryFolder();
        var first = await PackFromNothing(folder, "first");
        var second = await PackFromNothing(folder, "second");

        Assert.Equal(first.Keys.Order(StringComparer.Ordinal), second.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(2, first.Count);
        foreach (var (name, content) in first)
        {
            Assert.True(content.AsSpan().SequenceEqual(second[name]), name + " differs");
        }
    }

    [Theory]
    [InlineData("DistributedSystems.Analyzers")]
    [InlineData("DistributedSystems.CodeFixes")]
    [InlineData("DistributedSystems.Annotations")]
    public void An_assembly_brings_its_symbols_along(string project)
    {
        using var assembly = new PEReader(
            File.OpenRead(
                Path.Combine(Repository.Root, "src", project, "bin", Repository.Configuration, "netstandard2.0", project + ".dll")
            )
        );

        Assert.Contains(assembly.ReadDebugDirectory(), entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
    }

    private static async Task<Dictionary<string, byte[]>> PackFromNothing(TemporaryFolder folder, string name)
    {
        // The same path both times: without a published repository the path of generated files is part of the debug information.
        var artifacts = folder.Path("artifacts");
        if (Directory.Exists(artifacts))
        {
            Directory.Delete(artifacts, recursive: true);
        }

        foreach (var project in new[] { "DistributedSystems.Package", "DistributedSystems.Annotations" })
        {
            var pack = await Dotnet.Run(
                Repository.Root,
                "pack",
                Repository.Project(project),
                "-p:UseArtifactsOutput=true",
                "-p:ArtifactsPath=" + artifacts,
                "-p:PackageOutputPath=" + folder.Path(name),
                "-p:MinVerVersionOverride=" + LocalFeed.Version,
                "-p:RunAnalyzers=false",
                "-nodeReuse:false",
                "-tl:off"
            );
            pack.Succeeds();
        }

        return Directory.GetFiles(folder.Path(name)).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes);
    }
}
