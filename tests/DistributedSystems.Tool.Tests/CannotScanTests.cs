using System.Diagnostics;

namespace DistributedSystems.Tool.Tests;

/// <summary>Where there is no answer, the tool says why and what to do, writes nothing, and does not look like a clean scan.</summary>
public sealed class CannotScanTests
{
    private const int CannotScan = 2;

    [Fact]
    public async Task A_path_that_does_not_exist()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("'Shop.sln' does not exist.", await Fails(folder, "scan", "Shop.sln"));
    }

    [Fact]
    public async Task A_folder_without_projects()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("There is no solution and no C# project", await Fails(folder, "scan"));
    }

    [Fact]
    public async Task A_folder_with_several_solutions()
    {
        using var folder = new TemporaryFolder();
        folder.Write("A.sln", "");
        folder.Write("B.slnx", "");

        Assert.Contains("holds 2 solutions: A.sln, B.slnx.", await Fails(folder, "scan", "."));
    }

    [Fact]
    public async Task A_file_of_another_kind()
    {
        using var folder = new TemporaryFolder();
        folder.Write("Program.cs", "");

        Assert.Contains("'Program.cs' is neither a solution nor a C# project.", await Fails(folder, "scan", "Program.cs"));
    }

    [Fact]
    public async Task An_option_that_does_not_exist()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("loud", await Fails(folder, "scan", "--mode", "loud"));
    }

    [Fact]
    public async Task A_baseline_under_a_name_that_no_build_reads()
    {
        using var folder = Shop.Write();

        Assert.Contains("No build reads 'known.txt'", await Fails(folder, "baseline", "--output", "known.txt"));
        Assert.False(File.Exists(folder.Path("known.txt")));
    }

    [Fact]
    public async Task An_error_of_every_target_framework_is_told_once()
    {
        using var folder = Shop.Write("net10.0;netstandard2.0");
        folder.Write("src/Core/Clock.cs", "namespace Shop.Core; public class Clock : Missing;");

        var output = await Fails(folder, "scan");

        Assert.Equal(2, output.Split("error CS0246").Length);
    }

    [Fact]
    public async Task No_sdk()
    {
        using var folder = Shop.Write();
        var environment = new Dictionary<string, string> { ["PATH"] = folder.Root, ["DOTNET_HOST_PATH"] = folder.Path("dotnet") };

        var result = await Dotnet.Run(folder.Root, environment, Distsys.Assembly, "scan");

        Assert.Contains("'dotnet' is not on the path.", result.ExitsWith(CannotScan).Output);
    }

    [Fact]
    public async Task Another_sdk_than_the_solution_wants()
    {
        using var folder = Shop.Write();
        folder.Write("global.json", """{ "sdk": { "version": "99.0.100", "rollForward": "disable" } }""");

        Assert.Contains("The SDK that the solution's global.json asks for is not installed.", await Fails(folder, "scan"));
    }

    [Fact]
    public async Task A_build_that_fails()
    {
        using var folder = Shop.Write();
        folder.Write("src/Core/Broken.cs", "class Broken : Missing { }");

        var output = await Fails(folder, "scan", "--html", "report.html");

        Assert.Contains("The build of Shop.slnx failed", output);
        Assert.Contains("error CS0246", output);
        Assert.False(File.Exists(folder.Path("report.html")));
    }

    [Fact]
    public async Task A_user_who_interrupts()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // There is no signal to send.
        }

        using var folder = Shop.Write();
        var start = new ProcessStartInfo("dotnet", [Distsys.Assembly, "baseline", "Shop.slnx"])
        {
            WorkingDirectory = folder.Root,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        while (!Directory.Exists(folder.Path("src", "Core", "obj")))
        {
            Assert.False(process.HasExited);
            await Task.Delay(50);
        }

        using var interrupt = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(CannotScan, process.ExitCode);
        Assert.Contains("Interrupted. Nothing was written.", said);
        Assert.False(File.Exists(folder.Path("distsys.baseline")));
    }

    private static async Task<string> Fails(TemporaryFolder folder, params string[] arguments) =>
        (await Distsys.Run(folder.Root, arguments)).ExitsWith(CannotScan).Output;
}
