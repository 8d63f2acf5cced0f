using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Promises;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Retries;

/// <summary>
/// Reports when an operation whose every execution adds its effect again is repeated after a failure that leaves open whether
/// it was carried out: by a loop, by a catch, or by a resilience pipeline; the operation itself or a method of the project that
/// performs it. A retry among the message handlers of a registered HTTP client, and one that a message bus runs its handlers in, is
/// reported where it is registered.
/// Silent when an idempotency key or a precondition guards it, when only failures that prove non-execution are retried, and
/// when what is repeated is another operation: the next item, the next poll.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NonIdempotentOperationIsRetried : DistributedAnalyzer
{
    internal const string Id = "DIST2001";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Non-idempotent operation is retried",
        "{0} may take effect more than once: {1} repeats it{2} after failures that do not tell whether it was carried out, and it has no idempotency key",
        Level.Warning
    );

    public NonIdempotentOperationIsRetried()
        : base(Problem, Subject.AccumulatingCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var invocation = (IInvocationOperation)context.Operation;
        if (facts.RegisteredRetries.IsAboutClientBuilder(invocation))
        {
            AnalyzeRegistration(context, facts, invocation);
        }
        else if (facts.Redelivery.HasMessageBus && facts.Redelivery.RedeliveryAt(invocation) is { } redelivery)
        {
            AnalyzeRedelivery(context, facts, redelivery);
        }
        else if (facts.RemoteCalls.OperationOf(invocation) is { } call)
        {
            if (
                call.MayAccumulate
                && (
                    (facts.Retries.MayBeRepeated(invocation) ? facts.Retries.Around(invocation) : null)
                    ?? facts.Redelivery.ChannelRetryOf(invocation)
                )
                    is { } retry
                && facts.Replays.Of(call) is { Replay: Replay.Accumulates } replay
                && !facts.Retries.IsRepeatedAsOneTransaction(invocation, retry)
            )
            {
                Report(context, retry, Evidence.Of(call, replay.Evidence), $"'{call.Name}'", reached: null);
            }
        }
        else if (facts.Retries.AccumulatingChoiceIn(invocation) is { } chosen)
        {
            Report(context, chosen.Retry, new Reach(chosen.Call, ImmutableArray<string>.Empty));
        }
        else if (facts.Reachability.MayReach(invocation))
        {
            AnalyzeReach(context, facts, invocation);
        }
    }

    private static void AnalyzeReach(OperationContext context, CompilationFacts facts, IInvocationOperation invocation)
    {
        var found =
            facts.Retries.MayBeRepeated(invocation)
            && facts.Reachability.ReachOf(invocation, Effect.Accumulates) is { } reach
            && facts.Retries.Around(invocation) is { } around
                ? (around, reach)
                : facts.Retries.RetryOfNamedFunction(invocation);
        if (
            found is var (retry, repeated)
            && !Replays.RecognisesDuplicates(invocation)
            && !facts.Retries.IsRepeatedAsOneTransaction(repeated.Call.Invocation, retry)
        )
        {
            Report(context, retry, repeated);
        }
    }

    private static void AnalyzeRegistration(OperationContext context, CompilationFacts facts, IInvocationOperation added)
    {
        foreach (var (registration, retry) in facts.RegisteredRetries.RegisteredRetriesAt(added))
        {
            if (
                retry is { RepeatsUnsafeMethods: true, IsHedging: false }
                && facts.ProtectedClients.AccumulatingCallThrough(registration) is var (call, replay, method)
            )
            {
                ReportAtRegistration(context, call, call.Invocation, replay.Evidence, method, retry.Description, retry.Times);
                return;
            }
        }
    }

    private static void AnalyzeRedelivery(OperationContext context, CompilationFacts facts, HandlerRedelivery redelivery)
    {
        if (facts.Redelivery.AccumulatingCallIn(redelivery) is var (written, call, method))
        {
            ReportAtRegistration(context, call, written, $"it is called by '{method}'", method, redelivery.Description, redelivery.Times);
        }
    }

    private static void ReportAtRegistration(
        OperationContext context,
        RemoteCall call,
        IInvocationOperation written,
        string evidence,
        string method,
        string retry,
        string times
    ) =>
        context.Report(
            Diagnostic.Create(
                Problem,
                Places.OfCall((IInvocationOperation)context.Operation),
                new[] { written.Syntax.GetLocation() },
                Evidence.Of(call, evidence),
                $"'{call.Name}' in '{method}'",
                retry,
                times
            )
        );

    private static void Report(OperationContext context, RetryScope retry, Reach reach)
    {
        var way = reach.Describe((IInvocationOperation)context.Operation);
        Report(context, retry, Evidence.Of(reach.Call, way), way + " and", reach.Call.Invocation.Syntax.GetLocation());
    }

    private static void Report(
        OperationContext context,
        RetryScope retry,
        ImmutableDictionary<string, string?> evidence,
        string name,
        Location? reached
    ) =>
        context.Report(
            Diagnostic.Create(
                Problem,
                context.Operation.Syntax.GetLocation(),
                reached is null ? new[] { retry.Place.GetLocation() } : new[] { retry.Place.GetLocation(), reached },
                evidence,
                name,
                retry.Description,
                retry.Times
            )
        );
}
