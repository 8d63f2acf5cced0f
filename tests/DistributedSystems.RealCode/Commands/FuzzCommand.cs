using System.Diagnostics;
using DistributedSystems.Benchmarks.Corpus;
using DistributedSystems.Fuzzing;
using DistributedSystems.Libraries;
using DistributedSystems.RealCode.Binding;
using DistributedSystems.RealCode.Checkouts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedSystems.RealCode.Commands;

/// <summary>
/// Damages files of checkouts, or generated ones, in memory, and lets the pack and its fixes look at them. What must hold is
/// <see cref="FuzzCase"/>'s.
/// </summary>
internal static class FuzzCommand
{
    private const int GeneratedLines = 20_000;

    private const int LongestFile = 60_000;

    private const int Donors = 300;

    public static async Task<int> Execute(CommandLine line)
    {
        var pack = AnalyzerPack.Of(rules: null);
        var subjects = line.Arguments.Count == 0 ? Generated(pack) : line.Arguments.SelectMany(folder => SubjectsIn(folder, pack)).ToList();
        var step = Math.Max(1, subjects.Count / Donors);
        var donors = subjects.Where((_, index) => index % step == 0).Select(subject => subject.Read().Tree.ToString()).ToList();
        var (seed, count, minutes) = (line.Number("seed", 1), line.Number("count", int.MaxValue), line.Number("minutes", 10));
        var clock = Stopwatch.StartNew();
        var last = seed;
        var seen = await new Fuzzer(subjects, donors, new FuzzedPack(pack.Analyzers, FixCommand.Fixers)).Run(
            Enumerable
                .Range(seed, Math.Min(count, int.MaxValue - seed))
                .TakeWhile(number => clock.Elapsed < TimeSpan.FromMinutes(minutes))
                .Select(Started),
            Console.WriteLine
        );

        Console.WriteLine(
            $"{last - seed + 1} cases from {seed} over {subjects.Count} files, {clock.Elapsed.TotalMinutes:F1} minutes, {seen.Values.Sum()} failures"
        );
        foreach (var (signature, times) in seen)
        {
            Console.WriteLine($"{times, 6} {signature}");
        }

        return seen.Count > 0 ? 1 : 0;

        // Said before the work: should the process die of a full stack, this is the case it died on.
        int Started(int number)
        {
            Console.Error.Write($"\r{last = number} ");
            return number;
        }
    }

    private static IReadOnlyList<FuzzSubject> Generated(AnalyzerPack pack)
    {
        var trees = CorpusSource
            .Files(GeneratedLines)
            .Select(file => CSharpSyntaxTree.ParseText(file.Text, new CSharpParseOptions(LanguageVersion.Preview), file.Path))
            .ToList();
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, specificDiagnosticOptions: pack.Options);
        var compilation = CSharpCompilation.Create("Generated", trees, Framework.References, options);
        return [.. trees.Select(tree => new FuzzSubject(tree.FilePath, () => (compilation, tree)))];
    }

    // Asynchronous code is what most rules are about.
    private static IEnumerable<FuzzSubject> SubjectsIn(string folder, AnalyzerPack pack)
    {
        var checkout = Checkout.At(folder);
        var compilations = new LooseCompilation(checkout, new PackageCache());
        return checkout
            .Projects.Where(project => !checkout.IsTest(project))
            .SelectMany(project =>
            {
                var compilation = compilations.Of(project);
                compilation = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(pack.Options));
                return compilation
                    .SyntaxTrees.Where(tree =>
                        tree.Length < LongestFile && tree.GetRoot().DescendantTokens().Any(token => token.IsKind(SyntaxKind.AwaitKeyword))
                    )
                    .Select(tree => new FuzzSubject(checkout.PathOf(tree.FilePath), () => (compilation, tree)));
            });
    }
}
