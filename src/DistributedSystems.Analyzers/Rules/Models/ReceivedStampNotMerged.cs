using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Rules.Models;

/// <summary>
/// Reports when a method receives a logical stamp and stamps new events by its own clock without having taken the later of the two: an
/// effect may then be stamped before its cause.
/// Silent where the stamp is given to the clock or to code of the project, and where no new event is stamped.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReceivedStampNotMerged : DistributedAnalyzer
{
    internal const string Id = "DIST5019";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Received logical timestamp is not merged",
        "'{0}' does not take the received '{1}' into account: without max('{2}', received) + 1 an effect may be stamped before its cause (Lamport 1978)",
        Level.Warning
    );

    public ReceivedStampNotMerged()
        : base(Problem, Annotations.LogicalClock) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.RegisterOperationBlockAction(context => Analyze(context, facts));
    }

    private static void Analyze(OperationBlockAnalysisContext context, CompilationFacts facts)
    {
        if (
            facts.Declarations.IsInUse(Annotations.LogicalClock)
            && context.OwningSymbol is IMethodSymbol method
            && facts.LogicalClocks.UnmergedStampIn(method, context.OperationBlocks) is { } unmerged
        )
        {
            context.Report(
                Diagnostic.Create(
                    Problem,
                    unmerged.Place.Syntax.GetLocation(),
                    Evidence.Of(unmerged.Stamp),
                    unmerged.Place.Syntax.ToString(),
                    unmerged.Stamp,
                    unmerged.Clock
                )
            );
        }
    }
}
