using System.Diagnostics;
using System.Text.RegularExpressions;

namespace DistributedSystems.Tool.Scanning;

/// <summary>
/// Builds a target with the pack added from outside, by properties of the build alone, and reads the logs that the compiler writes.
/// </summary>
internal static partial class Scanner
{
    private const int MostErrors = 10;

    /// <param name="target">What to build.</param>
    /// <param name="mode">The preset, or null for what the projects say themselves.</param>
    /// <param name="buildArguments">What the user wants to hand on to the build.</param>
    /// <param name="progress">Told the name of each project that is done.</param>
    /// <param name="cancellation">Ends the build.</param>
    /// <exception cref="CannotScanException">The build failed, or had no C# project in it.</exception>
    public static async Task<ScanResult> Scan(
        ScanTarget target,
        string? mode,
        IEnumerable<string> buildArguments,
        Action<string> progress,
        CancellationToken cancellation
    )
    {
        var start = Stopwatch.GetTimestamp();
        using var temporary = new TemporaryFolder();
        await File.WriteAllTextAsync(temporary.File("started"), "", cancellation);
        var build = BuildProcess.Run(target.Folder, Arguments(target, mode, buildArguments, temporary), cancellation);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (await Task.WhenAny(build, Task.Delay(TimeSpan.FromMilliseconds(300), CancellationToken.None)) != build)
        {
            foreach (var log in Directory.GetFiles(temporary.Root, "*.sarif").Where(seen.Add))
            {
                progress(NameOf(log));
            }
        }

        var (exitCode, lines) = await build;
        if (exitCode != 0)
        {
            throw Failure(target, lines);
        }

        var projects = Directory
            .GetFiles(temporary.Root, "*.project")
            .Order(StringComparer.Ordinal)
            .Where(description => File.Exists(Path.ChangeExtension(description, ".sarif")))
            .Select(CompilerLog.Read)
            .ToList();
        return projects.Count > 0
            ? new ScanResult(target.Name, target.Folder, projects, Stopwatch.GetElapsedTime(start))
            : throw new CannotScanException(
                $"The build of {target.Name} succeeded, and compiled no C# project.",
                "Are the projects part of the solution's configuration that is built? Hand another one on: distsys scan … -- -c Release"
            );
    }

    private static IEnumerable<string> Arguments(
        ScanTarget target,
        string? mode,
        IEnumerable<string> buildArguments,
        TemporaryFolder temporary
    ) =>
        [
            "build",
            target.FileIn(temporary.Root),
            "-nologo",
            "-tl:off",
            "-nodeReuse:false",
            "-verbosity:quiet",
            "-consoleLoggerParameters:ErrorsOnly;NoSummary",
            Property("CustomAfterMicrosoftCommonTargets", Path.Combine(AppContext.BaseDirectory, "pack", "Scan.targets")),
            Property("DistSysResults", temporary.Root),
            Property("DistSysAnalyzer", typeof(Analyzers.DistributedAnalyzer).Assembly.Location),
            Property("DistSysRules", string.Join(';', Rules.Ids)),
            Property("RunAnalyzers", "true"),
            Property("RunAnalyzersDuringBuild", "true"),
            // Warnings stop nothing, those of the restore neither; and what is built is not what somebody wants to ship.
            Property("TreatWarningsAsErrors", "false"),
            Property("MSBuildTreatWarningsAsErrors", "false"),
            Property("GeneratePackageOnBuild", "false"),
            .. mode is null ? [] : new[] { Property("DistributedSystemsMode", mode) },
            .. buildArguments,
        ];

    /// <summary>Characters that separate properties and items mean themselves.</summary>
    private static string Property(string name, string value) =>
        $"-p:{name}={value.Replace("%", "%25", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal)}";

    private static string NameOf(string log)
    {
        var name = Path.GetFileNameWithoutExtension(log);
        return name[..name.LastIndexOf('-')];
    }

    private static CannotScanException Failure(ScanTarget target, IReadOnlyList<string> lines)
    {
        var output = string.Join('\n', lines);
        if (output.Contains("compatible .NET SDK was not found", StringComparison.Ordinal))
        {
            return new CannotScanException(
                "The SDK that the solution's global.json asks for is not installed.",
                [
                    .. lines.Where(line => line.Length > 0).Take(MostErrors),
                    "Install it, or scan with another one by changing global.json for the moment.",
                ]
            );
        }

        // What fails for every target framework of a project is one error.
        var errors = lines.Where(line => Error().IsMatch(line)).Select(line => Framework().Replace(line.Trim(), "]")).Distinct().ToList();
        var shown = errors.Count > 0 ? errors.Take(MostErrors) : lines.Where(line => line.Trim().Length > 0).TakeLast(MostErrors);
        var hidden = errors.Count > MostErrors ? $"… and {errors.Count - MostErrors} more errors." : null;
        return new CannotScanException(
            $"The build of {target.Name} failed, and what does not compile cannot be judged.",
            [
                .. shown,
                .. hidden is null ? [] : new[] { hidden },
                AdviceFor(output),
                "What 'dotnet build' needs here can be handed on behind two dashes: distsys scan … -- -c Release -p:Name=Value",
            ]
        );
    }

    private static string AdviceFor(string output) =>
        Regex.IsMatch(output, @"error NU\d+") ? "A package is missing: 'dotnet restore' has to succeed first."
        : output.Contains("error NETSDK1045", StringComparison.Ordinal)
            ? "A project targets a newer framework than the installed SDK knows: install that SDK."
        : Regex.IsMatch(output, @"error NETSDK11(47|00)|error MSB4019")
            ? "A part of the SDK is missing: a workload ('dotnet workload restore'), or a build that needs Windows."
        : "'dotnet build' has to succeed first; scan a part of it meanwhile by naming a project or a solution filter (.slnf).";

    [GeneratedRegex(@"\berror( [A-Z]+\d+)?\s*:")]
    private static partial Regex Error();

    [GeneratedRegex(@"::TargetFramework=[^\]]+\]$")]
    private static partial Regex Framework();
}
