using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Models;

/// <summary>
/// Reports when code that is declared deterministic, or that a workflow library runs again from its history, reads a clock, draws a random value, asks its environment, depends on the timing of
/// threads, enumerates without order or does I/O, itself or through methods of the project.
/// Silent about what it is given (a clock, a generator, a delegate): whoever gives it decides.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NonDeterministicStep : DistributedAnalyzer
{
    internal const string Id = "DIST5013";

    /// <summary>Decision for the fixer: the place is a collection that can be enumerated in the order of its keys or elements.</summary>
    internal const string Sortable = "fix.sortable";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Non-deterministic step in replicated or replayed code",
        "'{0}' {1}, so replicas and replays of '{2}', which {3}, drift apart",
        Level.Warning
    );

    public NonDeterministicStep()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (Annotations.ArePresent(start.Compilation, Annotations.Deterministic) || facts.Catalog.HasReplayedCode)
        {
            start.RegisterOperationBlockAction(context => Analyze(context, facts));
        }
    }

    private static void Analyze(OperationBlockAnalysisContext context, CompilationFacts facts)
    {
        var replayer = facts.Determinism.ReplayerOf(context.OwningSymbol);
        var isInUse = facts.Declarations.IsInUse(Annotations.Deterministic);
        var isDeclared = isInUse && Determinism.IsDeterministic(context.OwningSymbol);
        foreach (var block in context.OperationBlocks)
        {
            if (replayer is not null || isDeclared)
            {
                AnalyzeCode(context, facts, block, context.OwningSymbol.Name, replayer, isDeclared);
            }
            else if (isInUse)
            {
                foreach (var (function, name) in Determinism.DeterministicFunctionsIn(block))
                {
                    AnalyzeCode(context, facts, function, name, replayer: null, isDeclared: true);
                }
            }
        }
    }

    private static void AnalyzeCode(
        OperationBlockAnalysisContext context,
        CompilationFacts facts,
        IOperation code,
        string name,
        CatalogEntry? replayer,
        bool isDeclared
    )
    {
        var within = ImmutableHashSet<SyntaxNode>.Empty;
        foreach (var operation in code.DescendantsAndSelf())
        {
            if (
                facts.Determinism.NonDeterminismOf(operation) is not { } found
                || within.Contains(operation.Syntax)
                || (replayer is not null && Determinism.FollowsHistory(found, replayer))
            )
            {
                continue;
            }

            // TimeProvider.System.GetUtcNow() is one reading, not two.
            var place = found.Path.Length > 0 ? operation : found.Place;
            foreach (var nested in place.Descendants())
            {
                within = within.Add(nested.Syntax);
            }

            var properties = Evidence.Of(found.What);
            context.Report(
                Diagnostic.Create(
                    Problem,
                    place.Syntax.GetLocation(),
                    // Too few reports of real orchestrators have been read for more.
                    isDeclared ? Problem.DefaultSeverity : DiagnosticSeverity.Info,
                    found.Path.Length > 0 ? new[] { found.Place.Syntax.GetLocation() } : null,
                    operation is IForEachLoopOperation && Determinism.IsSortable(place.Type) ? properties.Add(Sortable, "") : properties,
                    place.Syntax.ToString(),
                    found.Path.Length > 0 ? $"{found.What} (in {found.Path})" : found.What,
                    name,
                    isDeclared ? "is declared deterministic" : $"{replayer!.Library} runs again from its history"
                )
            );
        }
    }
}
