using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Rules.Models;

/// <summary>
/// Reports when code tells others something and writes the durable state it has told of only afterwards, or does not wait until it is
/// written: a crash in between breaks the promise.
/// Silent where the write depends on the answer, and in models in which nobody comes back.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RevealedBeforeDurable : DistributedAnalyzer
{
    internal const string Id = "DIST5017";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Reply, vote or acknowledgement before the state it reveals is durable",
        "{0} before '{1}' is durable: after a crash in between, '{2}' does not remember what it has promised",
        Level.Warning
    );

    public RevealedBeforeDurable()
        : base(Problem, Annotations.Durable) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.RegisterOperationBlockAction(context => Analyze(context, facts));
    }

    private static void Analyze(OperationBlockAnalysisContext context, CompilationFacts facts)
    {
        // Who never comes back breaks no promise; under no model the word durable says enough.
        if (
            !facts.Declarations.IsInUse(Annotations.Durable)
            || facts.DeclaredModels.ModelOf(context.OwningSymbol) is { Failures: Failures.CrashStop }
        )
        {
            return;
        }

        foreach (var block in context.OperationBlocks)
        {
            foreach (var promise in facts.Durability.PromisesBeforeDurable(block))
            {
                var what = promise.What == "goes on" ? $"'{context.OwningSymbol.Name}' goes on" : promise.What;
                context.Report(
                    Diagnostic.Create(
                        Problem,
                        promise.Place.Syntax.GetLocation(),
                        new[] { promise.Write.Syntax.GetLocation() },
                        Evidence.Of(promise.State),
                        what,
                        promise.State,
                        context.OwningSymbol.ContainingType?.Name ?? context.OwningSymbol.Name
                    )
                );
            }
        }
    }
}
