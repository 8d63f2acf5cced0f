using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using DistributedSystems.Benchmarks.Idle;
using DistributedSystems.Benchmarks.Overhead;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Benchmarks.Keystrokes;

/// <summary>
/// How long after a keystroke the semantic diagnostics of the open document are there: the compiler's, and those of the analyzers as an editor asks
/// for them. After each stroke the variants take turns in being first, several times over: the lowest time of each is the one that other programs
/// and collections disturbed least.
/// </summary>
internal static class KeystrokeLatency
{
    private const int WarmUpStrokes = 20;

    public static async Task Print(int lines, int projectLines, int strokes, int repeats)
    {
        var open = new OpenDocument(lines, projectLines);
        var twins = IdleTwin.Of(Pack.Analyzers, open.Type(1).First().Project);

        // The twins a second time show what two measurements of the same thing differ by.
        (string Name, ImmutableArray<DiagnosticAnalyzer> Analyzers)[] variants =
        [
            ("no analyzers", []),
            ("empty analyzer", [new EmptyAnalyzer()]),
            ("idle twins", twins),
            ("this pack", Pack.Analyzers),
            ("idle twins again", twins),
        ];
        var measured = variants.Select(_ => new List<double>()).ToList();
        var stroke = -WarmUpStrokes;
        foreach (var (project, document) in open.Type(WarmUpStrokes + strokes))
        {
            var lowest = Enumerable.Repeat(double.MaxValue, variants.Length).ToArray();
            for (var turn = 0; turn < variants.Length * repeats; turn++)
            {
                var variant = (turn + WarmUpStrokes + stroke) % variants.Length;
                lowest[variant] = Math.Min(lowest[variant], await Measure(project.Clone(), document, variants[variant].Analyzers));
            }

            for (var i = 0; stroke >= 0 && i < variants.Length; i++)
            {
                measured[i].Add(lowest[i]);
            }

            stroke++;
        }

        Console.WriteLine(
            $"a document of {open.Lines} lines in a project of {open.ProjectLines}, {strokes} keystrokes, lowest of {repeats}, {Environment.ProcessorCount} processors"
        );
        Console.WriteLine();
        Console.WriteLine("| | p50 ms | p95 ms | p50 of what it adds to none | p95 of what it adds to none |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        for (var i = 0; i < variants.Length; i++)
        {
            var added = Added(measured[i], measured[0]);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {variants[i].Name} | {Percentile(measured[i], 50):F1} | {Percentile(measured[i], 95):F1} | {Percentile(added, 50):F1} | {Percentile(added, 95):F1} |"
                )
            );
        }

        Console.WriteLine();
        PrintOwn("the pack adds to the idle twins", Added(measured[3], measured[2]));
        PrintOwn("the idle twins add to themselves", Added(measured[4], measured[2]));
    }

    private static void PrintOwn(string what, List<double> added) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"what {what}, stroke by stroke: p50 {Percentile(added, 50):F1} ms, p95 {Percentile(added, 95):F1} ms"
            )
        );

    private static List<double> Added(IEnumerable<double> with, IEnumerable<double> without) =>
        [.. with.Zip(without, (one, other) => one - other)];

    private static async Task<double> Measure(CSharpCompilation project, SyntaxTree document, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        // What the variant before has left over is not this one's.
        GC.Collect();
        var watch = Stopwatch.StartNew();
#pragma warning disable RS1030 // An editor does exactly this.
        var model = project.GetSemanticModel(document);
#pragma warning restore RS1030
        model.GetDiagnostics();
        if (!analyzers.IsEmpty)
        {
            var options = new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([]),
                onAnalyzerException: null,
                concurrentAnalysis: true,
                logAnalyzerExecutionTime: false
            );
            await project
                .WithAnalyzers(analyzers, options)
                .GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, CancellationToken.None);
        }

        return watch.Elapsed.TotalMilliseconds;
    }

    private static double Percentile(IEnumerable<double> values, int percent)
    {
        var sorted = values.Order().ToArray();
        return sorted[Math.Min(sorted.Length - 1, sorted.Length * percent / 100)];
    }
}
