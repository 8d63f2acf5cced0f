using System.CommandLine;
using DistributedSystems.Tool.Baselines;
using DistributedSystems.Tool.Reports;
using DistributedSystems.Tool.Scanning;
using Spectre.Console;

namespace DistributedSystems.Tool;

/// <summary>The command line.</summary>
internal static class Commands
{
    private const string Modes = "minimum, recommended, strict";

    public static RootCommand Root() =>
        new("Says what DistributedSystems.Analyzers would say about your code, and changes no file of it.") { Scan(), Baseline() };

    private static Argument<string> Path() =>
        new("path")
        {
            Description = "A solution (.sln, .slnx, .slnf), a C# project, or a folder that holds one",
            DefaultValueFactory = _ => ".",
        };

    private static Option<string?> Mode()
    {
        var mode = new Option<string?>("--mode") { Description = $"The preset: {Modes}; without it, what the projects say themselves" };
        mode.AcceptOnlyFromAmong(Modes.Split(", "));
        return mode;
    }

    private static Option<bool> WarningsOnly() =>
        new("--warnings-only") { Description = "Leave out what a build leaves to the editor (level info)" };

    private static Argument<string[]> BuildArguments() =>
        new("build-arguments")
        {
            Description = "Behind '--': what 'dotnet build' needs, such as -c Release",
            Arity = ArgumentArity.ZeroOrMore,
        };

    private static Command Scan()
    {
        var (path, mode, warningsOnly, rest) = (Path(), Mode(), WarningsOnly(), BuildArguments());
        var summary = new Option<bool>("--summary") { Description = "Print the counts alone" };
        var files = new (Option<string?> Option, Func<Report, string> Text)[]
        {
            (File("--sarif", "SARIF 2.1 for code-scanning services, with addresses from the root of the repository"), SarifReport.Text),
            (File("--json", "JSON for programs"), JsonReport.Text),
            (File("--markdown", "Markdown for the comment on a pull request"), MarkdownReport.Text),
            (File("--html", "One page with filters, code and the rules' explanations"), HtmlReport.Text),
        };
        var command = new Command(
            "scan",
            "Builds with the pack added from outside, and tells what it finds. Exit code 0: nothing, 1: findings, 2: could not scan"
        )
        {
            path,
            rest,
            mode,
            warningsOnly,
            summary,
        };
        foreach (var (option, _) in files)
        {
            command.Add(option);
        }

        command.SetAction(
            (arguments, cancellation) =>
                Session.Run(async session =>
                {
                    var scan = await session.Scan(
                        arguments.GetValue(path)!,
                        arguments.GetValue(mode),
                        arguments.GetValue(rest) ?? [],
                        cancellation
                    );
                    var report = new Report(scan, arguments.GetValue(warningsOnly));
                    foreach (var (option, text) in files)
                    {
                        if (arguments.GetValue(option) is { } file)
                        {
                            ReportFile.Write(file, text(report));
                        }
                    }

                    ConsoleReport.Write(session.Output, report, arguments.GetValue(summary));
                    return report.New.Count > 0 ? ExitCode.Findings : ExitCode.NoFindings;
                })
        );
        return command;

        static Option<string?> File(string name, string description) => new(name) { Description = description, HelpName = "FILE" };
    }

    private static Command Baseline()
    {
        var (path, mode, rest) = (Path(), Mode(), BuildArguments());
        var check = new Option<bool>("--check")
        {
            Description = "Write nothing; list what is recorded and no longer found. Exit code 1 if anything is",
        };
        var prune = new Option<bool>("--prune") { Description = "Take out what is no longer found, and record nothing new" };
        var output = new Option<string?>("--output")
        {
            Description = "The file; without it, the nearest distsys.baseline above all projects, or a new one beside what is scanned",
            HelpName = "FILE",
        };
        var command = new Command("baseline", "Records today's findings in distsys.baseline, so that builds and scans report new ones only")
        {
            path,
            rest,
            mode,
            check,
            prune,
            output,
        };
        command.SetAction(
            (arguments, cancellation) =>
                Session.Run(async session =>
                {
                    var scan = await session.Scan(
                        arguments.GetValue(path)!,
                        arguments.GetValue(mode),
                        arguments.GetValue(rest) ?? [],
                        cancellation
                    );
                    var file = arguments.GetValue(output) is { } given ? System.IO.Path.GetFullPath(given) : BaselinePlace.Of(scan);
                    return arguments.GetValue(check)
                        ? BaselineWriter.Check(session.Output, scan, file)
                        : BaselineWriter.Write(session.Output, scan, file, onlyKnown: arguments.GetValue(prune));
                })
        );
        return command;
    }
}
