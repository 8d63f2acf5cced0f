namespace DistributedSystems.Package.Tests;

/// <summary>What is inside the package of analyzers.</summary>
[Collection(InstalledPackagesCollection.Name)]
public sealed class AnalyzersPackageTests(InstalledPackages packages)
{
    private PackageFile Package => packages.Feed.Package(LocalFeed.Analyzers);

    [Fact]
    public void Beside_pages_it_holds_exactly_the_analyzers_the_fixes_and_the_presets() =>
        Assert.Equal(
            [
                "DistributedSystems.Analyzers.nuspec",
                "README.md",
                "analyzers/dotnet/cs/DistributedSystems.Analyzers.dll",
                "analyzers/dotnet/cs/DistributedSystems.CodeFixes.dll",
                "buildTransitive/DistributedSystems.Analyzers.props",
                "buildTransitive/DistributedSystems.Analyzers.targets",
                "buildTransitive/presets/minimum.globalconfig",
                "buildTransitive/presets/none.globalconfig",
                "buildTransitive/presets/recommended.globalconfig",
                "buildTransitive/presets/strict.globalconfig",
                "icon.png",
            ],
            Package.Entries.Where(entry => !entry.StartsWith("docs/", StringComparison.Ordinal))
        );

    [Fact]
    public void It_holds_the_page_of_every_rule() =>
        Assert.Equal(
            Directory
                .GetFiles(Path.Combine(Repository.Root, "docs", "rules"))
                .Select(page => "docs/rules/" + Path.GetFileName(page))
                .Order(StringComparer.Ordinal),
            Package.Entries.Where(entry => entry.StartsWith("docs/", StringComparison.Ordinal))
        );

    [Fact]
    public void It_is_a_development_dependency_that_brings_nothing_else_along()
    {
        Assert.Equal("true", Package.Metadata("developmentDependency")?.Value);
        Assert.Null(Package.Metadata("dependencies"));
        Assert.DoesNotContain(Package.Entries, entry => entry.StartsWith("lib/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("description")]
    [InlineData("tags")]
    [InlineData("license")]
    [InlineData("projectUrl")]
    public void It_introduces_itself(string name) => Assert.NotEmpty(Package.Metadata(name)?.Value ?? "");

    [Fact]
    public void It_says_where_its_source_is()
    {
        var repository = Package.Metadata("repository");

        Assert.Equal("git", repository?.Attribute("type")?.Value);
        Assert.Equal(Package.Metadata("projectUrl")?.Value, repository?.Attribute("url")?.Value);
    }

    [Fact]
    public void Its_icon_and_readme_are_the_files_it_holds()
    {
        Assert.Equal("icon.png", Package.Metadata("icon")?.Value);
        Assert.Equal("README.md", Package.Metadata("readme")?.Value);
    }

    [Fact]
    public void The_recommended_preset_sets_no_severity() =>
        Assert.DoesNotContain(Lines("recommended"), line => line.StartsWith("dotnet_diagnostic", StringComparison.Ordinal));

    [Theory]
    [InlineData("none")]
    [InlineData("minimum")]
    [InlineData("recommended")]
    [InlineData("strict")]
    public void A_preset_is_global_and_yields_to_the_users_files(string preset)
    {
        Assert.Contains("is_global = true", Lines(preset));
        Assert.Contains("global_level = -1", Lines(preset));
    }

    private string[] Lines(string preset) =>
        Package.Text($"buildTransitive/presets/{preset}.globalconfig").ReplaceLineEndings("\n").Split('\n');
}
