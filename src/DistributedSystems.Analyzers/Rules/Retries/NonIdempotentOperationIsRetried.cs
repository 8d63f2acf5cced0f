using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Retries;

/// <summary>
/// Reports when an operation whose every execution adds its effect again is repeated after a failure that leaves open whether
/// it was carried out: by a loop, by a catch, or by a resilience pipeline.
/// Silent when an idempotency key or a precondition guards it, when only failures that prove non-execution are retried, and
/// when what is repeated is another operation: the next item, the next poll.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NonIdempotentOperationIsRetried : DistributedAnalyzer
{
    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        RuleIds.NonIdempotentOperationIsRetried,
        "Non-idempotent operation is retried",
        "'{0}' may take effect more than once: {1} repeats it{2} after failures that do not tell whether it was carried out, and it has no idempotency key",
        Level.Warning);

    public NonIdempotentOperationIsRetried()
        : base(Problem)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.Catalog.HasAccumulatingCalls || facts.HasAnnotations)
        {
            start.RegisterOperationAction(context => Analyze(context, facts), OperationKind.Invocation);
        }
    }

    private void Analyze(OperationAnalysisContext context, CompilationFacts facts)
    {
        if (facts.RemoteCallOf((IInvocationOperation)context.Operation) is not { MayAccumulate: true } call
            || facts.RetryAround(call) is not { } retry
            || facts.ReplayOf(call) is not { Replay: Replay.Accumulates } replay)
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(
            Problem,
            call.Invocation.Syntax.GetLocation(),
            new[] { retry.Place.GetLocation() },
            Evidence.Of(call, replay.Evidence),
            call.Name,
            retry.Description,
            retry.Times));
    }
}
