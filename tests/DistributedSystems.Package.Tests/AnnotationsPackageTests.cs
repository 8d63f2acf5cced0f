namespace DistributedSystems.Package.Tests;

/// <summary>What is inside the package of attributes.</summary>
[Collection(InstalledPackagesCollection.Name)]
public sealed class AnnotationsPackageTests(InstalledPackages packages)
{
    private PackageFile Package => packages.Feed.Package(LocalFeed.Annotations);

    [Fact]
    public void It_holds_exactly_the_library_and_its_documentation() =>
        Assert.Equal(
            [
                "DistributedSystems.Annotations.nuspec",
                "README.md",
                "icon.png",
                "lib/netstandard2.0/DistributedSystems.Annotations.dll",
                "lib/netstandard2.0/DistributedSystems.Annotations.xml",
            ],
            Package.Entries
        );

    [Fact]
    public void It_is_an_ordinary_library_without_dependencies()
    {
        Assert.Null(Package.Metadata("developmentDependency"));
        Assert.DoesNotContain(Package.Metadata("dependencies")!.Descendants(), element => element.Name.LocalName == "dependency");
    }

    [Fact]
    public void Its_documentation_is_filled_in() =>
        Assert.Contains("T:DistributedSystems.QuorumAttribute", Package.Text("lib/netstandard2.0/DistributedSystems.Annotations.xml"));

    [Fact]
    public void Its_icon_and_readme_are_the_files_it_holds()
    {
        Assert.Equal("icon.png", Package.Metadata("icon")?.Value);
        Assert.Equal("README.md", Package.Metadata("readme")?.Value);
    }
}
