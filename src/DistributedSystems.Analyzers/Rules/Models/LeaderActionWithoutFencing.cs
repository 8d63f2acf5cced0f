using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Models;

/// <summary>
/// Reports when something only the leader may do reaches another process without a fencing token: an old leader that was paused and still
/// believes would do it too.
/// Silent for reads, compare-and-set writes, calls that carry a token or stand under a condition on one, and in the synchronous model.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LeaderActionWithoutFencing : DistributedAnalyzer
{
    internal const string Id = "DIST5012";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Leader action without a fencing token or epoch",
        "'{0}' carries no fencing token or epoch although {1}: a leader that was replaced while it was paused still does it",
        Level.Warning
    );

    public LeaderActionWithoutFencing()
        : base(Problem, Annotations.RequiresLeadership) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (
            !facts.Declarations.IsInUse(Annotations.RequiresLeadership)
            || facts.Fencing.UnfencedLeaderActionAt(call, context.ContainingSymbol) is not { } reason
            || (
                facts.TimeoutProofs.TimeoutProofAt(call, context.ContainingSymbol) is not null
                && context.YieldsTo(Problem, TimeoutTakenAsProof.Id, DiagnosticSeverity.Warning)
            )
        )
        {
            return;
        }

        context.Report(
            Diagnostic.Create(
                Problem,
                call.Syntax.GetLocation(),
                Evidence.Of(reason),
                call.TargetMethod.ContainingType is { Name.Length: > 0 } type
                    ? type.Name + "." + call.TargetMethod.Name
                    : call.TargetMethod.Name,
                reason
            )
        );
    }
}
