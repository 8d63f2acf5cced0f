using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Retries;

/// <summary>
/// Reports an operation whose every execution adds its effect that is started a second time to have the faster answer: by a hedging
/// strategy, by the hedging
/// handler of an HTTP client, or by racing two calls of it. Both are carried out even when nothing fails.
/// Silent with an idempotency key, and where the hedge runs another action.
/// Source: https://www.pollydocs.org/strategies/hedging.html.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NonIdempotentOperationIsHedged : DistributedAnalyzer
{
    internal const string Id = "DIST2011";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Hedging duplicates a non-idempotent operation",
        "{0} may take effect more than once even if nothing fails: {1} starts it again while the first attempt is under way, and it has no idempotency key",
        Level.Warning
    );

    public NonIdempotentOperationIsHedged()
        : base(Problem, Subject.AccumulatingCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (facts.RegisteredRetries.IsAboutClientBuilder(call))
        {
            foreach (var (registration, retry) in facts.RegisteredRetries.RegisteredRetriesAt(call))
            {
                if (
                    retry is { IsHedging: true, RepeatsUnsafeMethods: true }
                    && facts.ProtectedClients.AccumulatingCallThrough(registration) is var (hedged, _, method)
                )
                {
                    Report(context, Places.OfCall(call), $"'{hedged.Name}' in '{method}'", retry.Description, hedged.Invocation.Syntax);
                    return;
                }
            }
        }
        else if (facts.Hedges.DuplicatesRacedBy(call) is { } duplicates)
        {
            Report(context, call.Syntax.GetLocation(), duplicates.Name, "the race of both", duplicates.Places.ToArray());
        }
        else if (
            (facts.RemoteCalls.OperationOf(call) is { MayAccumulate: true } || facts.Reachability.MayReach(call))
            && facts.Hedges.HedgeAround(call) is { } hedge
            && facts.Hedges.AccumulatingNameOf(call) is { } name
        )
        {
            Report(context, call.Syntax.GetLocation(), name, "the hedging strategy around it", hedge.Syntax);
        }
        else if (
            facts.RemoteCalls.OperationOf(call) is { MayAccumulate: true }
            && facts.Redelivery.ChannelHedgeOf(call) is { } policy
            && facts.Hedges.AccumulatingNameOf(call) is { } hedgedCall
        )
        {
            Report(context, call.Syntax.GetLocation(), hedgedCall, "the channel's hedging policy", policy.Syntax);
        }
    }

    private static void Report(OperationContext context, Location place, string operation, string hedge, params SyntaxNode[] others) =>
        context.Report(
            Diagnostic.Create(Problem, place, others.Select(other => other.GetLocation()), Evidence.Of("started twice"), operation, hedge)
        );
}
