using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Fuzzing;

/// <summary>Applies a fix in memory as a host would, and asks the compiler what it thinks of the result.</summary>
public static class FixTrial
{
    /// <summary>The compilation as a project, whose documents a fix can change.</summary>
    public static Project ProjectOf(CSharpCompilation compilation, AnalyzerOptions options)
    {
        var id = ProjectId.CreateNewId();
        var documents = compilation.SyntaxTrees.Select(tree =>
            DocumentInfo.Create(
                DocumentId.CreateNewId(id),
                Path.GetFileName(tree.FilePath),
                loader: TextLoader.From(TextAndVersion.Create(tree.GetText(), VersionStamp.Default, tree.FilePath)),
                filePath: tree.FilePath
            )
        );
        var additional = options.AdditionalFiles.Select(file =>
            DocumentInfo.Create(
                DocumentId.CreateNewId(id),
                Path.GetFileName(file.Path),
                loader: TextLoader.From(TextAndVersion.Create(file.GetText()!, VersionStamp.Default, file.Path)),
                filePath: file.Path
            )
        );
        return new AdhocWorkspace()
            .CurrentSolution.AddProject(
                ProjectInfo.Create(
                    id,
                    VersionStamp.Default,
                    compilation.AssemblyName!,
                    compilation.AssemblyName!,
                    LanguageNames.CSharp,
                    compilationOptions: compilation.Options,
                    parseOptions: (CSharpParseOptions?)compilation.SyntaxTrees.FirstOrDefault()?.Options,
                    documents: documents,
                    additionalDocuments: additional,
                    metadataReferences: compilation.References
                )
            )
            .GetProject(id)!;
    }

    /// <summary>The first fix that is offered for a finding, if any.</summary>
    public static async Task<CodeAction?> OfferedFor(Document document, Diagnostic finding, CodeFixProvider fixer) =>
        (await AllOfferedFor(document, finding, fixer)).FirstOrDefault();

    public static async Task<IReadOnlyList<CodeAction>> AllOfferedFor(Document document, Diagnostic finding, CodeFixProvider fixer)
    {
        var offered = new List<CodeAction>();
        await fixer.RegisterCodeFixesAsync(
            new CodeFixContext(document, finding, (action, _) => offered.Add(action), CancellationToken.None)
        );
        return offered;
    }

    public static async Task<Solution> Apply(CodeAction action, Solution solution)
    {
#if NEWEST_ROSLYN
        // Told the solution it starts from, the action also simplifies names and adds imports, as in a host.
        var operations = await action.GetOperationsAsync(solution, new Progress<CodeAnalysisProgress>(), CancellationToken.None);
#else
        var operations = await action.GetOperationsAsync(CancellationToken.None);
#endif
        return operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
    }

    public static async Task<IReadOnlyList<Diagnostic>> ErrorsIn(Document document) =>
        (await document.GetSemanticModelAsync())!
            .GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .ToList();
}
