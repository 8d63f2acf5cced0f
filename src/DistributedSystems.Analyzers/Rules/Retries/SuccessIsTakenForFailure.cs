using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Retries;

/// <summary>
/// Reports a retry loop that keeps the exception of a failed attempt and throws or returns it after a later attempt has succeeded: its caller takes
/// success for failure, and mostly tries again.
/// Silent where success returns before that, or forgets what was kept.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SuccessIsTakenForFailure : DistributedAnalyzer
{
    internal const string Id = "DIST2017";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Retry takes success for failure",
        "'{0}' still holds the failure of an earlier attempt after {1} has succeeded, and is thrown or returned all the same",
        Level.Warning
    );

    public SuccessIsTakenForFailure()
        : base(Problem, Subject.RemoteCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Loop);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var loop = (ILoopOperation)context.Operation;
        foreach (var repeated in facts.RepeatedCalls.By(loop))
        {
            if (repeated.IsRetried && facts.StaleFailures.KeptBeyondSuccess(repeated) is { } kept)
            {
                context.Report(
                    Diagnostic.Create(Problem, Places.OfLoop(loop), Evidence.Of("nothing forgets it on success"), kept.Name, repeated.Name)
                );
                return;
            }
        }
    }
}
