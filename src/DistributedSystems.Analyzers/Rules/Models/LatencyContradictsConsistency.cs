using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Rules.Models;

/// <summary>
/// Reports when a declared deadline is shorter than the declared delay allows for what is asked of several replicas: less than a round
/// trip for a quorum, or a read and a write that together take less than one message although both are to see one order.
/// Silent without a declared MaxDelay, and for a quorum of one.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LatencyContradictsConsistency : DistributedAnalyzer
{
    internal const string Id = "DIST5006";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Latency promise contradicts the consistency level",
        "'{0}' cannot answer within {1}: {2}",
        Level.Warning
    );

    public LatencyContradictsConsistency()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts) =>
        facts.DeclaredModels.RegisterDeclarationAction(start, Analyze, Annotations.Deadline);

    private static void Analyze(SyntaxNodeAnalysisContext context, Declaration deadline)
    {
        if (
            Durations.TryParse(Annotations.Text(deadline.Data, "duration"), out var limit)
            && DeclaredModels.LatencyConflictOf(deadline, limit) is { } conflict
        )
        {
            context.Report(
                Diagnostic.Create(
                    Problem,
                    deadline.Syntax.GetLocation(),
                    Evidence.Of(conflict),
                    deadline.Target.Name,
                    DurationText.Of(limit),
                    conflict
                )
            );
        }
    }
}
