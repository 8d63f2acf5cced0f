using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.RemoteCalls;

/// <summary>
/// Reports when a handler of timeouts or cancellations around a remote write that adds its effect undoes the write or tells the caller
/// that it failed: it may have been carried out. Silent where the handler asks for the outcome, and for idempotent writes.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnknownOutcomeIsFailure : DistributedAnalyzer
{
    internal const string Id = "DIST3007";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Unknown outcome is treated as failure",
        "'{0}' may have taken effect when it times out, but {1}",
        Level.Info
    );

    public UnknownOutcomeIsFailure()
        : base(Problem, Subject.AccumulatingCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.CatchClause);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var handler = (ICatchClauseOperation)context.Operation;
        if (handler.Syntax is CatchClauseSyntax clause && facts.Handlers.TimeoutTakenForFailureBy(handler) is { } found)
        {
            context.Report(
                Diagnostic.Create(
                    Problem,
                    clause.CatchKeyword.GetLocation(),
                    new[] { found.Write.Invocation.Syntax.GetLocation() },
                    Evidence.Of(found.Write, found.Conclusion),
                    found.Write.Name,
                    found.Conclusion
                )
            );
        }
    }
}
