using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using DistributedSystems.Benchmarks;
using DistributedSystems.Benchmarks.Builds;
using DistributedSystems.Benchmarks.Comparison;
using DistributedSystems.Benchmarks.Keystrokes;
using DistributedSystems.Benchmarks.Overhead;

const string Usage = """
    Measures what the analyzers cost. Run it in Release on a quiet machine.

      ordinary                                     one call that is not remote: time and allocated bytes
      overhead [--lines 10000,100000] [--rounds 9] [--family DIST3] [--project <checkout>,<checkout>]
                                                   the whole pack, or a family, against a compile, an analyzer that registers nothing, one empty action on
                                                   calls, and idle twins; over the generated code or the largest project of each folder
      compare  [--lines 10000,100000] [--rounds 9] [--project <checkout>,<checkout>]
                                                   the pack beside the SDK's NetAnalyzers, Meziantou, Sonar and Roslynator: CPU time, allocations, peak
                                                   memory; over the generated code or the largest project of each folder, with one table over all of
                                                   them at the end
      keystroke [--lines 2000] [--project-lines 20000] [--strokes 100] [--repeats 5]
                                                   the wait for the semantic diagnostics of one open document after each edit
      build    [--lines 10000,100000] [--rounds 5]
                                                   how long `dotnet build` takes with the pack and without analyzers
      rules    [--lines 30000]  [--rounds 5] [--together]
                                                   analyzer time by rule, all running together and, without the switch, each one alone
      actions  [--lines 10000]  [--rounds 15] [--project <checkout>]
                                                   time inside each action of each rule, quick and slow calls apart
      inference [--lines 100000] [--rounds 9]      the rules that infer effects, over code that makes no remote call
      catalog  [--rounds 50]                       reading and indexing the built-in catalog
      corpus   [--lines 10000]                     prints the generated code
    """;

switch (args.FirstOrDefault())
{
    case "ordinary":
        // In process: the job's own build would not see this repository's central package versions.
        var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
        BenchmarkRunner.Run<OrdinaryInvocation>(DefaultConfig.Instance.AddJob(job).AddDiagnoser(MemoryDiagnoser.Default));
        return 0;
    case "overhead":
        foreach (var (lines, project) in Measured())
        {
            await OverheadComparison.Print(PackComparison.Code(lines, project), Numbers("--rounds", 9)[0], Text("--family", "DIST"));
        }

        return 0;
    case "compare":
        var rows = new List<string>();
        foreach (var (lines, project) in Measured())
        {
            var code = PackComparison.Code(lines, project);
            if (Numbers("--peak-of", -1)[0] is >= 0 and var set)
            {
                await PackComparison.PrintPeak(code, set);
                return 0;
            }

            string[] again = ["compare", "--lines", lines.ToString(CultureInfo.InvariantCulture), "--project", project];
            rows.Add(await PackComparison.Print(code, Numbers("--rounds", 9)[0], again));
            Console.WriteLine();
        }

        Console.WriteLine("Processor time added, of the compile, median of rounds:");
        Console.WriteLine();
        Console.WriteLine(PackComparison.Header());
        rows.ForEach(Console.WriteLine);
        return 0;
    case "keystroke":
        await KeystrokeLatency.Print(
            Numbers("--lines", 2_000)[0],
            Numbers("--project-lines", 20_000)[0],
            Numbers("--strokes", 100)[0],
            Numbers("--repeats", 5)[0]
        );
        return 0;
    case "rules":
        foreach (var lines in Numbers("--lines", 30_000))
        {
            await RuleTimes.Print(lines, Numbers("--rounds", 5)[0], args.Contains("--together"));
        }

        return 0;
    case "actions":
        await ActionTimes.Print(PackComparison.Code(Numbers("--lines", 10_000)[0], Text("--project", "")), Numbers("--rounds", 15)[0]);

        return 0;
    case "build":
        foreach (var lines in Numbers("--lines", 10_000, 100_000))
        {
            BuildShare.Print(lines, Numbers("--rounds", 5)[0]);
            Console.WriteLine();
        }

        return 0;
    case "inference":
        await OverheadComparison.PrintInference(Numbers("--lines", 100_000)[0], Numbers("--rounds", 9)[0]);
        return 0;
    case "catalog":
        CatalogCost.Print(Numbers("--rounds", 50)[0]);
        return 0;
    case "corpus":
        foreach (var file in DistributedSystems.Benchmarks.Corpus.CorpusSource.Files(Numbers("--lines", 10_000)[0]))
        {
            Console.WriteLine(file.Text);
        }

        return 0;
    default:
        Console.Error.WriteLine(Usage);
        return 64;
}

int[] Numbers(string option, params int[] otherwise)
{
    var at = Array.IndexOf(args, option);
    return at < 0 ? otherwise : args[at + 1].Split(',').Select(int.Parse).ToArray();
}

// Projects of checkouts, or, where none is named, generated code.
IEnumerable<(int Lines, string Project)> Measured() =>
    Text("--project", "") is { Length: > 0 } projects
        ? projects.Split(',').Select(project => (0, project))
        : Numbers("--lines", 10_000, 100_000).Select(lines => (lines, ""));

string Text(string option, string otherwise)
{
    var at = Array.IndexOf(args, option);
    return at < 0 ? otherwise : args[at + 1];
}
