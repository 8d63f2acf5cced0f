using System.Diagnostics;
using System.Globalization;
using DistributedSystems.Analyzers;
using DistributedSystems.Benchmarks.Corpus;
using DistributedSystems.Benchmarks.Overhead;

namespace DistributedSystems.Benchmarks.Builds;

/// <summary>
/// <c>dotnet build</c> of a generated project, without analyzers and with the pack: what somebody at a command line waits for. With the compiler server, as on a
/// developer's machine, and without, as in a fresh container.
/// </summary>
internal static class BuildShare
{
    private static readonly (string Name, string[] Arguments)[] Variants =
    [
        ("no analyzers", ["-p:RunAnalyzers=false"]),
        ("the pack", ["-p:WithPack=true"]),
    ];

    public static void Print(int lines, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("build-share-");
        try
        {
            Write(folder.FullName, lines);
            Build(folder.FullName, ["-p:WithPack=true"]);
            Console.WriteLine($"dotnet build of {lines} lines, {rounds} rounds, {Environment.ProcessorCount} processors");
            Console.WriteLine();
            Console.WriteLine("| | s, median | s, lowest | pack / none, median of rounds |");
            Console.WriteLine("| --- | ---: | ---: | ---: |");
            foreach (var (server, name) in new[] { ("true", "compiler server"), ("false", "a compiler of its own") })
            {
                var measured = Variants.Select(_ => new List<double>()).ToArray();
                for (var round = -1; round < rounds; round++)
                {
                    for (var i = 0; i < Variants.Length; i++)
                    {
                        var watch = Stopwatch.StartNew();
                        Build(
                            folder.FullName,
                            ["--no-restore", "--no-incremental", $"-p:UseSharedCompilation={server}", .. Variants[i].Arguments]
                        );
                        if (round >= 0)
                        {
                            measured[i].Add(watch.Elapsed.TotalSeconds);
                        }
                    }
                }

                for (var i = 0; i < Variants.Length; i++)
                {
                    Console.WriteLine(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"| {name}, {Variants[i].Name} | {Measurement.Median(measured[i]):F2} | {measured[i].Min():F2} | {Measurement.Median(measured[i].Zip(measured[0], (one, none) => one / none)):F2} |"
                        )
                    );
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Write(string folder, int lines)
    {
        foreach (var (path, text) in CorpusSource.Files(lines))
        {
            File.WriteAllText(Path.Combine(folder, path), text);
        }

        // Analyzers of the SDK stay out: their time is not the pack's.
        File.WriteAllText(
            Path.Combine(folder, "Service.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>disable</ImplicitUsings>
                <EnableNETAnalyzers>false</EnableNETAnalyzers>
              </PropertyGroup>
              <ItemGroup Condition="'$(WithPack)' == 'true'">
                <Analyzer Include="{typeof(DistributedAnalyzer).Assembly.Location}" />
              </ItemGroup>
            </Project>
            """
        );
    }

    private static void Build(string folder, string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", ["build", "-v:q", "-nologo", .. arguments])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
            }
        )!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException("The generated project does not build:\n" + output);
        }
    }
}
