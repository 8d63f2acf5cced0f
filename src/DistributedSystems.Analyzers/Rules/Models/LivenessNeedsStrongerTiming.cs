using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Rules.Models;

/// <summary>
/// Reports when a liveness property needs stronger timing than the model in force gives.
/// Silent where either is not declared.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LivenessNeedsStrongerTiming : DistributedAnalyzer
{
    internal const string Id = "DIST5015";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Liveness needs stronger timing than declared",
        "\"{0}\" may never happen: it requires {1} timing, and '{2}' declares {3}",
        Level.Warning
    );

    public LivenessNeedsStrongerTiming()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts) =>
        facts.DeclaredModels.RegisterDeclarationAction(start, Analyze, Annotations.Liveness);

    private static void Analyze(SyntaxNodeAnalysisContext context, Declaration liveness)
    {
        if (
            Annotations.Member<Timing>(liveness.Data, "Requires") is { } required
            && DeclaredModels.ModelAt(liveness.Target) is { } model
            && !SystemModels.Provides(model.Timing, required)
        )
        {
            context.Report(
                Diagnostic.Create(
                    Problem,
                    liveness.Syntax.GetLocation(),
                    Evidence.Of($"requires {required}, declared {model.Timing}"),
                    Annotations.Text(liveness.Data, "property") ?? liveness.Target.Name,
                    required,
                    model.DeclaredOn,
                    model.Timing
                )
            );
        }
    }
}
