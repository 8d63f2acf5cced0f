using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Calls;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Retries;

/// <summary>
/// Reports a retry loop that keeps the exception of a failed attempt and throws or returns it after a later attempt has succeeded, one that goes
/// round after success as well, and one in which an answer that tells of success leads to another attempt: what was carried out is carried
/// out again.
/// Silent where success returns before that, or forgets what was kept, and for polls, which change nothing.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SuccessIsTakenForFailure : DistributedAnalyzer
{
    internal const string Id = "DIST2017";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(Id, "Retry takes success for failure", "{0}", Level.Warning);

    public SuccessIsTakenForFailure()
        : base(Problem, Subject.RemoteCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Loop);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var loop = (ILoopOperation)context.Operation;
        foreach (var repeated in facts.RepeatedCalls.By(loop).Concat(facts.RepeatedCalls.UnknownBy(loop)))
        {
            if (
                repeated.IsRetried
                && (repeated.IsRemote || (repeated.RunsDelegate && facts.RetryLoops.IsPaused(repeated)))
                && facts.StaleFailures.KeptBeyondSuccess(repeated) is { } kept
            )
            {
                Report(
                    context,
                    loop,
                    "nothing forgets it on success",
                    $"'{kept.Name}' still holds the failure of an earlier attempt after {repeated.Name} has succeeded, and is thrown or returned all the same"
                );
                return;
            }
        }

        if (facts.Successes.RepeatedAfterSuccess(loop) is { } endless)
        {
            Report(
                context,
                loop,
                "success does not leave the loop",
                $"This loop runs {endless.Name} again after it has succeeded: nothing but the number of attempts ends it"
            );
        }
        else if (facts.Successes.SuccessThatGoesRound(loop) is var (done, code))
        {
            Report(
                context,
                loop,
                "a success goes round",
                $"This loop makes {done.Name} again after a {OutcomeCodes.Name(code)}, which says that it has been carried out"
            );
        }
    }

    private static void Report(OperationContext context, ILoopOperation loop, string evidence, string message) =>
        context.Report(Diagnostic.Create(Problem, Places.OfLoop(loop), Evidence.Of(evidence), message));
}
