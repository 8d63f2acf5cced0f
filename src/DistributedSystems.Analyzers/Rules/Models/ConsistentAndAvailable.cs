using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Rules.Models;

/// <summary>
/// Reports when one piece of code is declared available under partition and sequentially consistent or stronger, a consensus, or bound to
/// a quorum of more than one.
/// Silent where the declared model has no partitions, and about weaker consistency.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConsistentAndAvailable : DistributedAnalyzer
{
    internal const string Id = "DIST5005";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Strong consistency and availability under partition exclude each other",
        "'{0}' cannot be {1} and answer every request while the network is split: one of the two has to give way (Gilbert and Lynch 2002)",
        Level.Warning
    );

    public ConsistentAndAvailable()
        : base(Problem, Annotations.AvailableUnderPartition) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        facts.DeclaredModels.RegisterDeclarationAction(start, Analyze, Annotations.AvailableUnderPartition, Annotations.Consistency);
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, Declaration declaration)
    {
        if (DeclaredModels.CapConflictAt(declaration) is { } conflict)
        {
            context.Report(
                Diagnostic.Create(
                    Problem,
                    declaration.Syntax.GetLocation(),
                    Evidence.Of("Gilbert and Lynch 2002"),
                    declaration.Target.Name,
                    conflict
                )
            );
        }
    }
}
