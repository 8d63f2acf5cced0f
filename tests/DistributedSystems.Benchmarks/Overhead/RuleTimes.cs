using System.Collections.Immutable;
using DistributedSystems.Benchmarks.Corpus;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Benchmarks.Overhead;

/// <summary>
/// Analyzer time by rule, as the driver counts it: among the others, where whoever asks first pays for a shared fact, and alone,
/// where a rule pays for all it needs.
/// </summary>
internal static class RuleTimes
{
    public static async Task Print(int lines, int rounds)
    {
        var corpus = new CorpusCompilation(lines);
        var together = Pack.Analyzers.ToDictionary(rule => rule, _ => new List<double>());
        var alone = Pack.Analyzers.ToDictionary(rule => rule, _ => new List<double>());
        for (var round = -1; round < rounds; round++)
        {
            foreach (var (rule, time) in await Times(corpus, Pack.Analyzers))
            {
                Keep(together[rule], time, round);
            }

            foreach (var rule in Pack.Analyzers)
            {
                Keep(alone[rule], (await Times(corpus, [rule])).Single().Value, round);
            }
        }

        Console.WriteLine($"{corpus.Lines} lines, {rounds} rounds, {Environment.ProcessorCount} processors");
        Console.WriteLine();
        Console.WriteLine("| rule | among the others, ms, median | lowest | alone, ms, median | lowest |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        foreach (var rule in Pack.Analyzers.OrderByDescending(rule => alone[rule].Min()))
        {
            Console.WriteLine(FormattableString.Invariant(
                $"| {rule.SupportedDiagnostics[0].Id} {rule.GetType().Name} | {Measurement.Median(together[rule]):F1} | {together[rule].Min():F1} | {Measurement.Median(alone[rule]):F1} | {alone[rule].Min():F1} |"));
        }
    }

    // The first round compiles the code under measurement.
    private static void Keep(List<double> times, double time, int round)
    {
        if (round >= 0)
        {
            times.Add(time);
        }
    }

    private static async Task<IEnumerable<KeyValuePair<DiagnosticAnalyzer, double>>> Times(CorpusCompilation corpus, ImmutableArray<DiagnosticAnalyzer> rules)
    {
        var compilation = corpus.Fresh();
        var analyzed = compilation.WithOptions(Pack.WithEveryRule(compilation.Options)).WithAnalyzers(
            rules,
            new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: true));
        var result = await analyzed.GetAnalysisResultAsync(CancellationToken.None);
        return result.AnalyzerTelemetryInfo.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.ExecutionTime.TotalMilliseconds));
    }
}
