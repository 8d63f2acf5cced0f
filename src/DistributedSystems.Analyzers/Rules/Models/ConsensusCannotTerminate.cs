using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Rules.Models;

/// <summary>
/// Reports when a consensus is declared in the asynchronous model without anything that could make it end.
/// Silent where it makes random choices, asks a failure detector, needs stronger timing for its liveness, or where nobody may fail.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConsensusCannotTerminate : DistributedAnalyzer
{
    internal const string Id = "DIST5004";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Deterministic consensus cannot terminate in the declared asynchronous model",
        "The consensus on '{0}' may never decide: in the asynchronous model (declared on '{1}') no deterministic algorithm is certain to end if one process may crash (Fischer, Lynch and Paterson 1985)",
        Level.Warning
    );

    public ConsensusCannotTerminate()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts) =>
        facts.DeclaredModels.RegisterDeclarationAction(start, Analyze, Annotations.Consensus);

    private static void Analyze(SyntaxNodeAnalysisContext context, Declaration consensus)
    {
        if (DeclaredModels.ModelAt(consensus.Target) is { Timing: Timing.Asynchronous } model && !DeclaredModels.MayTerminate(consensus))
        {
            context.Report(
                Diagnostic.Create(
                    Problem,
                    consensus.Syntax.GetLocation(),
                    Evidence.Of("Fischer, Lynch and Paterson 1985"),
                    consensus.Target.Name,
                    model.DeclaredOn
                )
            );
        }
    }
}
