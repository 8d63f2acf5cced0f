namespace DistributedSystems.Package.Tests;

/// <summary>The packages work in the kinds of project that people have.</summary>
[Collection(InstalledPackagesCollection.Name)]
public sealed class ProjectKindTests(InstalledPackages packages)
{
    private static readonly FreshProject Library = new("Library")
    {
        TargetFramework = "netstandard2.0",
        Items = FreshProject.Install(LocalFeed.Analyzers) + FreshProject.Install(LocalFeed.Annotations),
        Files = new Dictionary<string, string>(Code.WallClockAndInventory) { ["Register.cs"] = Code.Register },
    };

    private static readonly FreshProject WebApi = new("WebApi")
    {
        Sdk = "Microsoft.NET.Sdk.Web",
        Properties = "<ImplicitUsings>enable</ImplicitUsings>",
        Items = """<PackageReference Include="DistributedSystems.Annotations" />""",
        Files = new Dictionary<string, string>
        {
            // The usual way to give every project of a repository an analyzer package.
            ["Directory.Packages.props"] = $"""
                <Project>
                  <PropertyGroup>
                    <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
                  </PropertyGroup>
                  <ItemGroup>
                    <GlobalPackageReference Include="DistributedSystems.Analyzers" Version="{LocalFeed.Version}" />
                    <PackageVersion Include="DistributedSystems.Annotations" Version="{LocalFeed.Version}" />
                  </ItemGroup>
                </Project>
                """,
            ["Program.cs"] = """
                using Demo;

                var app = WebApplication.CreateBuilder(args).Build();
                app.MapPost("/orders", PlaceOrder);
                app.MapGet("/elapsed", () =>
                {
                    var start = DateTime.UtcNow;
                    Thread.Yield();
                    return (DateTime.UtcNow - start).TotalSeconds;
                });
                app.Run();

                async Task PlaceOrder(IInventory inventory) => await inventory.ReserveAsync("a");
                """,
            ["Inventory.cs"] = """
                namespace Demo;

                public interface IInventory
                {
                    Task ReserveAsync(string sku, DateTime? deadline = null, CancellationToken token = default);
                }
                """,
            ["Register.cs"] = Code.Register,
            ["inventory.remoteapi.txt"] = """
                library Inventory
                type Demo.IInventory
                member ReserveAsync remote accumulates default-deadline=none deadline-parameter=deadline
                """,
        },
    };

    internal static FreshProject Console { get; } =
        new("Console")
        {
            Properties = """
                <OutputType>Exe</OutputType>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                """,
            Items = FreshProject.Install(LocalFeed.Analyzers) + FreshProject.Install(LocalFeed.Annotations),
            Files = new Dictionary<string, string>(Code.WallClockAndInventory)
            {
                ["Program.cs"] = "new Demo.Measurement().Report();",
                ["Register.cs"] = Code.Register,
            },
        };

    internal static FreshProject[] Projects => [Console, Library, WebApi];

    [Fact]
    public void A_console_program_is_warned_about_its_call_its_clock_and_its_quorums() =>
        Assert.Equal(["warning DIST1001", "warning DIST4001", "warning DIST5003"], packages.Reported(Console));

    [Fact]
    public void A_netstandard_library_is_warned_the_same() =>
        Assert.Equal(["warning DIST1001", "warning DIST4001", "warning DIST5003"], packages.Reported(Library));

    [Fact]
    public void A_minimal_api_with_central_package_management_is_warned_inside_its_endpoints() =>
        Assert.Equal(["warning DIST1001", "warning DIST4001", "warning DIST5003"], packages.Reported(WebApi));

    [Fact]
    public void A_warning_names_the_place_and_the_evidence()
    {
        var warning = Assert.Single(packages.Diagnostics(Console), diagnostic => diagnostic.Id == "DIST1001");

        Assert.Contains("Orders.cs(", warning.Place);
        Assert.Contains("IInventory.ReserveAsync", warning.Message);
        Assert.Contains("Inventory sets no deadline by default", warning.Message);
    }
}
