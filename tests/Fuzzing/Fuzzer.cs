using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedSystems.Fuzzing;

/// <summary>A sound project and the file in it that is to be damaged; read when a case asks for it.</summary>
public sealed record FuzzSubject(string Name, Func<(CSharpCompilation Compilation, SyntaxTree Tree)> Read);

/// <summary>Cases by number: over the same code, the same number is the same case.</summary>
/// <param name="subjects">What is damaged.</param>
/// <param name="donors">Whose nodes are put into it.</param>
/// <param name="pack">What must stand it.</param>
public sealed class Fuzzer(IReadOnlyList<FuzzSubject> subjects, IReadOnlyList<string> donors, FuzzedPack pack)
{
    // All files of a project have one language version; a large project is not parsed anew for a case.
    private const int FewFiles = 3;

    private const int MostTrials = 300;

    private readonly SourceMutations mutations = new(donors);

    /// <summary>Runs one case after the other. Each failure is told once, with little more text than it needs.</summary>
    /// <returns>How often each failure was seen, by its signature.</returns>
    public async Task<IReadOnlyDictionary<string, int>> Run(IEnumerable<int> numbers, Action<string> tell)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var number in numbers)
        {
            var (subject, text, fuzzed) = CaseOf(number, text: null);
            if (
                await fuzzed.FailureOf(pack) is { } failure
                && (seen[failure.Signature] = seen.GetValueOrDefault(failure.Signature) + 1) == 1
            )
            {
                var (least, same) = failure.IsHang ? (text, failure) : await LeastOf(number, text, failure);
                tell($"case {number} over {subject}: {same.Signature}\n{same.Details}\n----\n{least}\n----");
            }
        }

        return seen;
    }

    /// <summary>The case of this number, or that case with another text.</summary>
    private (string Subject, string Text, FuzzCase Case) CaseOf(int number, string? text)
    {
        var random = new Random(number);
        var subject = subjects[random.Next(subjects.Count)];
        var (compilation, tree) = subject.Read();
        var language = Surroundings.Language(random);
        var parse =
            compilation.SyntaxTrees.Length <= FewFiles
                ? ((CSharpParseOptions)tree.Options).WithLanguageVersion(language)
                : (CSharpParseOptions)tree.Options;
        var references = Surroundings.References([.. compilation.References], random);
        var options = Surroundings.Options(random);
        text ??= mutations.Mutate(tree.ToString(), parse, random);
        var damaged = CSharpSyntaxTree.ParseText(text, parse, tree.FilePath);
        var others = compilation
            .SyntaxTrees.Where(other => other != tree)
            .Select(other => other.Options == parse ? other : other.WithRootAndOptions(other.GetRoot(), parse));
        return (
            subject.Name,
            text,
            new FuzzCase(
                compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(others.Prepend(damaged)).WithReferences(references),
                damaged,
                options
            )
        );
    }

    /// <summary>Takes away whatever the failure does not need: first large parts, then single lines.</summary>
    private async Task<(string Text, FuzzFailure Failure)> LeastOf(int number, string text, FuzzFailure failure)
    {
        var lines = text.Split('\n').ToList();
        var trials = 0;
        for (var size = Math.Max(1, lines.Count / 2); ; size = Math.Max(1, size / 2))
        {
            var shorter = false;
            for (var at = 0; at < lines.Count && trials < MostTrials; trials++)
            {
                var without = lines.Where((_, index) => index < at || index >= at + size).ToList();
                if (
                    await CaseOf(number, string.Join('\n', without)).Case.FailureOf(pack) is { } same
                    && same.Signature == failure.Signature
                )
                {
                    (lines, failure, shorter) = (without, same, true);
                }
                else
                {
                    at += size;
                }
            }

            if ((size == 1 && !shorter) || trials >= MostTrials)
            {
                return (string.Join('\n', lines), failure);
            }
        }
    }
}
