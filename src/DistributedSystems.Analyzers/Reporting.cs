using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

#pragma warning disable RS0030 // The one place that reports.

namespace DistributedSystems.Analyzers;

/// <summary>
/// The way out of every rule. The driver leaves generated files and types out, but where only a member is generated it still runs some
/// actions
/// (those in a property's accessors), and would find that out by a walk over every file with a report. Here only the place itself is looked
/// at.
/// </summary>
internal static class Reporting
{
    public static void Report(this OperationContext context, Diagnostic diagnostic) =>
        Report(diagnostic, context.Compilation, context.Options, context.ReportDiagnostic);

    public static void Report(this OperationBlockAnalysisContext context, Diagnostic diagnostic) =>
        Report(diagnostic, context.Compilation, context.Options, context.ReportDiagnostic);

    public static void Report(this SymbolAnalysisContext context, Diagnostic diagnostic) =>
        Report(diagnostic, context.Compilation, context.Options, context.ReportDiagnostic);

    public static void Report(this SyntaxNodeAnalysisContext context, Diagnostic diagnostic) =>
        Report(diagnostic, context.Compilation, context.Options, context.ReportDiagnostic);

    private static void Report(Diagnostic diagnostic, Compilation compilation, AnalyzerOptions options, Action<Diagnostic> report)
    {
        if (!GeneratedCode.Holds(diagnostic.Location, CompilationFacts.Of(compilation, options).Models))
        {
            report(diagnostic);
        }
    }
}
