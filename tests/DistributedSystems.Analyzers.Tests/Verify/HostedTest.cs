using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

namespace DistributedSystems.Analyzers.Tests.Verify;

/// <summary>
/// The test framework's run over one piece of code, with our own checks on top of it: each diagnostic is local to its file, and the same
/// on one thread and in a second run; a fix is named, and named the same each time.
/// </summary>
internal sealed class HostedTest<TAnalyzer, TCodeFix> : CSharpCodeFixTest<TAnalyzer, TCodeFix, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TCodeFix : CodeFixProvider, new()
{
    private const string Folder = "/0/";
    private const string MarkedFile = Folder + "File0.cs";

    // The framework resolves references through NuGet while the test runs; those of a setup are restored before.
    private static readonly ReferenceAssemblies NoReferences = new("net10.0");

    private readonly Setup setup;
    private readonly DiagnosticSeverity? severity;
    private readonly List<Run> runs = [];

    /// <param name="marked">The code, with its marks.</param>
    /// <param name="setup">What it is compiled with.</param>
    /// <param name="severity">The severity that every diagnostic must have; by default any.</param>
    public HostedTest(string marked, Setup setup, DiagnosticSeverity? severity = null)
    {
        this.setup = setup;
        this.severity = severity;
        ReferenceAssemblies = NoReferences;
        CompilerDiagnostics = setup.AllowCompileErrors ? CompilerDiagnostics.None : CompilerDiagnostics.Errors;

        // Generated code and suppression have tests of their own, over the example of every rule: to look at every snippet once more for each would double the time.
        TestBehaviors = TestBehaviors.SkipGeneratedCodeCheck | TestBehaviors.SkipSuppressionCheck;
        CodeActionVerifier = AssertNamed;
        Fill(TestState, marked);
    }

    /// <summary>What the fix makes of the code, with marks where diagnostics remain.</summary>
    public HostedTest<TAnalyzer, TCodeFix> FixedTo(string marked)
    {
        Fill(FixedState, marked);
        return this;
    }

    protected override async Task RunImplAsync(CancellationToken cancellationToken)
    {
        await base.RunImplAsync(cancellationToken);

        // The first run is over the code as it stands, the last over the fixed code.
        foreach (var run in new[] { runs[0], runs[^1] }.Distinct())
        {
            await Analysis.AssertSameOneByOne(run.Compilation, run.Analyzers, run.Options, run.Found);
        }
    }

    protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(setup.Language);

    protected override CompilationOptions CreateCompilationOptions() => Analysis.Options(setup);

    // Rules are on as in a project, unless the setup says otherwise.
    protected override Project ApplyCompilationOptions(Project project) => project;

    protected override Task<Workspace> CreateWorkspaceImplAsync() =>
        Task.FromResult<Workspace>(new AdhocWorkspace(MefHostServices.DefaultHost));

    protected override async Task<(Compilation compilation, ImmutableArray<Diagnostic> generatorDiagnostics)> GetProjectCompilationAsync(
        Project project,
        IVerifier verifier,
        CancellationToken cancellationToken
    )
    {
        var trees = await Task.WhenAll(project.Documents.Select(document => document.GetSyntaxTreeAsync(cancellationToken)));
        var compilation = Analysis.EmptyCompilation(setup);

        // Severities that an .editorconfig gives are known to the project's options alone.
        return (
            compilation
                .WithOptions(compilation.Options.WithSyntaxTreeOptionsProvider(project.CompilationOptions!.SyntaxTreeOptionsProvider))
                .AddSyntaxTrees(trees.OfType<SyntaxTree>()),
            []
        );
    }

    protected override CompilationWithAnalyzers CreateCompilationWithAnalyzers(
        Compilation compilation,
        ImmutableArray<DiagnosticAnalyzer> analyzers,
        AnalyzerOptions options,
        CancellationToken cancellationToken
    )
    {
        lock (runs)
        {
            runs.Add(new Run(compilation, analyzers, options));
        }

        return base.CreateCompilationWithAnalyzers(compilation, analyzers, options, cancellationToken);
    }

    protected override ImmutableArray<(Project project, Diagnostic diagnostic)> FilterDiagnostics(
        ImmutableArray<(Project project, Diagnostic diagnostic)> diagnostics
    )
    {
        var filtered = base.FilterDiagnostics(diagnostics);
        lock (runs)
        {
            // Of the runs that go on at once, while fixes are tried, none is looked at.
            runs[^1].Found =
            [
                .. filtered
                    .Select(found => found.diagnostic)
                    .Where(diagnostic => !diagnostic.Descriptor.CustomTags.Contains(WellKnownDiagnosticTags.Compiler)),
            ];
        }

        return filtered;
    }

    private void Fill(SolutionState state, string marked)
    {
        var (source, expected) = Markup.Parse(marked);
        state.MarkupHandling = MarkupMode.None;
        state.OutputKind = setup.Output;
        state.DocumentationMode = DocumentationMode.Parse;
        state.Sources.Add((MarkedFile, source));
        for (var index = 0; index < setup.OtherFiles.Length; index++)
        {
            state.Sources.Add(($"{Folder}File{index + 1}.cs", setup.OtherFiles[index]));
        }

        if (Analysis.HasGlobalUsings(setup))
        {
            state.Sources.Add((Folder + "GlobalUsings.cs", Analysis.GlobalUsings));
        }

        foreach (var (path, text) in setup.AdditionalFiles)
        {
            state.AdditionalFiles.Add((path, text));
        }

        if (setup.GlobalOptions.Count > 0)
        {
            state.AnalyzerConfigFiles.Add(
                (
                    Folder + ".globalconfig",
                    "is_global = true\n" + string.Concat(setup.GlobalOptions.Select(option => $"{option.Key} = {option.Value}\n"))
                )
            );
        }

        if (setup.EditorConfig is not null)
        {
            state.AnalyzerConfigFiles.Add((Folder + ".editorconfig", setup.EditorConfig));
        }

        state.AdditionalReferences.AddRange(Analysis.EmptyCompilation(setup).References);
        var lines = SourceText.From(source).Lines;
        state.ExpectedDiagnostics.AddRange(
            expected.Select(mark =>
                new DiagnosticResult(mark.Id ?? new TAnalyzer().SupportedDiagnostics[0].Id, severity ?? DiagnosticSeverity.Warning)
                    .WithOptions(
                        severity is null
                            ? DiagnosticOptions.IgnoreSeverity | DiagnosticOptions.IgnoreAdditionalLocations
                            : DiagnosticOptions.IgnoreAdditionalLocations
                    )
                    .WithSpan(new FileLinePositionSpan(MarkedFile, lines.GetLinePositionSpan(mark.Span)))
            )
        );
    }

    // A person chooses by the title; by the key a host knows which of the actions, wherever they are offered, FixAll is to run.
    private static void AssertNamed(CodeAction action, IVerifier verifier)
    {
        verifier.True(
            action.Title.Length > 1 && char.IsUpper(action.Title[0]) && !action.Title.EndsWith('.') && !action.Title.Contains('\n'),
            $"'{action.Title}' is no title."
        );
        verifier.Equal(typeof(TCodeFix).Name, action.EquivalenceKey);
    }

    private sealed class Run(Compilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers, AnalyzerOptions options)
    {
        public Compilation Compilation { get; } = compilation;

        public ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } = analyzers;

        public AnalyzerOptions Options { get; } = options;

        public ImmutableArray<Diagnostic> Found { get; set; } = [];
    }
}
