using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Rules.Models;

/// <summary>
/// Reports when a declared group is too small for the faults it is meant to tolerate, under the model in force.
/// Silent where no model is declared or the literature does not settle the combination.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TooFewReplicas : DistributedAnalyzer
{
    internal const string Id = "DIST5002";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Too few replicas for the declared faults",
        "{0} of which {1} may fail are too few for {2}: with {3}, {4}",
        Level.Warning
    );

    public TooFewReplicas()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts) =>
        facts.DeclaredModels.RegisterDeclarationAction(start, Analyze, Annotations.ReplicaGroup);

    private static void Analyze(SyntaxNodeAnalysisContext context, Declaration group)
    {
        if (DeclaredModels.ReplicaBoundOf(group) is { IsMet: false } bound)
        {
            context.Report(
                Diagnostic.Create(
                    Problem,
                    group.Syntax.GetLocation(),
                    Evidence.Of(bound.Formula),
                    bound.Replicas == 1 ? "1 replica" : bound.Replicas + " replicas",
                    bound.Faults,
                    bound.Problem,
                    $"{bound.Model.Timing} timing and {bound.Model.Failures} failures (declared on '{bound.Model.DeclaredOn}')",
                    bound.Formula
                )
            );
        }
    }
}
