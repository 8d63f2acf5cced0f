using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Rules.Retries;

/// <summary>
/// Reports what every attempt of a retry adds to a collection, a text or a sum from before it, ahead of a call that may fail, with nothing
/// that empties it
/// for the next attempt: the result holds the leavings of failed attempts. Silent for counters and for records of the attempts.
/// Source: Stoica et al., "If At First You Don't Succeed, Try, Try, Again…?", SOSP 2024 (state reset).
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StateIsKeptAcrossAttempts : DistributedAnalyzer
{
    internal const string Id = "DIST2009";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "State is not reset between attempts",
        "'{0}' keeps what failed attempts added to it: {1} runs this again{2} after '{3}' fails, and nothing empties it",
        Level.Info
    );

    public StateIsKeptAcrossAttempts()
        : base(Problem, Subject.RemoteCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Invocation, OperationKind.CompoundAssignment);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        if (facts.AttemptState.StateKeptBy(context.Operation) is { } state)
        {
            context.Report(
                Diagnostic.Create(
                    Problem,
                    context.Operation.Syntax.GetLocation(),
                    new[] { state.Call.Syntax.GetLocation(), state.Retry.Place.GetLocation() },
                    Evidence.Of("added before the call that fails"),
                    state.Name,
                    state.Retry.Description,
                    state.Retry.Times,
                    Symbols.NameOf(state.Call.TargetMethod)
                )
            );
        }
    }
}
