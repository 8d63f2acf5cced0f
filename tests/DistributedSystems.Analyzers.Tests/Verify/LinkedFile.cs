using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Text;

namespace DistributedSystems.Analyzers.Tests.Verify;

/// <summary>One file that several projects compile: the targets of a multi-targeted project, or a file that is linked.</summary>
public static class LinkedFile
{
    /// <summary>
    /// What the first project's fixes make of the file, one text for each diagnostic that a fix is offered for. Each text must compile in
    /// all the projects.
    /// </summary>
    public static async Task<ImmutableArray<string>> FixedAsync<TAnalyzer, TCodeFix>(string source, params Setup[] projects)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TCodeFix : CodeFixProvider, new()
    {
        using var workspace = new AdhocWorkspace(MefHostServices.DefaultHost);
        var solution = workspace.CurrentSolution;
        var files = projects.Select(_ => DocumentId.CreateNewId(ProjectId.CreateNewId())).ToList();
        foreach (var (file, setup) in files.Zip(projects))
        {
            solution = solution
                .AddProject(
                    ProjectInfo.Create(
                        file.ProjectId,
                        VersionStamp.Default,
                        $"Project({setup.Target})",
                        "Project",
                        LanguageNames.CSharp,
                        compilationOptions: Analysis.Options(setup),
                        parseOptions: new CSharpParseOptions(
                            setup.Language,
                            preprocessorSymbols: setup.Target is Target.Current or Target.Net80 ? ["NET"] : []
                        ),
                        metadataReferences: Analysis.EmptyCompilation(setup).References
                    )
                )
                .AddDocument(file, "File.cs", SourceText.From(source), filePath: "/0/File.cs")
                .AddDocument(DocumentId.CreateNewId(file.ProjectId), "GlobalUsings.cs", SourceText.From(Analysis.GlobalUsings));
        }

        await AssertCompiles(solution);
        var first = solution.GetDocument(files[0])!;
        Assert.Equal(projects.Length - 1, first.GetLinkedDocumentIds().Length);
        var found = await Analysis.Run((await first.Project.GetCompilationAsync())!, [new TAnalyzer()], projects[0], concurrent: false);
        Assert.NotEmpty(found);
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var diagnostic in found)
        {
            var actions = new List<CodeAction>();
            await new TCodeFix().RegisterCodeFixesAsync(
                new CodeFixContext(first, diagnostic, (action, _) => actions.Add(action), CancellationToken.None)
            );
            foreach (var action in actions)
            {
                var operations = await action.GetOperationsAsync(CancellationToken.None);
                var text = await operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(files[0])!.GetTextAsync();
                await AssertCompiles(files.Aggregate(solution, (current, file) => current.WithDocumentText(file, text)));
                texts.Add(text.ToString());
            }
        }

        return texts.ToImmutable();
    }

    private static async Task AssertCompiles(Solution solution)
    {
        foreach (var project in solution.Projects)
        {
            Assert.Empty((await project.GetCompilationAsync())!.GetDiagnostics().Where(one => one.Severity == DiagnosticSeverity.Error));
        }
    }
}
