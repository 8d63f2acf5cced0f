namespace DistributedSystems.Package.Tests;

/// <summary>All packages have one version, which git knows.</summary>
[Collection(InstalledPackagesCollection.Name)]
public sealed class VersionTests
{
    [Theory]
    [InlineData("DistributedSystems.Package")]
    [InlineData("DistributedSystems.Annotations")]
    [InlineData("DistributedSystems.Tool")]
    public async Task A_version_that_is_given_is_the_version(string project) =>
        Assert.Equal("1.2.3", await VersionOf(project, "-p:MinVerVersionOverride=1.2.3"));

    [Fact]
    public async Task Without_a_tag_in_sight_it_is_one_before_the_first() =>
        Assert.StartsWith("0.1.0-alpha.0", await VersionOf("DistributedSystems.Annotations", "-p:MinVerTagPrefix=no-such-tag-"));

    private static async Task<string> VersionOf(string project, string property) =>
        (
            await Dotnet.Run(
                Repository.Root,
                "msbuild",
                Repository.Project(project),
                "-t:MinVer",
                "-getProperty:PackageVersion",
                property,
                "-nodeReuse:false"
            )
        )
            .Succeeds()
            .Output.Trim();
}
