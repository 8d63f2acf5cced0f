using System.Diagnostics;
using System.Globalization;
using DistributedSystems.Benchmarks.Corpus;
using DistributedSystems.Benchmarks.Overhead;
using DistributedSystems.RealCode.Binding;
using DistributedSystems.RealCode.Checkouts;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Benchmarks.Comparison;

/// <summary>
/// This pack beside others over the same code: one after the other in each round, so that a busy moment of the machine meets them all. Peak memory is that
/// of a process of its own, which does the thing once.
/// </summary>
internal static class PackComparison
{
    // The first round compiles the code under measurement.
    private const int WarmUpRounds = 1;

    /// <summary>The generated corpus, or a project of a checkout, bound loosely.</summary>
    public static Func<CSharpCompilation> Code(int lines, string project)
    {
        if (project.Length == 0)
        {
            return new CorpusCompilation(lines).Fresh;
        }

        var checkout = Checkout.At(project);
        var compilations = new LooseCompilation(checkout, new PackageCache());
        var largest =
            checkout
                .Projects.Where(candidate => !checkout.IsTest(candidate))
                .Select(compilations.Of)
                .MaxBy(compilation => compilation.SyntaxTrees.Sum(tree => tree.Length))
            ?? throw new InvalidOperationException($"There is no project in {project}.");
        return largest.Clone;
    }

    /// <returns>A row for the table over all code: what each set adds to the compile, of its processor time.</returns>
    public static async Task<string> Print(Func<CSharpCompilation> code, int rounds, string[] again)
    {
        var sets = AnalyzerSet.All.Select(set => set()).ToList();
        var measured = sets.Select(_ => new List<Measurement>()).ToList();
        var findings = new int[sets.Count];
        for (var round = -WarmUpRounds; round < rounds; round++)
        {
            for (var i = 0; i < sets.Count; i++)
            {
                var measurement = await Measurement.Of(async () => findings[i] = await Run(sets[i], code()));
                if (round >= 0)
                {
                    measured[i].Add(measurement);
                }
            }
        }

        var peaks = sets.Select((_, index) => PeakMegabytes(index, again)).ToList();
        var compilation = code();
        var lines = compilation.SyntaxTrees.Sum(tree => tree.GetText().Lines.Count);
        Console.WriteLine($"{compilation.AssemblyName}, {lines} lines, {rounds} rounds, {Environment.ProcessorCount} processors");
        Console.WriteLine();
        Console.WriteLine(
            "| | rules | findings | CPU ms, median | lowest | CPU added / compile, median of rounds | lowest to lowest | allocated MB added | peak memory MB |"
        );
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        var compile = measured[0];
        var row = $"| {compilation.AssemblyName}, {lines} lines |";
        for (var i = 0; i < sets.Count; i++)
        {
            var these = measured[i];
            var rules = sets[i].Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(rule => rule.Id).Distinct().Count();
            var added = Measurement.Median(these.Zip(compile, (one, plain) => (Processor(one) - Processor(plain)) / Processor(plain)));
            row += i == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {added:F2} |");
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {sets[i].Name} | {rules} | {findings[i]} | {Measurement.Median(these.Select(Processor)):F0} | {these.Min(Processor):F0} | {added:F3} | {(these.Min(Processor) - compile.Min(Processor)) / compile.Min(Processor):F3} | {Measurement.Median(these.Zip(compile, (one, plain) => one.AllocatedMegabytes - plain.AllocatedMegabytes)):F1} | {peaks[i]} |"
                )
            );
        }

        return row;
    }

    /// <summary>What stands over the rows that <see cref="Print"/> gives.</summary>
    public static string Header()
    {
        var names = AnalyzerSet.All.Skip(1).Select(set => set().Name).ToList();
        return $"| | {string.Join(" | ", names)} |\n| --- |{string.Concat(Enumerable.Repeat(" ---: |", names.Count))}";
    }

    /// <summary>One set, once: what the process of its own does.</summary>
    public static async Task PrintPeak(Func<CSharpCompilation> code, int set)
    {
        await Run(AnalyzerSet.All[set](), code());
        Console.WriteLine(Process.GetCurrentProcess().PeakWorkingSet64 / 1_000_000);
    }

    private static double Processor(Measurement measurement) => measurement.ProcessorMilliseconds;

    private static string PeakMegabytes(int set, string[] again)
    {
        var program = Environment.ProcessPath!;
        string[] self = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(PackComparison).Assembly.Location] : [];
        using var process = Process.Start(
            new ProcessStartInfo(program, [.. self, .. again, "--peak-of", set.ToString(CultureInfo.InvariantCulture)])
            {
                RedirectStandardOutput = true,
            }
        )!;
        var peak = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? peak : throw new InvalidOperationException("The process of its own failed.");
    }

    private static async Task<int> Run(AnalyzerSet set, CSharpCompilation compilation)
    {
        compilation = set.Prepare(compilation);
        if (set.Analyzers.IsEmpty)
        {
            compilation.GetDiagnostics();
            return 0;
        }

        // Somebody else's exception is a diagnostic like in a build, and counted with the others.
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            onAnalyzerException: null,
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false
        );
        var ids = set
            .Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics)
            .Select(rule => rule.Id)
            .ToHashSet(StringComparer.Ordinal);
        return (await compilation.WithAnalyzers(set.Analyzers, options).GetAllDiagnosticsAsync()).Count(diagnostic =>
            ids.Contains(diagnostic.Id)
        );
    }
}
