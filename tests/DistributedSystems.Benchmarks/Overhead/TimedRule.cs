using System.Collections.Immutable;
using System.Diagnostics;
using DistributedSystems.Benchmarks.Idle;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

#pragma warning disable RS1012, RS1025, RS1026 // The rule itself does what these ask for, through the contexts that wrap the driver's.

namespace DistributedSystems.Benchmarks.Overhead;

/// <summary>One rule of the pack whose every action is timed by itself: for one thread at a time.</summary>
internal sealed class TimedRule(DiagnosticAnalyzer rule) : DiagnosticAnalyzer
{
    // Below this an action has asked a table or two; above, it has read code.
    private const double QuickMicroseconds = 5;

    private readonly Dictionary<string, ActionTime> times = [];

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => rule.SupportedDiagnostics;

    public string Name => rule.GetType().Name;

    public IReadOnlyDictionary<string, ActionTime> Times => times;

    public override void Initialize(AnalysisContext context) => rule.Initialize(new Context(context, this));

    public void Forget() => times.Clear();

    private void Time<T>(string kind, Action<T> action, T argument)
    {
        var from = Stopwatch.GetTimestamp();
        action(argument);

        // A time span would cut each call down to whole units of 100 ns, more than most of them take.
        var microseconds = (Stopwatch.GetTimestamp() - from) * 1e6 / Stopwatch.Frequency;
        ref var time = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(times, kind, out _);
        time =
            microseconds < QuickMicroseconds
                ? time with
                {
                    QuickCalls = time.QuickCalls + 1,
                    QuickMicroseconds = time.QuickMicroseconds + microseconds,
                }
                : time with
                {
                    SlowCalls = time.SlowCalls + 1,
                    SlowMicroseconds = time.SlowMicroseconds + microseconds,
                };
    }

    public readonly record struct ActionTime(int QuickCalls, double QuickMicroseconds, int SlowCalls, double SlowMicroseconds);

    private sealed class Context(AnalysisContext outer, TimedRule timed) : StartOnlyContext
    {
        public override void RegisterCompilationStartAction(Action<CompilationStartAnalysisContext> action) =>
            outer.RegisterCompilationStartAction(start => timed.Time("start", action, new Start(start, timed)));

        public override void EnableConcurrentExecution() => outer.EnableConcurrentExecution();

        public override void ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags analysisMode) =>
            outer.ConfigureGeneratedCodeAnalysis(analysisMode);
    }

    private sealed class Start(CompilationStartAnalysisContext outer, TimedRule timed)
        : CompilationStartAnalysisContext(outer.Compilation, outer.Options, outer.CancellationToken)
    {
        public override void RegisterOperationAction(Action<OperationAnalysisContext> action, ImmutableArray<OperationKind> operationKinds)
        {
            var kind = string.Join("+", operationKinds);
            outer.RegisterOperationAction(context => timed.Time(kind, action, context), operationKinds);
        }

        public override void RegisterSyntaxNodeAction<TLanguageKindEnum>(
            Action<SyntaxNodeAnalysisContext> action,
            ImmutableArray<TLanguageKindEnum> syntaxKinds
        ) => outer.RegisterSyntaxNodeAction(context => timed.Time("syntax", action, context), syntaxKinds);

        public override void RegisterSymbolAction(Action<SymbolAnalysisContext> action, ImmutableArray<SymbolKind> symbolKinds) =>
            outer.RegisterSymbolAction(context => timed.Time("symbol", action, context), symbolKinds);

        public override void RegisterSymbolStartAction(Action<SymbolStartAnalysisContext> action, SymbolKind symbolKind) =>
            outer.RegisterSymbolStartAction(context => timed.Time("symbol start", action, context), symbolKind);

        public override void RegisterOperationBlockStartAction(Action<OperationBlockStartAnalysisContext> action) =>
            outer.RegisterOperationBlockStartAction(context => timed.Time("block start", action, context));

        public override void RegisterCodeBlockStartAction<TLanguageKindEnum>(
            Action<CodeBlockStartAnalysisContext<TLanguageKindEnum>> action
        ) => outer.RegisterCodeBlockStartAction<TLanguageKindEnum>(context => timed.Time("code block start", action, context));

        public override void RegisterOperationBlockAction(Action<OperationBlockAnalysisContext> action) =>
            outer.RegisterOperationBlockAction(context => timed.Time("block", action, context));

        public override void RegisterCodeBlockAction(Action<CodeBlockAnalysisContext> action) =>
            outer.RegisterCodeBlockAction(context => timed.Time("code block", action, context));

        public override void RegisterSemanticModelAction(Action<SemanticModelAnalysisContext> action) =>
            outer.RegisterSemanticModelAction(context => timed.Time("model", action, context));

        public override void RegisterSyntaxTreeAction(Action<SyntaxTreeAnalysisContext> action) =>
            outer.RegisterSyntaxTreeAction(context => timed.Time("tree", action, context));

        public override void RegisterAdditionalFileAction(Action<AdditionalFileAnalysisContext> action) =>
            outer.RegisterAdditionalFileAction(context => timed.Time("file", action, context));

        public override void RegisterCompilationEndAction(Action<CompilationAnalysisContext> action) =>
            outer.RegisterCompilationEndAction(context => timed.Time("end", action, context));
    }
}
