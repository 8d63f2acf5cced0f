using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Calls;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers;

/// <summary>What a rule is told of one operation: the operation, the member it belongs to, and the way to report.</summary>
internal readonly struct OperationContext(Sighting sighting, OperationContext.FileContext file)
{
    public IOperation Operation => sighting.Operation;

    public ISymbol ContainingSymbol => sighting.Member;

    public Compilation Compilation => file.Compilation;

    public AnalyzerOptions Options => file.Options;

    public CancellationToken CancellationToken => file.CancellationToken;

    public void ReportDiagnostic(Diagnostic diagnostic) => file.ReportDiagnostic(diagnostic);

    /// <summary>What the operations of a file have in common: there are many of them, so each carries as little as it can.</summary>
    internal sealed class FileContext(SemanticModelAnalysisContext file)
    {
        private SemanticModelAnalysisContext file = file;

        public Compilation Compilation { get; } = file.SemanticModel.Compilation;

        public AnalyzerOptions Options => file.Options;

        public CancellationToken CancellationToken => file.CancellationToken;

#pragma warning disable RS0030 // Reporting calls it.
        public void ReportDiagnostic(Diagnostic diagnostic) => file.ReportDiagnostic(diagnostic);
#pragma warning restore RS0030
    }
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
            OperationContext.FileContext? context = null;
            foreach (var kind in kinds)
            {
                foreach (var sighting in facts.Bodies.OfKind(kind, file.SemanticModel.SyntaxTree, file.CancellationToken))
                {
                    file.CancellationToken.ThrowIfCancellationRequested();
                    action(new OperationContext(sighting, context ??= new OperationContext.FileContext(file)));
                }
            }
        });
    }
}
