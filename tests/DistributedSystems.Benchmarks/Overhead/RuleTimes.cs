using System.Collections.Immutable;
using DistributedSystems.Benchmarks.Corpus;
using DistributedSystems.Benchmarks.Idle;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Benchmarks.Overhead;

/// <summary>
/// Analyzer time by rule, as the driver counts it: among the others, where whoever asks first pays for a shared fact, and alone,
/// where a rule pays for all it needs. Below that the sum, beside what the idle twins take: time inside the actions alone, which other programs and
/// the collector disturb less than the time of a whole compile.
/// </summary>
internal static class RuleTimes
{
    public static async Task Print(int lines, int rounds, bool onlyTogether)
    {
        var corpus = new CorpusCompilation(lines);
        var twins = IdleTwin.Of(Pack.Analyzers, corpus.Fresh());
        var (sums, idle, compiles) = (new List<double>(), new List<double>(), new List<double>());
        var together = Pack.Analyzers.ToDictionary(rule => rule, _ => new List<double>());
        var alone = Pack.Analyzers.ToDictionary(rule => rule, _ => new List<double>());
        for (var round = -1; round < rounds; round++)
        {
            var times = (await Times(corpus, Pack.Analyzers)).ToList();
            foreach (var (rule, time) in times)
            {
                Keep(together[rule], time, round);
            }

            Keep(sums, times.Sum(time => time.Value), round);
            Keep(idle, (await Times(corpus, twins)).Sum(time => time.Value), round);
            Keep(compiles, (await Measurement.Of(() => Task.FromResult(corpus.Fresh().GetDiagnostics()))).ProcessorMilliseconds, round);
            foreach (var rule in onlyTogether ? [] : Pack.Analyzers)
            {
                Keep(alone[rule], (await Times(corpus, [rule])).Single().Value, round);
            }
        }

        Console.WriteLine($"{corpus.Lines} lines, {rounds} rounds, {Environment.ProcessorCount} processors");
        Console.WriteLine();
        Console.WriteLine(
            onlyTogether
                ? "| rule | among the others, ms, median | lowest |"
                : "| rule | among the others, ms, median | lowest | alone, ms, median | lowest |"
        );
        Console.WriteLine(onlyTogether ? "| --- | ---: | ---: |" : "| --- | ---: | ---: | ---: | ---: |");
        foreach (var rule in Pack.Analyzers.OrderByDescending(rule => (onlyTogether ? together : alone)[rule].Min()))
        {
            Console.WriteLine(
                $"| {rule.SupportedDiagnostics[0].Id} {rule.GetType().Name} | {Cells(together[rule])} |"
                    + (onlyTogether ? "" : $" {Cells(alone[rule])} |")
            );
        }

        Console.WriteLine();
        Console.WriteLine("| | ms, median | lowest |");
        Console.WriteLine("| --- | ---: | ---: |");
        Console.WriteLine($"| all rules together | {Cells(sums)} |");
        Console.WriteLine($"| their idle twins | {Cells(idle)} |");
        Console.WriteLine($"| the compile, processor time | {Cells(compiles)} |");
    }

    private static string Cells(List<double> times) => FormattableString.Invariant($"{Measurement.Median(times):F1} | {times.Min():F1}");

    // The first round compiles the code under measurement.
    private static void Keep(List<double> times, double time, int round)
    {
        if (round >= 0)
        {
            times.Add(time);
        }
    }

    private static async Task<IEnumerable<KeyValuePair<DiagnosticAnalyzer, double>>> Times(
        CorpusCompilation corpus,
        ImmutableArray<DiagnosticAnalyzer> rules
    )
    {
        var compilation = corpus.Fresh();
        // One thread: a time is then an action's own, with nobody to wait for.
        var analyzed = compilation
            .WithOptions(Pack.WithEveryRule(compilation.Options))
            .WithAnalyzers(
                rules,
                new CompilationWithAnalyzersOptions(
                    new AnalyzerOptions([]),
                    onAnalyzerException: null,
                    concurrentAnalysis: false,
                    logAnalyzerExecutionTime: true
                )
            );
        var result = await analyzed.GetAnalysisResultAsync(CancellationToken.None);
        return result.AnalyzerTelemetryInfo.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.ExecutionTime.TotalMilliseconds));
    }
}
