using System.Collections.Immutable;
using System.Globalization;
using DistributedSystems.Benchmarks.Corpus;
using DistributedSystems.Benchmarks.Idle;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Benchmarks.Overhead;

/// <summary>
/// Compiles the code plainly, with an analyzer that registers nothing, with one that only hears of calls, with idle twins of the rules, and with the rules: one after the other, over
/// and over, so that a busy moment of the machine meets them all. Each round gives ratios; the table shows their
/// medians, and the least disturbed time of each.
/// </summary>
internal static class OverheadComparison
{
    private const int WarmUpRounds = 2;

    // What warms up is the code under measurement, for which no more is needed, however long the corpus.
    private const int WarmUpLines = 10_000;

    /// <param name="code">The code under measurement, of which each measurement gets a compilation that nobody has asked anything yet.</param>
    /// <param name="rounds">How often.</param>
    /// <param name="family">What the ids of the rules begin with: <c>DIST</c> for all, <c>DIST3</c> for one family.</param>
    public static Task Print(Func<CSharpCompilation> code, int rounds, string family) =>
        Print(
            code,
            Pack.Analyzers.Where(rule => rule.SupportedDiagnostics[0].Id.StartsWith(family, StringComparison.Ordinal)).ToImmutableArray(),
            rounds
        );

    /// <summary>
    /// The rules that infer effects through the project's own code, over code in which no remote call is made: there is nothing to infer, so
    /// nothing may be read.
    /// </summary>
    public static Task PrintInference(int lines, int rounds) =>
        Print(
            new CorpusCompilation(lines, remoteShare: 0).Fresh,
            Pack.Analyzers.Where(rule => rule.SupportedDiagnostics[0].Id is "DIST2001" or "DIST3004").ToImmutableArray(),
            rounds
        );

    private static async Task Print(Func<CSharpCompilation> fresh, ImmutableArray<DiagnosticAnalyzer> rules, int rounds)
    {
        var findings = 0;
        var idle = IdleTwin.Of(rules, fresh());
        (string Name, Func<CSharpCompilation, Task> Run)[] variants =
        [
            ("compile", code => Task.FromResult(code.GetDiagnostics())),
            ("compile + empty analyzer", code => Analyze(code, [new EmptyAnalyzer()])),
            ("compile + one empty invocation action", code => Analyze(code, [new OneInvocationAction()])),
            ("compile + idle twins", code => Analyze(code, idle)),
            (
                "compile + pack",
                async code => findings = await Analyze((CSharpCompilation)code.WithOptions(Pack.WithEveryRule(code.Options)), rules)
            ),
        ];
        var lines = fresh().SyntaxTrees.Sum(tree => tree.GetText().Lines.Count);
        var warmUp = lines <= WarmUpLines ? fresh : new CorpusCompilation(WarmUpLines).Fresh;

        var measured = variants.Select(_ => new List<Measurement>()).ToArray();
        for (var round = -WarmUpRounds; round < rounds; round++)
        {
            for (var i = 0; i < variants.Length; i++)
            {
                var measurement = await Measurement.Of(() => variants[i].Run((round < 0 ? warmUp : fresh)()));
                if (round >= 0)
                {
                    measured[i].Add(measurement);
                }
            }
        }

        Console.WriteLine(
            $"{fresh().AssemblyName}, {lines} lines, {rules.Length} rules, {findings} findings, {rounds} rounds, {Environment.ProcessorCount} processors"
        );
        Console.WriteLine();
        Console.WriteLine(
            "| variant | CPU ms, median | CPU ms, lowest | CPU / compile, median of rounds | CPU / compile, lowest to lowest | allocated MB, median |"
        );
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: |");
        for (var i = 0; i < variants.Length; i++)
        {
            var cells = new[]
            {
                variants[i].Name,
                Number(Measurement.Median(Processor(measured[i])), "F0"),
                Number(Processor(measured[i]).Min(), "F0"),
                Number(Measurement.Median(Processor(measured[i]).Zip(Processor(measured[0]), (these, compile) => these / compile)), "F3"),
                Number(Processor(measured[i]).Min() / Processor(measured[0]).Min(), "F3"),
                Number(Measurement.Median(measured[i].Select(measurement => measurement.AllocatedMegabytes)), "F1"),
            };
            Console.WriteLine($"| {string.Join(" | ", cells)} |");
        }

        // Another program can only add to a time, so the lowest one is the least disturbed.
        var (pack, twins, plain) = (Processor(measured[4]), Processor(measured[3]), Processor(measured[0]));
        var byRound = pack.Zip(twins, plain).Select(round => 100 * (round.First - round.Second) / round.Third).ToList();
        Console.WriteLine();
        Console.WriteLine(
            $"The rules' own work (pack less idle twins), of the compile: {Number(Measurement.Median(byRound), "F1")} % median of rounds "
                + $"({Number(byRound.Min(), "F1")} to {Number(byRound.Max(), "F1")}), {Number(100 * (pack.Min() - twins.Min()) / plain.Min(), "F1")} % by the lowest times"
        );
        Console.WriteLine();
    }

    private static async Task<int> Analyze(CSharpCompilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            OnException,
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false
        );
        // The compiler's own diagnostics are part of every variant, as in a build.
        var diagnostics = await compilation.WithAnalyzers(analyzers, options).GetAllDiagnosticsAsync();
        return diagnostics.Count(diagnostic => diagnostic.Id.StartsWith("DIST", StringComparison.Ordinal));
    }

    private static void OnException(Exception exception, DiagnosticAnalyzer analyzer, Diagnostic diagnostic) =>
        throw new InvalidOperationException(analyzer.GetType().Name + " threw", exception);

    private static List<double> Processor(List<Measurement> measurements) =>
        measurements.Select(measurement => measurement.ProcessorMilliseconds).ToList();

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
