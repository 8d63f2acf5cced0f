namespace DistributedSystems.Package.Tests;

/// <summary>A folder that NuGet restores both packages from, packed from the build these tests belong to.</summary>
internal sealed class LocalFeed
{
    public const string Analyzers = "DistributedSystems.Analyzers";
    public const string Annotations = "DistributedSystems.Annotations";

    // Never published, and restored into a package folder of its own: no cache can serve an older package instead.
    public const string Version = "0.0.1-fresh";

    private LocalFeed(string folder) => Folder = folder;

    public string Folder { get; }

    public static async Task<LocalFeed> Pack(TemporaryFolder temporary)
    {
        var feed = new LocalFeed(temporary.Path("feed"));
        foreach (var project in new[] { "DistributedSystems.Package", "DistributedSystems.Annotations" })
        {
            // Without building, and with the nuspec elsewhere: another test project's build may be reading and writing the same obj folders.
            var result = await Dotnet.Run(
                Repository.Root,
                "pack",
                Repository.Project(project),
                "--no-build",
                "--configuration",
                Repository.Configuration,
                "--output",
                feed.Folder,
                "-p:MinVerVersionOverride=" + Version,
                "-p:NuspecOutputPath=" + temporary.Path("nuspec", project) + Path.DirectorySeparatorChar,
                "-nodeReuse:false",
                "-tl:off"
            );
            result.Succeeds();
        }

        return feed;
    }

    public PackageFile Package(string id) => new(Path.Combine(Folder, $"{id}.{Version}.nupkg"));
}
