using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Promises;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Retries;

/// <summary>
/// Reports when a retry also repeats what cannot succeed: a cancellation the caller asked for, swallowed by a catch that goes round; and,
/// as information, every exception there is, permanent failures and programming errors among them.
/// Silent where the token is looked at on the way round or the next delay rethrows the cancellation.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RetryRepeatsTheFutile : DistributedAnalyzer
{
    internal const string Id = "DIST2005";

    /// <summary>Decision for the fixer: the token that tells whether cancellation was asked for.</summary>
    internal const string Token = "fix.token";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Retry also repeats cancellation or permanent failures",
        "{0}",
        Level.Warning
    );

    public RetryRepeatsTheFutile()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.RemoteCalls.MayOccur)
        {
            start.On(
                facts,
                context => AnalyzeCode(context, facts),
                OperationKind.Loop,
                OperationKind.CatchClause,
                OperationKind.Branch,
                OperationKind.Invocation
            );
        }

        if (facts.Catalog.HasStrategies)
        {
            start.On(facts, context => AnalyzePolicy(context, facts), OperationKind.Invocation);
        }
    }

    private static void AnalyzeCode(OperationContext context, CompilationFacts facts)
    {
        foreach (var repeated in facts.RepeatedCalls.At(context.Operation, context.ContainingSymbol))
        {
            if (ReportSwallowed(context, facts, repeated))
            {
                return;
            }

            if (repeated.IsRetried && repeated.Rounds is not 2 && RetryLoops.CatchOfEverything(repeated) is { } everything)
            {
                Report(
                    context,
                    Places.OfRetry(everything),
                    DiagnosticSeverity.Info,
                    $"Every exception leads back to {repeated.Name}, also those that no repetition cures"
                );
                return;
            }

            if (!repeated.EndsWithSuccess)
            {
                continue;
            }

            foreach (var futile in facts.RetryLoops.PermanentFailuresRepeated(repeated))
            {
                Report(
                    context,
                    Places.OfRetry(futile.Place),
                    DiagnosticSeverity.Info,
                    $"{repeated.Name} is repeated after {futile.Name}, which no repetition cures"
                );
            }
        }

        // Whatever it is that was cancelled, its caller keeps waiting.
        if (context.Operation is ILoopOperation loop)
        {
            foreach (var repeated in facts.RepeatedCalls.UnknownBy(loop))
            {
                if (ReportSwallowed(context, facts, repeated))
                {
                    return;
                }
            }
        }
    }

    private static bool ReportSwallowed(OperationContext context, CompilationFacts facts, RepeatedCall repeated)
    {
        if (facts.RetryLoops.CatchThatSwallowsCancellation(repeated) is not var (swallowing, isSure))
        {
            return false;
        }

        Report(
            context,
            Places.OfRetry(swallowing),
            isSure ? Problem.DefaultSeverity : DiagnosticSeverity.Info,
            repeated.Rounds == 2 && repeated.Again is not null
                ? $"The catch also takes the cancellation of {repeated.Name} and makes it once more: the caller who cancelled keeps waiting"
                : $"The catch also takes the cancellation of {repeated.Name} and goes round: the caller who cancelled keeps waiting",
            facts.RetryLoops.TokenOf(repeated)
        );
        return true;
    }

    private static void AnalyzePolicy(OperationContext context, CompilationFacts facts)
    {
        if (facts.Policies.PolicyOf((IInvocationOperation)context.Operation) is not { } policy)
        {
            return;
        }

        foreach (var (permanent, failure) in facts.Policies.PermanentFailuresHandledBy(policy))
        {
            if (policy.HandlesRemoteFailures || facts.Pipelines.RunsRemoteCalls(policy))
            {
                Report(
                    context,
                    Places.OfCall(permanent),
                    DiagnosticSeverity.Info,
                    $"The policy repeats after {failure}, which no repetition cures"
                );
            }
        }

        if (policy.HandlesEverything is { } clause && facts.Pipelines.RepeatsRemoteCalls(policy))
        {
            Report(
                context,
                Places.OfCall(clause),
                DiagnosticSeverity.Info,
                "The policy repeats after every exception, also after those that no repetition cures"
            );
        }
    }

    private static void Report(
        OperationContext context,
        Location place,
        DiagnosticSeverity severity,
        string message,
        string? token = null
    ) =>
        context.Report(
            Diagnostic.Create(
                Problem,
                place,
                severity,
                additionalLocations: null,
                token is null ? Evidence.Of(message) : Evidence.Of(message).Add(Token, token),
                message
            )
        );
}
