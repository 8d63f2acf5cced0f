using System.Diagnostics;
using DistributedSystems.RealCode.Binding;
using DistributedSystems.RealCode.Checkouts;
using DistributedSystems.RealCode.Findings;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.RealCode.Commands;

internal static class RunCommand
{
    private const int AnalyzerThrew = 2;

    public static async Task<int> Execute(CommandLine line)
    {
        if (line.Arguments.Count == 0)
        {
            throw new UsageException("run wants at least one checkout.");
        }

        var output = line.Required("out");
        var pack = AnalyzerPack.Of(List(line.Value("rules")));
        var total = new RunReport();
        var findings = new List<Finding>();
        foreach (var folder in line.Arguments)
        {
            if (!Directory.Exists(folder))
            {
                throw new UsageException($"There is no folder {folder}.");
            }

            var checkout = Checkout.At(folder);
            PackageRestore.Run(checkout, List(line.Value("packages")) ?? []);

            // Several checkouts in one file are told apart by their folders' names.
            string PathOf(string file) => line.Arguments.Count == 1 ? checkout.PathOf(file) : checkout.Name + "/" + checkout.PathOf(file);
            var report = new RunReport();
            findings.AddRange(await Analyze(checkout, pack, line.Has("include-tests"), line.Has("strict"), report, PathOf));
            report.Print(checkout.Name);
            total.Add(report);
        }

        FindingsFile.Write(output, findings);
        if (line.Arguments.Count > 1)
        {
            total.Print("all");
        }

        Console.WriteLine($"{findings.Count} findings in {output}");
        return total.Exceptions.Count > 0 ? AnalyzerThrew : 0;
    }

    private static string[]? List(string? text) => text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static async Task<IEnumerable<Finding>> Analyze(
        Checkout checkout,
        AnalyzerPack pack,
        bool includeTests,
        bool strict,
        RunReport report,
        Func<string, string> pathOf
    )
    {
        var clock = Stopwatch.StartNew();
        var packages = new PackageCache();
        var compilations = new LooseCompilation(checkout, packages);
        var findings = new Dictionary<(string Rule, Location Place, string Message), Finding>(new SamePlace());
        foreach (var project in checkout.Projects)
        {
            if (!includeTests && checkout.IsTest(project))
            {
                report.SkippedTests++;
                continue;
            }

            // Said before the work: should the process die, this is the project it died on.
            Console.Error.WriteLine(checkout.PathOf(project.Path));
            try
            {
                var analysis = await ProjectAnalysis.Of(compilations.Of(project), pack, ProjectAnalysis.OptionsFor(includeTests, strict));
                report.Add(analysis, project, packages);
                foreach (var diagnostic in analysis.Findings)
                {
                    var finding = Snippet.FindingOf(diagnostic, pathOf);
                    // A file that two projects compile is one place.
                    if (findings.TryAdd((diagnostic.Id, diagnostic.Location, finding.Message), finding))
                    {
                        report.Count(finding);
                    }
                }
            }
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                report.Failures.Add($"{checkout.PathOf(project.Path)}: {problem.GetType().Name}: {problem.Message}");
                Console.Error.WriteLine(problem);
            }
        }

        report.Elapsed = clock.Elapsed;
        return findings.Values;
    }

    private sealed class SamePlace : IEqualityComparer<(string Rule, Location Place, string Message)>
    {
        public bool Equals((string Rule, Location Place, string Message) x, (string Rule, Location Place, string Message) y) =>
            Of(x) == Of(y);

        public int GetHashCode((string Rule, Location Place, string Message) finding) => Of(finding).GetHashCode();

        private static (string, string?, int, string) Of((string Rule, Location Place, string Message) finding) =>
            (finding.Rule, finding.Place.SourceTree?.FilePath, finding.Place.SourceSpan.Start, finding.Message);
    }
}
