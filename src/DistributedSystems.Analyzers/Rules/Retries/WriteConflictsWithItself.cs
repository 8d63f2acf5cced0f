using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Retries;

/// <summary>
/// Reports a create, a conditional write or a deletion that something repeats, whose conflict the code takes for somebody else's change:
/// when the answer to the
/// first attempt is lost, the second conflicts with the first. Silent where the code reads back whose write won, passes the failure on, or
/// returns that the
/// race was lost.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WriteConflictsWithItself : DistributedAnalyzer
{
    internal const string Id = "DIST2015";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Retried write may conflict with itself",
        "'{0}' may conflict with its own first attempt: {1} repeats it, and status {2} is taken for somebody else's change without reading back",
        Level.Info
    );

    public WriteConflictsWithItself()
        : base(Problem, Subject.RemoteCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        if (
            facts.RemoteCalls.OperationOf((IInvocationOperation)context.Operation) is { } call
            && facts.Conflicts.ForeignConflictOf(call) is { } conflict
        )
        {
            context.Report(
                Diagnostic.Create(
                    Problem,
                    context.Operation.Syntax.GetLocation(),
                    new[] { conflict.Thrown.Syntax.GetLocation() },
                    Evidence.Of(call, "the conflict is thrown as a failure of its own"),
                    call.Name,
                    conflict.Repetition,
                    conflict.Status
                )
            );
        }
    }
}
