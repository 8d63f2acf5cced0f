using System.CommandLine;
using DistributedSystems.Analyzers.Baseline;
using DistributedSystems.Tool.Baselines;
using DistributedSystems.Tool.Maps;
using DistributedSystems.Tool.Reports;
using DistributedSystems.Tool.Scanning;
using Spectre.Console;

namespace DistributedSystems.Tool;

/// <summary>The command line.</summary>
internal static class Commands
{
    private const string Modes = "minimum, recommended, strict";

    public static RootCommand Root(string[] forBuild) =>
        new(
            "Says what DistributedSystems.Analyzers would say about your code, and changes no file of it.\n"
                + "What 'dotnet build' needs goes behind two dashes: distsys scan Shop.sln -- -c Release"
        )
        {
            Scan(forBuild),
            Map(forBuild),
            Baseline(forBuild),
        };

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

    private static Command Scan(string[] forBuild)
    {
        var (path, mode, warningsOnly) = (Path(), Mode(), WarningsOnly());
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
                    var scan = await session.Scan(arguments.GetValue(path)!, arguments.GetValue(mode), forBuild, cancellation);
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
    }

    private static Command Map(string[] forBuild)
    {
        var (path, mode) = (Path(), Mode());
        var files = new (Option<string?> Option, Func<CallMap, string> Text)[]
        {
            (File("--markdown", "A picture in Mermaid and a table, for a wiki or a pull request"), MapMarkdown.Text),
            (File("--mermaid", "The picture alone"), MapMarkdown.Mermaid),
            (File("--json", "JSON for programs"), MapJson.Text),
            (File("--html", "One page with the map, the findings and the rules' explanations"), map => HtmlReport.Text(map.Report)),
        };
        var command = new Command(
            "map",
            "Tells which code calls which remote system, when each call ends at the latest, how often it is made, and what was found there. Exit code 0, or 2: could not scan"
        )
        {
            path,
            mode,
        };
        foreach (var (option, _) in files)
        {
            command.Add(option);
        }

        command.SetAction(
            (arguments, cancellation) =>
                Session.Run(async session =>
                {
                    var scan = await session.Scan(arguments.GetValue(path)!, arguments.GetValue(mode), forBuild, cancellation);
                    var map = new CallMap(new Report(scan, warningsOnly: false));
                    foreach (var (option, text) in files)
                    {
                        if (arguments.GetValue(option) is { } file)
                        {
                            ReportFile.Write(file, text(map));
                        }
                    }

                    MapConsole.Write(session.Output, map);
                    return ExitCode.NoFindings;
                })
        );
        return command;
    }

    private static Option<string?> File(string name, string description) => new(name) { Description = description, HelpName = "FILE" };

    private static Command Baseline(string[] forBuild)
    {
        var (path, mode) = (Path(), Mode());
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
            mode,
            check,
            prune,
            output,
        };
        command.SetAction(
            (arguments, cancellation) =>
                Session.Run(async session =>
                {
                    if (arguments.GetValue(output) is { } named && !BaselineFile.Is(named))
                    {
                        throw new CannotScanException(
                            $"No build reads '{named}': the name of a baseline ends with {BaselineFile.Name}.",
                            $"Choose {BaselineFile.Name}, or a name such as legacy.{BaselineFile.Name}."
                        );
                    }

                    var scan = await session.Scan(arguments.GetValue(path)!, arguments.GetValue(mode), forBuild, cancellation);
                    var file = arguments.GetValue(output) is { } given ? System.IO.Path.GetFullPath(given) : BaselinePlace.Of(scan);
                    return arguments.GetValue(check)
                        ? BaselineWriter.Check(session.Output, scan, file)
                        : BaselineWriter.Write(session.Output, scan, file, onlyKnown: arguments.GetValue(prune));
                })
        );
        return command;
    }
}
