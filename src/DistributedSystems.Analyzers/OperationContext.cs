using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Calls;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers;

/// <summary>What a rule is told of one operation: the operation, the member it belongs to, and the way to report.</summary>
internal readonly struct OperationContext
{
    private readonly Action<Diagnostic> report;

    public OperationContext(IOperation operation, ISymbol containingSymbol, SemanticModelAnalysisContext file)
    {
        Operation = operation;
        ContainingSymbol = containingSymbol;
        Compilation = file.SemanticModel.Compilation;
        Options = file.Options;
        CancellationToken = file.CancellationToken;
#pragma warning disable RS0030 // Reporting calls it.
        report = file.ReportDiagnostic;
#pragma warning restore RS0030
    }

    public IOperation Operation { get; }

    public ISymbol ContainingSymbol { get; }

    public Compilation Compilation { get; }

    public AnalyzerOptions Options { get; }

    public CancellationToken CancellationToken { get; }

    public void ReportDiagnostic(Diagnostic diagnostic) => report(diagnostic);
}

internal static class OperationActions
{
    /// <summary>
    /// Calls a rule with every operation of the kinds, in the bodies that count. Not an operation action: one of those makes the driver bind and
    /// walk every body of the project, which costs more than all rules together.
    /// </summary>
    public static void On(
        this CompilationStartAnalysisContext start,
        CompilationFacts facts,
        Action<OperationContext> action,
        params OperationKind[] kinds
    )
    {
        if (!kinds.All(Bodies.Keeps))
        {
            throw new ArgumentException(
                "A rule asks for a kind of operation that Bodies does not keep: it would never be called.",
                nameof(kinds)
            );
        }

        start.RegisterSemanticModelAction(file =>
        {
            foreach (var kind in kinds)
            {
                foreach (var sighting in facts.Bodies.OfKind(kind, file.SemanticModel.SyntaxTree, file.CancellationToken))
                {
                    file.CancellationToken.ThrowIfCancellationRequested();
                    action(new OperationContext(sighting.Operation, sighting.Member, file));
                }
            }
        });
    }
}
