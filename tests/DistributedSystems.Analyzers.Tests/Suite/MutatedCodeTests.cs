using System.Diagnostics;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.Fuzzing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.Analyzers.Tests.Suite;

/// <summary>
/// Whatever is typed: nothing throws, nothing hangs, and what is reported depends neither on concurrency nor on chance. Fixed cases here; as many as
/// there is time for with <c>FUZZ_MINUTES=10 FUZZ_SEED=1000 dotnet test --filter MutatedCodeTests</c>.
/// </summary>
public class MutatedCodeTests
{
    private const int Cases = 60;

    [Fact]
    public async Task No_mutation_of_the_suites_code_breaks_a_rule_or_a_fix()
    {
        var texts = ExamplesOfPages()
            .Concat(CodeOfTests())
            .Concat([BrokenCodeTests.Interesting, DeclaredCode.Text, CallingCode.Text, RepeatedCode.Text])
            .ToList();
        var setup = Pack.SwitchedOn(Pack.Analyzers);
        var subjects = texts
            .Select(
                (text, index) =>
                    new FuzzSubject(
                        $"text {index}",
                        () => Analysis.Compile(text, setup) is var compilation ? (compilation, compilation.SyntaxTrees[0]) : default
                    )
            )
            .ToList();
        var failures = new List<string>();
        await new Fuzzer(subjects, texts, new FuzzedPack(Pack.Analyzers, Pack.CodeFixes)).Run(Numbers(), failures.Add);
        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    private static IEnumerable<int> Numbers()
    {
        var (minutes, seed, cases) = (Number("FUZZ_MINUTES"), Number("FUZZ_SEED") ?? 1, Number("FUZZ_CASES") ?? Cases);
        var clock = Stopwatch.StartNew();
        for (var number = seed; minutes is { } limit ? clock.Elapsed < TimeSpan.FromMinutes(limit) : number < seed + cases; number++)
        {
            // A case that overflows the stack takes the whole process with it; this is how one learns which.
            if (Environment.GetEnvironmentVariable("FUZZ_JOURNAL") is { } journal)
            {
                File.AppendAllText(journal, $"{number} after {clock.Elapsed.TotalSeconds:F1} s\n");
            }

            yield return number;
        }
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : null;

    private static IEnumerable<string> ExamplesOfPages() =>
        Directory
            .GetFiles(Path.Combine(References.RepositoryRoot, "docs", "rules"), "DIST*.md")
            .Order(StringComparer.Ordinal)
            .SelectMany(page =>
                File.ReadAllText(page)
                    .ReplaceLineEndings("\n")
                    .Split("```csharp\n")
                    .Skip(1)
                    .Select(rest => Markup.Parse(rest.Split("```")[0]).Source)
            );

    /// <summary>The raw strings of the tests of rules: the defects and their nearest innocent neighbours.</summary>
    private static IEnumerable<string> CodeOfTests() =>
        Directory
            .GetFiles(
                Path.Combine(References.RepositoryRoot, "tests", "DistributedSystems.Analyzers.Tests", "Rules"),
                "*.cs",
                SearchOption.AllDirectories
            )
            .Order(StringComparer.Ordinal)
            .SelectMany(file =>
                CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes().OfType<LiteralExpressionSyntax>()
            )
            .Where(literal => literal.Token.IsKind(SyntaxKind.MultiLineRawStringLiteralToken))
            .Select(literal => Markup.Parse(literal.Token.ValueText).Source);
}
