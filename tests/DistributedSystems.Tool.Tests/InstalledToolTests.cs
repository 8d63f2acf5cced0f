namespace DistributedSystems.Tool.Tests;

/// <summary>The package of the tool has everything in it that a scan needs.</summary>
public sealed class InstalledToolTests
{
    private const string Version = "0.0.1-fresh";

    [Fact]
    public async Task Installed_from_a_feed_it_scans()
    {
        using var folder = new TemporaryFolder();
        (
            await Dotnet.Run(
                Repository.Root,
                "pack",
                Repository.Project("DistributedSystems.Tool"),
                "--no-build",
                "--configuration",
                Repository.Configuration,
                "--output",
                folder.Path("feed"),
                "-p:MinVerVersionOverride=" + Version,
                "-p:NuspecOutputPath=" + folder.Path("nuspec") + Path.DirectorySeparatorChar,
                "-nodeReuse:false",
                "-tl:off"
            )
        ).Succeeds();
        var packages = new Dictionary<string, string> { ["NUGET_PACKAGES"] = folder.Path("packages") };
        (
            await Dotnet.Run(
                folder.Root,
                packages,
                "tool",
                "install",
                "DistributedSystems.Tool",
                "--tool-path",
                folder.Path("tools"),
                "--add-source",
                folder.Path("feed"),
                "--version",
                Version
            )
        ).Succeeds();
        folder.Write(
            "Clock/Clock.csproj",
            """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup></Project>"""
        );
        folder.Write("Clock/Clock.cs", Shop.Clock);

        var tool = Directory.GetFiles(folder.Path("tools", ".store"), "distsys.dll", SearchOption.AllDirectories).Single();
        var scan = (await Dotnet.Run(folder.Path("Clock"), tool, "scan", "--", "-c", "Release")).ExitsWith(1);

        Assert.True(Directory.Exists(folder.Path("Clock", "bin", "Release")));
        Assert.Contains("Clock.cs(9,16): warning DIST4001", scan.Output);
    }
}
