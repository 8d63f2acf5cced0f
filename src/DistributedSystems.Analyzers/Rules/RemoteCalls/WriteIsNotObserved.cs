using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.RemoteCalls;

/// <summary>
/// Reports when the task of a remote write is dropped: whether it succeeded is never known, and it may be cut off when the process ends.
/// Silent where the task is kept or given to somebody, where the started method handles failures itself, and for an explicit
/// fire-and-forget flag.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WriteIsNotObserved : DistributedAnalyzer
{
    internal const string Id = "DIST3003";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Outcome of a remote write is not observed",
        "Nobody learns the outcome of {0}: when it fails, or the process ends first, the write is lost without a trace",
        Level.Warning
    );

    public WriteIsNotObserved()
        : base(Problem, Subject.RemoteCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var invocation = (IInvocationOperation)context.Operation;
        if (facts.Observers.UnobservedWriteOf(invocation) is not { } write)
        {
            return;
        }

        var isReached = write.Call.Invocation != invocation;
        context.Report(
            Diagnostic.Create(
                Problem,
                invocation.Syntax.GetLocation(),
                isReached ? new[] { write.Call.Invocation.Syntax.GetLocation() } : null,
                Evidence.Of(write.Call, "its task is dropped"),
                isReached ? $"'{write.Call.Name}' (through '{Symbols.NameOf(invocation.TargetMethod)}')" : $"'{write.Call.Name}'"
            )
        );
    }
}
