using System.Text.RegularExpressions;

namespace DistributedSystems.Tool.Tests;

/// <summary>The first screen of the README, command by command, in a fresh folder with an empty package cache.</summary>
public sealed partial class ReadmeTests
{
    private const string Version = "0.0.1-readme";
    private static readonly string[] PreRelease = ["--prerelease"];

    [Fact]
    public async Task Five_minutes_end_with_a_build_that_fails_on_what_is_new()
    {
        using var folder = Shop.Write();
        var newcomer = new Newcomer(folder);
        var blocks = BlocksUnder("## Five minutes");
        Assert.Equal(3, blocks.Count);

        // The last block is there until there is a release, and comes first.
        await newcomer.Does(blocks[2]);
        await newcomer.Does(blocks[0]);
        Assert.Contains("src/Core/Clock.cs", folder.Read("report.html"));
        Assert.Contains("flowchart LR", folder.Read("map.md"));

        await newcomer.Does(blocks[1]);
        Assert.Contains("DIST4001 | src/Core/Clock.cs", folder.Read("distsys.baseline"));

        folder.Write("src/Core/Stopwatch.cs", Shop.Clock.Replace("Clock", "Watch"));
        var build = await newcomer.Runs("dotnet build -warnaserror");
        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains("Stopwatch.cs(9,16): error DIST4001", build.Output);
        Assert.DoesNotContain("Clock.cs(9,16)", build.Output);
    }

    [Fact]
    public async Task The_first_example_says_what_is_quoted_below_it()
    {
        using var folder = Shop.Write();
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n");
        var examples = Example().Matches(readme).Select(match => match.Groups[1].Value).Take(2).ToList();
        var quoted = Quote().Match(readme).Groups[1].Value.Replace("\n> ", " ");
        for (var example = 0; example < examples.Count; example++)
        {
            folder.Write(
                $"src/Core/Example{example}.cs",
                $$"""
                using System.Net.Http.Json;
                class Example{{example}}(HttpClient http)
                {
                    public async Task Charge(object charge, Guid orderId)
                    {
                {{examples[example]}}
                    }
                }
                """
            );
        }

        var scan = await Distsys.Run(folder.Root, "scan", "src/Core");

        Assert.Contains($"Example0.cs(10,15): warning {quoted}", scan.Output);
        Assert.DoesNotContain("Example1.cs", scan.Output);
    }

    private static List<List<string>> BlocksUnder(string heading)
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n");
        var start = readme.IndexOf(heading + "\n", StringComparison.Ordinal);
        var section = readme[start..readme.IndexOf("\n## ", start + 1, StringComparison.Ordinal)];
        return Block()
            .Matches(section)
            .Select(block =>
                block.Groups[1].Value.Split('\n').Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0).ToList()
            )
            .ToList();
    }

    /// <summary>Somebody who does what is written, with nothing installed before.</summary>
    private sealed class Newcomer(TemporaryFolder folder)
    {
        private readonly Dictionary<string, string> environment = new()
        {
            ["NUGET_PACKAGES"] = folder.Path("packages"),
            ["DOTNET_CLI_HOME"] = folder.Path("home"),
        };

        public async Task Does(IEnumerable<string> commands)
        {
            foreach (var command in commands)
            {
                // Findings are told by 1.
                var result = await Runs(command);
                Assert.True(
                    result.ExitCode == 0 || (result.ExitCode == 1 && command.StartsWith("distsys scan", StringComparison.Ordinal)),
                    $"'{command}' ended with {result.ExitCode}:\n{result.Output}"
                );
            }
        }

        /// <summary>A command as it is written, but for what would change the machine: its tools, its settings, its build folders.</summary>
        public Task<CommandResult> Runs(string command)
        {
            var words = command.Replace("Shop.sln", "Shop.slnx").Split(' ');
            return words switch
            {
                ["dotnet", "pack", var project, "--output", "feed"] => Run(
                    Repository.Root,
                    "pack",
                    Path.Combine(Repository.Root, project),
                    "--no-build",
                    "--configuration",
                    Repository.Configuration,
                    "--output",
                    folder.Path("feed"),
                    "-p:MinVerVersionOverride=" + Version,
                    "-p:NuspecOutputPath=" + folder.Path("nuspec", Path.GetFileName(project)) + Path.DirectorySeparatorChar
                ),
                ["dotnet", "nuget", "add", "source", _, "--name", "distsys"] => AddSource(),
                ["dotnet", "tool", "install", "--global", var tool] => Run(
                    folder.Root,
                    ["tool", "install", "--tool-path", folder.Path("tools"), tool, .. PreRelease]
                ),
                ["dotnet", "add", "package", var package] => AddPackage(package),
                ["dotnet", "build", "-warnaserror"] => Run(folder.Root, "build", "-warnaserror", "-nodeReuse:false", "-tl:off"),
                ["distsys", .. var arguments] => Run(folder.Root, [InstalledTool, .. arguments]),
                _ => throw new InvalidOperationException($"The README has a command that this test does not know: {command}"),
            };
        }

        private string InstalledTool =>
            Directory.GetFiles(folder.Path("tools", ".store"), "distsys.dll", SearchOption.AllDirectories).Single();

        private Task<CommandResult> AddSource()
        {
            folder.Write("nuget.config", "<configuration />");
            return Run(
                folder.Root,
                "nuget",
                "add",
                "source",
                folder.Path("feed"),
                "--name",
                "distsys",
                "--configfile",
                folder.Path("nuget.config")
            );
        }

        private async Task<CommandResult> AddPackage(string package)
        {
            CommandResult? result = null;
            foreach (var project in new[] { "Core", "Api" })
            {
                result = (await Run(folder.Path("src", project), ["add", "package", package, .. PreRelease])).Succeeds();
            }

            return result!;
        }

        private Task<CommandResult> Run(string place, params string[] arguments) => Dotnet.Run(place, environment, arguments);
    }

    [GeneratedRegex(@"(?s)```\n(.*?)```")]
    private static partial Regex Block();

    [GeneratedRegex(@"(?s)```csharp\n(.*?)```")]
    private static partial Regex Example();

    [GeneratedRegex(@"(?s)> warning (DIST2001.*?)\n\n")]
    private static partial Regex Quote();
}
