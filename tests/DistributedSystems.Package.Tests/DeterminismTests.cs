namespace DistributedSystems.Package.Tests;

/// <summary>The same source gives the same assemblies, so that anyone can check what a package was made from.</summary>
/// <remarks>In the collection only so that one build runs at a time.</remarks>
[Collection(InstalledPackagesCollection.Name)]
public sealed class DeterminismTests
{
    [Fact]
    public async Task Two_builds_from_nothing_pack_identical_assemblies()
    {
        using var folder = new TemporaryFolder();
        var first = await PackFromNothing(folder);
        var second = await PackFromNothing(folder);

        foreach (var assembly in new[] { "DistributedSystems.Analyzers.dll", "DistributedSystems.CodeFixes.dll" })
        {
            var entry = "analyzers/dotnet/cs/" + assembly;
            Assert.True(first.Content(entry).AsSpan().SequenceEqual(second.Content(entry)), assembly + " differs");
        }
    }

    private static async Task<PackageFile> PackFromNothing(TemporaryFolder folder)
    {
        // The same path both times: without a published repository the path of generated files is part of the debug information.
        var artifacts = folder.Path("artifacts");
        if (Directory.Exists(artifacts))
        {
            Directory.Delete(artifacts, recursive: true);
        }

        var pack = await Dotnet.Run(
            Repository.Root,
            "pack",
            Repository.Project("DistributedSystems.Package"),
            "-p:UseArtifactsOutput=true",
            "-p:ArtifactsPath=" + artifacts,
            "-p:PackageOutputPath=" + folder.Path("packed"),
            "-p:PackageVersion=" + LocalFeed.Version,
            "-p:RunAnalyzers=false",
            "-nodeReuse:false",
            "-tl:off"
        );
        pack.Succeeds();
        return new PackageFile(folder.Path("packed", $"{LocalFeed.Analyzers}.{LocalFeed.Version}.nupkg"));
    }
}
