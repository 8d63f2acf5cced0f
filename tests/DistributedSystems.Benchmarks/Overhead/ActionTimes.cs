using System.Collections.Immutable;
using DistributedSystems.Benchmarks.Idle;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Benchmarks.Overhead;

/// <summary>
/// Where the rules' own time goes: each action of each rule on its own clock, on one thread, the lowest of several rounds; beside it what the same clocks say of
/// idle twins, whose actions are called as often and do nothing. What the driver does around an action is in neither. Reading the clock takes some 40 ns a call,
/// most of what a quick call shows, and all that a twin's shows.
/// </summary>
internal static class ActionTimes
{
    public static async Task Print(Func<CSharpCompilation> fresh, int rounds)
    {
        var rules = Timed(Pack.Analyzers);
        var twins = Timed(IdleTwin.Of(Pack.Analyzers, fresh()));
        var (ofRules, ofTwins, compile) = (new Lowest(), new Lowest(), double.MaxValue);
        for (var round = -2; round < rounds; round++)
        {
            // The first rounds compile the code under measurement.
            await Measure(fresh(), rules, round < 0 ? null : ofRules);
            await Measure(fresh(), twins, round < 0 ? null : ofTwins);
            compile = Math.Min(compile, (await Measurement.Of(() => Task.FromResult(fresh().GetDiagnostics()))).ProcessorMilliseconds);
        }

        Console.WriteLine($"{fresh().AssemblyName}, {fresh().SyntaxTrees.Sum(tree => tree.GetText().Lines.Count)} lines, {rounds} rounds");
        Console.WriteLine();
        Console.WriteLine("| rule | action | quick calls | ns each | slow calls | µs each | ms in slow calls | ms in all |");
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var ((rule, kind), time) in ofRules.OrderByDescending(entry => Total(entry.Value)))
        {
            Console.WriteLine(
                FormattableString.Invariant(
                    $"| {rule} | {kind} | {time.QuickCalls} | {1000 * time.QuickMicroseconds / Math.Max(1, time.QuickCalls):F0} | {time.SlowCalls} | {time.SlowMicroseconds / Math.Max(1, time.SlowCalls):F0} | {time.SlowMicroseconds / 1000:F1} | {Total(time) / 1000:F1} |"
                )
            );
        }

        var own = (ofRules.Values.Sum(Total) - ofTwins.Values.Sum(Total)) / 1000;
        Console.WriteLine();
        Console.WriteLine("| | quick calls | ms | slow calls | ms |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        Console.WriteLine($"| the rules | {Cells(ofRules)} |");
        Console.WriteLine($"| their idle twins | {Cells(ofTwins)} |");
        Console.WriteLine();
        Console.WriteLine(
            FormattableString.Invariant(
                $"own work: {own:F1} ms, {100 * own / compile:F1} % of the compile, whose lowest processor time is {compile:F0} ms"
            )
        );
    }

    private static ImmutableArray<TimedRule> Timed(ImmutableArray<DiagnosticAnalyzer> analyzers) =>
        [.. analyzers.Select(analyzer => new TimedRule(analyzer))];

    private static async Task Measure(CSharpCompilation compilation, ImmutableArray<TimedRule> rules, Lowest? lowest)
    {
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            onAnalyzerException: null,
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false
        );
        GC.Collect();
        await compilation
            .WithOptions(Pack.WithEveryRule(compilation.Options))
            .WithAnalyzers([.. rules.Select(rule => (DiagnosticAnalyzer)rule)], options)
            .GetAllDiagnosticsAsync();
        foreach (var rule in rules)
        {
            foreach (var (kind, time) in rule.Times)
            {
                lowest?.Keep((rule.SupportedDiagnostics[0].Id + " " + rule.Name, kind), time);
            }

            rule.Forget();
        }
    }

    private static string Cells(Lowest times) =>
        FormattableString.Invariant(
            $"{times.Values.Sum(time => time.QuickCalls)} | {times.Values.Sum(time => time.QuickMicroseconds) / 1000:F1} | {times.Values.Sum(time => time.SlowCalls)} | {times.Values.Sum(time => time.SlowMicroseconds) / 1000:F1}"
        );

    private static double Total(TimedRule.ActionTime time) => time.QuickMicroseconds + time.SlowMicroseconds;

    /// <summary>The round in which each action took the least.</summary>
    private sealed class Lowest : Dictionary<(string Rule, string Kind), TimedRule.ActionTime>
    {
        public void Keep((string Rule, string Kind) action, TimedRule.ActionTime time)
        {
            if (!TryGetValue(action, out var low) || Total(time) < Total(low))
            {
                this[action] = time;
            }
        }
    }
}
