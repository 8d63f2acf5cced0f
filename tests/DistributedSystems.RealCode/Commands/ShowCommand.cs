using DistributedSystems.RealCode.Findings;

namespace DistributedSystems.RealCode.Commands;

internal static class ShowCommand
{
    public static int Execute(CommandLine line)
    {
        if (line.Arguments.Count != 1)
        {
            throw new UsageException("show wants one file of findings.");
        }

        var (checkout, rule) = (line.Required("checkout"), line.Value("rule"));
        var (context, seed) = (line.Number("context", 6), line.Number("seed", 1));
        var all = FindingsFile.Read(line.Arguments[0]).Where(finding => rule is null || finding.Rule == rule).ToList();
        var chosen = Sample(all, line.Number("sample", 50), seed);
        for (var i = 0; i < chosen.Count; i++)
        {
            Console.WriteLine($"==== {i + 1}/{chosen.Count} {chosen[i].Rule} {chosen[i].Severity} {chosen[i].Path}:{chosen[i].Line}");
            Console.WriteLine($"     {chosen[i].Message}");
            PrintSource(Path.Combine(checkout, chosen[i].Path), chosen[i].Line, context);
            Console.WriteLine();
        }

        Console.WriteLine($"{chosen.Count} of {all.Count} findings");
        return 0;
    }

    /// <summary>The same findings for the same seed, and mostly the same ones after a change that adds or removes a few.</summary>
    private static IReadOnlyList<Finding> Sample(List<Finding> findings, int count, int seed)
    {
        var chosen = findings
            .OrderBy(finding => Snippet.Hash($"{seed} {finding.Key} {finding.Line}"), StringComparer.Ordinal)
            .Take(count)
            .ToHashSet();
        return findings.Where(chosen.Contains).ToList();
    }

    private static void PrintSource(string file, int line, int context)
    {
        if (!File.Exists(file))
        {
            Console.WriteLine("     (the file is not in the checkout)");
            return;
        }

        var lines = File.ReadAllLines(file);
        for (var i = Math.Max(1, line - context); i <= Math.Min(lines.Length, line + context); i++)
        {
            Console.WriteLine($"{(i == line ? ">>" : "  ")} {i, 5} {lines[i - 1]}");
        }
    }
}
