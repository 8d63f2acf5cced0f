using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Rules.Models;

/// <summary>
/// Reports when the merge of a value that is declared mergeable accumulates, appends, subtracts or picks by the wall clock.
/// Silent about maxima, unions, logical or, per-element maxima, and what it cannot see through.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MergeIsNotAJoin : DistributedAnalyzer
{
    internal const string Id = "DIST5020";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Merge of a replicated value is not a join",
        "'{0}' {1} in '{2}', which is therefore not {3}: replicas that merge in another order or once more drift apart",
        Level.Warning
    );

    public MergeIsNotAJoin()
        : base(Problem, Annotations.Mergeable) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.RegisterOperationBlockAction(context => Analyze(context, facts));
    }

    private static void Analyze(OperationBlockAnalysisContext context, CompilationFacts facts)
    {
        if (
            !facts.Declarations.IsInUse(Annotations.Mergeable)
            || context.OwningSymbol is not IMethodSymbol method
            || !facts.Merges.IsMerge(method)
        )
        {
            return;
        }

        MergeBreach? reported = null;
        foreach (var breach in facts.Merges.BreachesIn(method, context.OperationBlocks))
        {
            // A part of what was just reported is the same breach.
            if (reported is not null && reported.Place.Syntax.Span.Contains(breach.Place.Syntax.Span))
            {
                continue;
            }

            reported = breach;
            context.Report(
                Diagnostic.Create(
                    Problem,
                    breach.Place.Syntax.GetLocation(),
                    Evidence.Of(breach.What),
                    breach.Place.Syntax.ToString(),
                    breach.What,
                    method.Name,
                    breach.Law
                )
            );
        }
    }
}
