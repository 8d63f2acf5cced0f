namespace DistributedSystems.Package.Tests;

/// <summary>The samples say the same with the packages as they do with the sources of the pack.</summary>
[Collection(InstalledPackagesCollection.Name)]
public sealed class SamplesFromPackagesTests(InstalledPackages packages)
{
    [Fact]
    public async Task A_sample_builds_with_the_packages_and_is_warned()
    {
        using var folder = new TemporaryFolder();
        Copy("samples/Directory.Build.props");
        Copy("samples/Directory.Build.targets");
        Copy("Directory.Build.props");
        Copy("Directory.Packages.props");
        foreach (
            var file in Directory.GetFiles(
                Path.Combine(Repository.Root, "samples", "ReplicatedRegister"),
                "*",
                new EnumerationOptions { RecurseSubdirectories = true }
            )
        )
        {
            var path = Path.GetRelativePath(Repository.Root, file);
            if (!path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            {
                Copy(path);
            }
        }

        var build = (
            await packages.Run(
                "build",
                folder.Path("samples", "ReplicatedRegister"),
                "-p:DistributedSystemsVersion=" + LocalFeed.Version,
                "-p:RestoreAdditionalProjectSources=" + packages.Feed.Folder,
                "-nodeReuse:false",
                "-tl:off"
            )
        ).Succeeds();

        Assert.Equal(
            ["DIST5001", "DIST5003", "DIST5012", "DIST5016", "DIST5017"],
            ReportedDiagnostic.All(build.Output).Select(diagnostic => diagnostic.Id).Distinct().Order(StringComparer.Ordinal)
        );

        void Copy(string path) => folder.Write(path, File.ReadAllText(Path.Combine(Repository.Root, path)));
    }
}
