using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Models;

/// <summary>
/// Reports when a member lets a declared event change after it was recorded, and when applying an event to a state depends on the clock,
/// on chance, on I/O or on configuration.
/// Silent about init-only members, private setters, and methods that publish or store events.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RecordedEventCanChange : DistributedAnalyzer
{
    internal const string Id = "DIST5021";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Recorded event can change, or replay depends on the present",
        "'{0}' {1}: {2}",
        Level.Warning
    );

    public RecordedEventCanChange()
        : base(Problem, Annotations.Event) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.RegisterSymbolAction(context => AnalyzeMember(context, facts), SymbolKind.Property, SymbolKind.Field);
        start.RegisterOperationBlockAction(context => AnalyzeApply(context, facts));
    }

    private static void AnalyzeMember(SymbolAnalysisContext context, CompilationFacts facts)
    {
        if (facts.Declarations.IsInUse(Annotations.Event) && facts.RecordedEvents.WayToChange(context.Symbol) is { } way)
        {
            context.Report(
                Diagnostic.Create(
                    Problem,
                    context.Symbol.Locations[0],
                    Evidence.Of(way),
                    context.Symbol.Name,
                    $"lets the event '{context.Symbol.ContainingType.Name}' change after it was recorded",
                    way
                )
            );
        }
    }

    private static void AnalyzeApply(OperationBlockAnalysisContext context, CompilationFacts facts)
    {
        // Declared deterministic, it is another rule's.
        if (
            !facts.Declarations.IsInUse(Annotations.Event)
            || context.OwningSymbol is not IMethodSymbol method
            || RecordedEvents.AppliedEventOf(method, context.OperationBlocks) is not { } applied
            || Determinism.IsDeterministic(method)
        )
        {
            return;
        }

        foreach (var operation in context.OperationBlocks.SelectMany(block => block.Descendants()))
        {
            if (
                facts.Determinism.NonDeterminismOf(operation) is { } found
                && !(operation.Parent is { } around && facts.Determinism.NonDeterminismOf(around) is not null)
            )
            {
                context.Report(
                    Diagnostic.Create(
                        Problem,
                        (found.Path.Length > 0 ? operation : found.Place).Syntax.GetLocation(),
                        found.Path.Length > 0 ? new[] { found.Place.Syntax.GetLocation() } : null,
                        Evidence.Of(found.What),
                        method.Name,
                        $"applies '{applied.Name}' differently when it is replayed",
                        found.Path.Length > 0 ? $"it {found.What} (in {found.Path})" : $"it {found.What}"
                    )
                );
            }
        }
    }
}
