using System.Collections.Immutable;
using System.Globalization;
using DistributedSystems.CodeFixes;
using DistributedSystems.Fuzzing;
using DistributedSystems.RealCode.Binding;
using DistributedSystems.RealCode.Checkouts;
using DistributedSystems.RealCode.Findings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.RealCode.Commands;

/// <summary>
/// Applies the fixes to every finding, one by one and all of a project at once, and counts the compile errors each adds; writes, when asked,
/// what each changes. Nothing is written to the checkout.
/// </summary>
internal static class FixCommand
{
    public static ImmutableArray<CodeFixProvider> Fixers { get; } =
    [
        .. typeof(DistributedCodeFix)
            .Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(CodeFixProvider)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!),
    ];

    public static async Task<int> Execute(CommandLine line)
    {
        if (line.Arguments.Count == 0)
        {
            throw new UsageException("fix wants at least one checkout.");
        }

        var pack = AnalyzerPack.Of(line.Value("rules")?.Split(',') ?? Fixers.SelectMany(fixer => fixer.FixableDiagnosticIds).ToArray());
        var totals = new SortedDictionary<string, Counts>(StringComparer.Ordinal);
        using var diffs = line.Value("diff") is { } path ? new StreamWriter(path) : null;
        foreach (var folder in line.Arguments)
        {
            var checkout = Checkout.At(folder);
            PackageRestore.Run(checkout, line.Value("packages")?.Split(',') ?? []);
            var compilations = new LooseCompilation(checkout, new PackageCache());
            foreach (var checkoutProject in checkout.Projects.Where(project => !checkout.IsTest(project)))
            {
                Console.Error.WriteLine(checkout.PathOf(checkoutProject.Path));
                var project = FixTrial.ProjectOf(compilations.Of(checkoutProject), new AnalyzerOptions([]));
                var analysis = await ProjectAnalysis.Of(
                    (CSharpCompilation)(await project.GetCompilationAsync())!,
                    pack,
                    ProjectAnalysis.OptionsFor(includeTests: false, strict: line.Has("strict"))
                );
                foreach (var fixer in Fixers)
                {
                    var findings = analysis
                        .Findings.Where(finding =>
                            fixer.FixableDiagnosticIds.Contains(finding.Id) && project.GetDocument(finding.Location.SourceTree) is not null
                        )
                        .ToList();
                    if (findings.Count > 0)
                    {
                        var counts = totals.TryGetValue(findings[0].Id, out var known) ? known : totals[findings[0].Id] = new Counts();
                        await FixEach(project, fixer, findings, counts, checkout, diffs);
                        await FixAll(project, fixer, findings, counts);
                    }
                }
            }
        }

        Console.WriteLine(
            "| rule | findings | with an offer | fixes offered | compile | projects fixed as a whole | of them without a new error |"
        );
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var (rule, counts) in totals)
        {
            Console.WriteLine(
                $"| {rule} | {counts.Findings} | {counts.WithOffer} | {counts.Offered} | {counts.Compiles} | {counts.Projects} | {counts.CleanProjects} |"
            );
        }

        return totals.Values.All(counts => counts.Offered == counts.Compiles && counts.Projects == counts.CleanProjects) ? 0 : 1;
    }

    private static async Task FixEach(
        Project project,
        CodeFixProvider fixer,
        List<Diagnostic> findings,
        Counts counts,
        Checkout checkout,
        TextWriter? diffs
    )
    {
        foreach (var finding in findings)
        {
            counts.Findings++;
            var document = project.GetDocument(finding.Location.SourceTree)!;
            var actions = await FixTrial.AllOfferedFor(document, finding, fixer);
            counts.WithOffer += actions.Count > 0 ? 1 : 0;
            var place = $"{finding.Id} {checkout.PathOf(document.FilePath!)}({finding.Location.GetLineSpan().StartLinePosition.Line + 1})";
            if (actions.Count == 0 && diffs is not null)
            {
                await diffs.WriteAsync($"# {place}: no fix\n{About(finding)}\n");
            }

            foreach (var action in actions)
            {
                counts.Offered++;
                var changed = (await FixTrial.Apply(action, project.Solution)).GetDocument(document.Id)!;
                var added = (await FixTrial.ErrorsIn(changed)).Count - (await FixTrial.ErrorsIn(document)).Count;
                counts.Compiles += added <= 0 ? 1 : 0;
                if (added > 0)
                {
                    Console.WriteLine($"{place}: the fix adds {added} errors");
                }

                if (diffs is not null)
                {
                    await WriteDiff(diffs, place, finding, action.Title, document, changed);
                }
            }
        }
    }

    private static async Task WriteDiff(TextWriter diffs, string place, Diagnostic finding, string title, Document before, Document after)
    {
        await diffs.WriteAsync($"# {place}: {title}\n{About(finding)}");
        await diffs.WriteAsync($"--- {before.Name}\n+++ {after.Name}\n");
        await diffs.WriteAsync(UnifiedDiff.Of((await before.GetTextAsync()).ToString(), (await after.GetTextAsync()).ToString()) + "\n");
        await diffs.FlushAsync();
    }

    private static string About(Diagnostic finding) => $"# {finding.Severity}: {finding.GetMessage(CultureInfo.InvariantCulture)}\n";

    private static async Task FixAll(Project project, CodeFixProvider fixer, List<Diagnostic> findings, Counts counts)
    {
        foreach (var finding in findings)
        {
            var document = project.GetDocument(finding.Location.SourceTree)!;
            if (await FixTrial.OfferedFor(document, finding, fixer) is not { EquivalenceKey: { } key })
            {
                continue;
            }

            var context = new FixAllContext(
                document,
                fixer,
                FixAllScope.Project,
                key,
                fixer.FixableDiagnosticIds,
                new Known(findings),
                CancellationToken.None
            );
            if (await fixer.GetFixAllProvider()!.GetFixAsync(context) is { } action)
            {
                var changed = (await FixTrial.Apply(action, project.Solution)).GetProject(project.Id)!;
                counts.Projects++;
                counts.CleanProjects += await ErrorsIn(changed) <= await ErrorsIn(project) ? 1 : 0;
            }

            return;
        }
    }

    private static async Task<int> ErrorsIn(Project project) =>
        (await project.GetCompilationAsync())!.GetDiagnostics().Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    private sealed class Counts
    {
        public int Findings { get; set; }

        /// <summary>Findings for which at least one fix is offered.</summary>
        public int WithOffer { get; set; }

        public int Offered { get; set; }

        public int Compiles { get; set; }

        public int Projects { get; set; }

        public int CleanProjects { get; set; }
    }

    private sealed class Known(List<Diagnostic> findings) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult(findings.Where(finding => finding.Location.SourceTree?.FilePath == document.FilePath));

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(Enumerable.Empty<Diagnostic>());

        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(findings);
    }
}
