using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Benchmarks.Overhead;

/// <summary>
/// Where the rules' own time goes: each action of each rule on its own clock, on one thread, the lowest of several rounds. What the driver does around an action
/// is not in it. Reading the clock takes some 40 ns a call, most of what a quick call shows.
/// </summary>
internal static class ActionTimes
{
    public static async Task Print(Func<CSharpCompilation> fresh, int rounds)
    {
        var rules = Pack.Analyzers.Select(rule => new TimedRule(rule)).ToImmutableArray();
        var lowest = new Dictionary<(string Rule, string Kind), TimedRule.ActionTime>();
        for (var round = -2; round < rounds; round++)
        {
            var compilation = fresh();
            var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
            GC.Collect();
            await compilation.WithOptions(Pack.WithEveryRule(compilation.Options))
                .WithAnalyzers([.. rules.Select(rule => (DiagnosticAnalyzer)rule)], options).GetAllDiagnosticsAsync();
            foreach (var rule in rules)
            {
                foreach (var (kind, time) in rule.Times)
                {
                    var key = (rule.SupportedDiagnostics[0].Id + " " + rule.Name, kind);
                    if (round >= 0 && (!lowest.TryGetValue(key, out var low) || Total(time) < Total(low)))
                    {
                        lowest[key] = time;
                    }
                }

                rule.Forget();
            }
        }

        Console.WriteLine($"{fresh().AssemblyName}, {fresh().SyntaxTrees.Sum(tree => tree.GetText().Lines.Count)} lines, {rounds} rounds");
        Console.WriteLine();
        Console.WriteLine("| rule | action | quick calls | ns each | slow calls | µs each | ms in slow calls | ms in all |");
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var ((rule, kind), time) in lowest.OrderByDescending(entry => Total(entry.Value)))
        {
            Console.WriteLine(FormattableString.Invariant(
                $"| {rule} | {kind} | {time.QuickCalls} | {1000 * time.QuickMicroseconds / Math.Max(1, time.QuickCalls):F0} | {time.SlowCalls} | {time.SlowMicroseconds / Math.Max(1, time.SlowCalls):F0} | {time.SlowMicroseconds / 1000:F1} | {Total(time) / 1000:F1} |"));
        }

        Console.WriteLine();
        Console.WriteLine(FormattableString.Invariant(
            $"quick calls: {lowest.Values.Sum(time => time.QuickCalls)}, {lowest.Values.Sum(time => time.QuickMicroseconds) / 1000:F1} ms; slow calls: {lowest.Values.Sum(time => time.SlowCalls)}, {lowest.Values.Sum(time => time.SlowMicroseconds) / 1000:F1} ms"));
    }

    private static double Total(TimedRule.ActionTime time) => time.QuickMicroseconds + time.SlowMicroseconds;
}
