using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Promises;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Retries;

/// <summary>
/// Reports a retry loop after whose last failed attempt the function ends as if nothing had happened: it returns normally, or returns
/// success or a default value, and has done nothing but wait and log since the failure.
/// Silent where the outcome is told: by an exception, a result that says so, a <c>Try…</c> method, a state that is set.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ExhaustedRetryIsHidden : DistributedAnalyzer
{
    internal const string Id = "DIST2010";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Exhausted retry hides the failure",
        "When the last attempt of {0} has failed, '{1}' {2}: its caller takes that for success",
        Level.Warning
    );

    public ExhaustedRetryIsHidden()
        : base(Problem, Subject.RemoteCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Loop);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var loop = (ILoopOperation)context.Operation;
        if (
            (facts.RepeatedCalls.RetryIn(loop) ?? HelpersRetryIn(loop, facts)) is { } retried
            && facts.RetryLoops.HiddenExhaustionOf(retried.Call) is { } hidden
        )
        {
            context.Report(
                Diagnostic.Create(Problem, Places.OfLoop(loop), Evidence.Of(hidden.How), retried.Name, hidden.Function.Name, hidden.How)
            );
        }
    }

    /// <summary>A helper that runs again what it is given hides the failure whatever that is.</summary>
    private static RepeatedCall? HelpersRetryIn(ILoopOperation loop, CompilationFacts facts)
    {
        foreach (var repeated in facts.RepeatedCalls.UnknownBy(loop))
        {
            if (repeated.RunsDelegate && facts.RetryLoops.IsPaused(repeated))
            {
                return repeated;
            }
        }

        return null;
    }
}
