namespace DistributedSystems.Package.Tests;

/// <summary>A team's *.remoteapi.txt files reach the analyzers by lying beside the project file.</summary>
[Collection(InstalledPackagesCollection.Name)]
public sealed class CatalogFileTests(InstalledPackages packages)
{
    private static readonly FreshProject SwitchedOff = new("CatalogSwitchedOff")
    {
        Properties = "<DistributedSystemsCatalogFiles>false</DistributedSystemsCatalogFiles>",
        Files = Code.WallClockAndInventory,
    };

    private static readonly FreshProject Listed = Listing("CatalogListed", "inventory.remoteapi.txt");
    private static readonly FreshProject ListedByFullPath = Listing(
        "CatalogListedByFullPath",
        "$(MSBuildProjectDirectory)/inventory.remoteapi.txt"
    );

    internal static FreshProject[] Projects => [SwitchedOff, Listed, ListedByFullPath];

    [Fact]
    public void Switched_off_the_file_is_not_read() => Assert.Equal(["warning DIST4001"], packages.Reported(SwitchedOff));

    [Fact]
    public void A_file_that_the_project_lists_itself_is_not_added_again()
    {
        Assert.Contains("CatalogListed hands over inventory.remoteapi.txt.", packages.BuildOutput);
        Assert.Contains("CatalogListedByFullPath hands over inventory.remoteapi.txt.", packages.BuildOutput);
    }

    [Fact]
    public void A_file_that_the_project_lists_itself_is_read()
    {
        Assert.Equal(["warning DIST1001", "warning DIST4001"], packages.Reported(Listed));
        Assert.Equal(["warning DIST1001", "warning DIST4001"], packages.Reported(ListedByFullPath));
    }

    private static FreshProject Listing(string name, string path) =>
        new(name)
        {
            Items = FreshProject.Install(LocalFeed.Analyzers) + $"""<AdditionalFiles Include="{path}" />""",
            Targets = """
                <Target Name="SayWhatTheCompilerGets" AfterTargets="CoreCompile">
                  <Message Importance="high" Text="$(MSBuildProjectName) hands over @(AdditionalFiles->'%(Filename)%(Extension)', ' and ')." />
                </Target>
                """,
            Files = Code.WallClockAndInventory,
        };
}
