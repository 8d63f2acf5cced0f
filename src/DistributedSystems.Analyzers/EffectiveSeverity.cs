using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers;

/// <summary>How loudly a rule speaks in a file, as configured there: a rule gives way only to one that speaks at least as loudly.</summary>
internal static class EffectiveSeverity
{
    public static bool YieldsTo(this OperationAnalysisContext context, DiagnosticDescriptor own, string other, DiagnosticSeverity otherDefault) =>
        Of(context, other, otherDefault) is { } others && others >= (Of(context, own.Id, own.DefaultSeverity) ?? own.DefaultSeverity);

    private static DiagnosticSeverity? Of(OperationAnalysisContext context, string id, DiagnosticSeverity otherwise)
    {
        var options = context.Compilation.Options;
        var tree = context.Operation.Syntax.SyntaxTree;
        if (options.SyntaxTreeOptionsProvider is not { } files
            || (!files.TryGetDiagnosticValue(tree, id, context.CancellationToken, out var configured) && !files.TryGetGlobalDiagnosticValue(id, context.CancellationToken, out configured)))
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
