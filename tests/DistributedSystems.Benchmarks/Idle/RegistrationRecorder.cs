using System.Collections.Immutable;
using DistributedSystems.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Benchmarks.Idle;

/// <summary>Lets a rule register and keeps, for each action, a registration of the same kind that does nothing.</summary>
internal sealed class RegistrationRecorder : CompilationStartAnalysisContext
{
    private readonly ImmutableArray<Action<CompilationStartAnalysisContext>>.Builder registrations = ImmutableArray.CreateBuilder<
        Action<CompilationStartAnalysisContext>
    >();

    private RegistrationRecorder(Compilation compilation)
        : base(compilation, new AnalyzerOptions([]), CancellationToken.None) { }

    public static ImmutableArray<Action<CompilationStartAnalysisContext>> RegistrationsOf(DistributedAnalyzer rule, Compilation compilation)
    {
        var recorder = new RegistrationRecorder(compilation);
        rule.Initialize(new StartRecorder(recorder));
        return recorder.registrations.ToImmutable();
    }

    public override void RegisterOperationAction(Action<OperationAnalysisContext> action, ImmutableArray<OperationKind> operationKinds) =>
        registrations.Add(start => start.RegisterOperationAction(_ => { }, operationKinds));

    public override void RegisterSyntaxNodeAction<TLanguageKindEnum>(
        Action<SyntaxNodeAnalysisContext> action,
        ImmutableArray<TLanguageKindEnum> syntaxKinds
    ) => registrations.Add(start => start.RegisterSyntaxNodeAction(_ => { }, syntaxKinds));

    public override void RegisterSymbolAction(Action<SymbolAnalysisContext> action, ImmutableArray<SymbolKind> symbolKinds) =>
        registrations.Add(start => start.RegisterSymbolAction(_ => { }, symbolKinds));

    // What an inner start action would register depends on the code; its twin registers one action of the outermost kind.
    public override void RegisterSymbolStartAction(Action<SymbolStartAnalysisContext> action, SymbolKind symbolKind) =>
        registrations.Add(start => start.RegisterSymbolStartAction(_ => { }, symbolKind));

    public override void RegisterOperationBlockStartAction(Action<OperationBlockStartAnalysisContext> action) =>
        registrations.Add(start => start.RegisterOperationBlockStartAction(_ => { }));

    public override void RegisterCodeBlockStartAction<TLanguageKindEnum>(Action<CodeBlockStartAnalysisContext<TLanguageKindEnum>> action) =>
        registrations.Add(start => start.RegisterCodeBlockStartAction<TLanguageKindEnum>(_ => { }));

    public override void RegisterOperationBlockAction(Action<OperationBlockAnalysisContext> action) =>
        registrations.Add(start => start.RegisterOperationBlockAction(_ => { }));

    public override void RegisterCodeBlockAction(Action<CodeBlockAnalysisContext> action) =>
        registrations.Add(start => start.RegisterCodeBlockAction(_ => { }));

    public override void RegisterSemanticModelAction(Action<SemanticModelAnalysisContext> action) =>
        registrations.Add(start => start.RegisterSemanticModelAction(_ => { }));

    public override void RegisterSyntaxTreeAction(Action<SyntaxTreeAnalysisContext> action) =>
        registrations.Add(start => start.RegisterSyntaxTreeAction(_ => { }));

    public override void RegisterAdditionalFileAction(Action<AdditionalFileAnalysisContext> action) =>
        registrations.Add(start => start.RegisterAdditionalFileAction(_ => { }));

    public override void RegisterCompilationEndAction(Action<CompilationAnalysisContext> action) =>
        registrations.Add(start => start.RegisterCompilationEndAction(_ => { }));

    private sealed class StartRecorder(RegistrationRecorder recorder) : StartOnlyContext
    {
        public override void RegisterCompilationStartAction(Action<CompilationStartAnalysisContext> action) => action(recorder);

        public override void EnableConcurrentExecution() { }

        public override void ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags analysisMode) { }
    }
}
