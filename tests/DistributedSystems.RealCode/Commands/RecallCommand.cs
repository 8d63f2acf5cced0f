using DistributedSystems.RealCode.Binding;
using DistributedSystems.RealCode.Checkouts;
using DistributedSystems.RealCode.Recall;

namespace DistributedSystems.RealCode.Commands;

/// <summary>Whether the pack would have said what public projects had to find out: the code as it was before each fix.</summary>
internal static class RecallCommand
{
    private const int AnalyzerThrew = 2;

    public static async Task<int> Execute(CommandLine line)
    {
        if (line.Arguments is not [var list])
        {
            throw new UsageException("recall wants one list of defects.");
        }

        var folder = line.Required("repositories");
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"There is no folder {folder}.");
        }

        var wanted = List(line.Value("rules"));
        var defects = HistoricalDefect
            .ReadAll(list)
            .Where(defect =>
                wanted is null || defect.Rules.Any(rule => wanted.Any(start => rule.StartsWith(start, StringComparison.Ordinal)))
            )
            .ToList();
        var (verdicts, exceptions) = await Judge(
            defects,
            new LocalRepositories(folder),
            line.Value("checkouts"),
            List(line.Value("packages")) ?? [],
            verdict => Console.WriteLine(Describe(verdict))
        );
        Console.WriteLine();
        Console.WriteLine(RecallTable.Of(verdicts));
        foreach (var exception in exceptions)
        {
            Console.WriteLine($"!! ANALYZER EXCEPTION {exception}");
        }

        return exceptions.Count > 0 ? AnalyzerThrew : 0;
    }

    private static string[]? List(string? text) => text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <param name="defects">What is judged.</param>
    /// <param name="repositories">The clones.</param>
    /// <param name="packages">Those of these that a checkout names are restored first.</param>
    /// <param name="judged">Hears of each as it is done.</param>
    /// <param name="kept">Where checkouts stay, to be read and used again; otherwise they are gone afterwards.</param>
    internal static async Task<(IReadOnlyList<Verdict> Verdicts, IReadOnlyList<string> Exceptions)> Judge(
        IEnumerable<HistoricalDefect> defects,
        LocalRepositories repositories,
        string? kept,
        IReadOnlyCollection<string> packages,
        Action<Verdict> judged
    )
    {
        var pack = AnalyzerPack.Of(rules: null);
        var verdicts = new List<Verdict>();
        var exceptions = new List<string>();
        foreach (var commit in defects.GroupBy(defect => (defect.Repository, defect.Parent)))
        {
            foreach (var verdict in await At(commit.Key.Repository, commit.Key.Parent, [.. commit]))
            {
                verdicts.Add(verdict);
                judged(verdict);
            }
        }

        return (verdicts, exceptions);

        async Task<IReadOnlyList<Verdict>> At(string repository, string parent, IReadOnlyList<HistoricalDefect> there)
        {
            if (repositories.Of(repository) is not { } past)
            {
                return [.. there.Select(defect => Verdict.NotJudged(defect, "no clone of it in the folder of repositories"))];
            }

            if (past.Resolve(parent) is not { } commit)
            {
                return [.. there.Select(defect => Verdict.NotJudged(defect, $"the clone has no commit {parent}"))];
            }

            var temporary = kept is null ? Directory.CreateTempSubdirectory("recall-") : null;
            try
            {
                var target = temporary?.FullName ?? Path.Combine(kept!, repository.Replace('/', '+') + "@" + commit[..10]);
                var missing = Directory.Exists(target) && temporary is null ? 0 : past.WriteTo(target, commit);
                if (missing > 0)
                {
                    Console.Error.WriteLine($"{repository}@{commit[..10]}: {missing} files are not in the clone; the rest is analysed.");
                }

                var checkout = Checkout.At(target);
                PackageRestore.Run(checkout, packages);
                var projects = new PastProjects(checkout, pack);
                var judgedHere = new List<Verdict>();
                foreach (var defect in there)
                {
                    judgedHere.Add(await projects.Judge(defect));
                }

                exceptions.AddRange(projects.Exceptions);
                return judgedHere;
            }
            finally
            {
                temporary?.Delete(recursive: true);
            }
        }
    }

    private static string Describe(Verdict verdict)
    {
        var defect = verdict.Defect;
        var lines = string.Join(
            ',',
            defect.Lines.Select(range => range.First == range.Last ? $"{range.First}" : $"{range.First}-{range.Last}")
        );
        var outcome = verdict.Outcome switch
        {
            Outcome.OtherLine => "other line",
            Outcome.OtherRule => "other rule",
            Outcome.NotJudged => "not judged",
            var other => other.ToString().ToLowerInvariant(),
        };
        var evidence = verdict.Evidence.Length > 0 ? $"\n           {verdict.Evidence}" : "";
        return $"{outcome, -10} {string.Join(',', defect.Rules)} {defect.Repository} {defect.Fix} {defect.Path}:{lines}{evidence}";
    }
}
