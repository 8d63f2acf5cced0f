using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers;

/// <summary>How loudly a rule speaks in a file, as configured there: a rule gives way only to one that speaks at least as loudly.</summary>
internal static class EffectiveSeverity
{
    public static bool YieldsTo(this OperationContext context, DiagnosticDescriptor own, string other, DiagnosticSeverity otherDefault) =>
        Yields(context.Compilation, context.Operation.Syntax.SyntaxTree, own, other, otherDefault, context.CancellationToken);

    public static bool YieldsTo(
        this SyntaxNodeAnalysisContext context,
        DiagnosticDescriptor own,
        string other,
        DiagnosticSeverity otherDefault
    ) => Yields(context.Compilation, context.Node.SyntaxTree, own, other, otherDefault, context.CancellationToken);

    private static bool Yields(
        Compilation compilation,
        SyntaxTree tree,
        DiagnosticDescriptor own,
        string other,
        DiagnosticSeverity otherDefault,
        CancellationToken cancellation
    ) =>
        Of(compilation, tree, other, otherDefault, cancellation) is { } others
        && others >= (Of(compilation, tree, own.Id, own.DefaultSeverity, cancellation) ?? own.DefaultSeverity);

    private static DiagnosticSeverity? Of(
        Compilation compilation,
        SyntaxTree tree,
        string id,
        DiagnosticSeverity otherwise,
        CancellationToken cancellation
    )
    {
        var options = compilation.Options;
        if (
            options.SyntaxTreeOptionsProvider is not { } files
            || (
                !files.TryGetDiagnosticValue(tree, id, cancellation, out var configured)
                && !files.TryGetGlobalDiagnosticValue(id, cancellation, out configured)
            )
        )
        {
            configured = options.SpecificDiagnosticOptions.TryGetValue(id, out var specific) ? specific : ReportDiagnostic.Default;
        }

        return configured switch
        {
            ReportDiagnostic.Suppress => null,
            ReportDiagnostic.Error => DiagnosticSeverity.Error,
            ReportDiagnostic.Warn => DiagnosticSeverity.Warning,
            ReportDiagnostic.Info => DiagnosticSeverity.Info,
            ReportDiagnostic.Hidden => DiagnosticSeverity.Hidden,
            _ => otherwise,
        };
    }
}
