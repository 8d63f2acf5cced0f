using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Rules.Models;

/// <summary>
/// Reports when a component that is declared to recover from crashes decides by state that a crash erases.
/// Silent about state that is declared durable, given to the constructor, or written from something that survives.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class VolatileStateInCrashRecovery : DistributedAnalyzer
{
    internal const string Id = "DIST5008";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Volatile state in a crash-recovery component",
        "'{0}' decides '{1}' and is forgotten in a crash, from which '{2}' is declared to recover: it is neither [Durable] nor rebuilt",
        Level.Info
    );

    public VolatileStateInCrashRecovery()
        : base(Problem, Annotations.SystemModel) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.RegisterSymbolAction(context => Analyze(context, facts), SymbolKind.Field, SymbolKind.Property);
    }

    private static void Analyze(SymbolAnalysisContext context, CompilationFacts facts)
    {
        if (facts.Declarations.IsInUse(Annotations.SystemModel) && facts.Durability.VolatileDecisionOf(context.Symbol) is { } decision)
        {
            context.Report(
                Diagnostic.Create(
                    Problem,
                    context.Symbol.Locations[0],
                    new[] { decision.Syntax.GetLocation() },
                    Evidence.Of(decision.Syntax.ToString()),
                    context.Symbol.Name,
                    decision.Syntax.ToString(),
                    context.Symbol.ContainingType.Name
                )
            );
        }
    }
}
