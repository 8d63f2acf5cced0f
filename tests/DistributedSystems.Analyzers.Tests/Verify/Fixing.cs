using System.Collections.Immutable;
using DistributedSystems.Fuzzing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Tests.Verify;

/// <summary>Applies code fixes in a workspace as a host would, one by one and all at once.</summary>
public static class Fixing
{
    private const int MostIterations = 50;

    public static async Task AssertFixed(DiagnosticAnalyzer analyzer, CodeFixProvider fixer, string source, string expected, Setup setup)
    {
        var iterated = await Iterate(analyzer, fixer, source, setup);
        Assert.Equal(Lines(expected), Lines(iterated));
        foreach (var scope in new[] { FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution })
        {
            Assert.Equal(Lines(expected), Lines(await All(analyzer, fixer, source, setup, scope)));
        }

        // A fix that leaves errors, or trades one defect of the pack for another, is none.
        await Analysis.DiagnosticsOf(Analysis.Compile(iterated, setup), [analyzer], setup);
    }

    /// <summary>The fixes offered for any diagnostic in the source.</summary>
    public static async Task<IReadOnlyList<CodeAction>> OfferedFor(DiagnosticAnalyzer analyzer, CodeFixProvider fixer, string source, Setup setup)
    {
        var document = Document(source, setup);
        var actions = new List<CodeAction>();
        foreach (var diagnostic in await DiagnosticsIn(document, analyzer, setup))
        {
            actions.AddRange(await ActionsFor(document, diagnostic, fixer));
        }

        return actions;
    }

    private static async Task<string> Iterate(DiagnosticAnalyzer analyzer, CodeFixProvider fixer, string source, Setup setup)
    {
        var document = Document(source, setup);
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            CodeAction? action = null;
            foreach (var diagnostic in await DiagnosticsIn(document, analyzer, setup))
            {
                action ??= (await ActionsFor(document, diagnostic, fixer)).FirstOrDefault();
            }

            if (action is null)
            {
                return (await document.GetTextAsync()).ToString();
            }

            document = (await FixTrial.Apply(action, document.Project.Solution)).GetDocument(document.Id)!;
        }

        throw new InvalidOperationException("The fix does not come to an end.");
    }

    private static async Task<string> All(DiagnosticAnalyzer analyzer, CodeFixProvider fixer, string source, Setup setup, FixAllScope scope)
    {
        var document = Document(source, setup);
        var first = (await DiagnosticsIn(document, analyzer, setup)).First(diagnostic => ActionsFor(document, diagnostic, fixer).Result.Count > 0);
        var action = (await ActionsFor(document, first, fixer))[0];
        Assert.NotNull(action.EquivalenceKey);
        var context = new FixAllContext(document, fixer, scope, action.EquivalenceKey!, fixer.FixableDiagnosticIds, new Diagnostics(analyzer, setup), CancellationToken.None);
        var fixAll = await fixer.GetFixAllProvider()!.GetFixAsync(context);
        Assert.NotNull(fixAll);
        return (await (await FixTrial.Apply(fixAll!, document.Project.Solution)).GetDocument(document.Id)!.GetTextAsync()).ToString();
    }

    private static Document Document(string source, Setup setup)
    {
        var solution = new AdhocWorkspace().CurrentSolution;
        var project = ProjectId.CreateNewId();
        var document = DocumentId.CreateNewId(project);
        solution = solution
            .AddProject(ProjectInfo.Create(project, VersionStamp.Default, "TestCode", "TestCode", LanguageNames.CSharp, compilationOptions: Analysis.Options(setup), parseOptions: new CSharpParseOptions(setup.Language), metadataReferences: Analysis.ReferencesOf(setup)))
            .AddDocument(document, "File0.cs", source, filePath: "/File0.cs")
            .AddDocument(DocumentId.CreateNewId(project), "GlobalUsings.cs", setup.Language.MapSpecifiedToEffectiveVersion() >= LanguageVersion.CSharp10 ? Analysis.GlobalUsings : "", filePath: "/GlobalUsings.cs");
        foreach (var (text, index) in setup.OtherFiles.Select((text, index) => (text, index)))
        {
            solution = solution.AddDocument(DocumentId.CreateNewId(project), $"Other{index}.cs", text, filePath: $"/Other{index}.cs");
        }

        return solution.GetDocument(document)!;
    }

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsIn(Document document, DiagnosticAnalyzer analyzer, Setup setup)
    {
        var tree = await document.GetSyntaxTreeAsync();
        var all = await Analysis.Run((await document.Project.GetCompilationAsync())!, [analyzer], setup, concurrent: true);
        return all.Where(diagnostic => diagnostic.Location.SourceTree == tree).ToImmutableArray();
    }

    private static async Task<IReadOnlyList<CodeAction>> ActionsFor(Document document, Diagnostic diagnostic, CodeFixProvider fixer)
    {
        var actions = new List<CodeAction>();
        await fixer.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return actions;
    }

    private static string Lines(string text) => text.ReplaceLineEndings("\n").Trim();

    private sealed class Diagnostics(DiagnosticAnalyzer analyzer, Setup setup) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            await DiagnosticsIn(document, analyzer, setup);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(Enumerable.Empty<Diagnostic>());

        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            await Analysis.Run((await project.GetCompilationAsync(cancellationToken))!, [analyzer], setup, concurrent: true);
    }
}
