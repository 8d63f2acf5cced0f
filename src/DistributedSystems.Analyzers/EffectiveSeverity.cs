using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers;

/// <summary>How loudly a rule speaks in a file, as configured there: a rule gives way only to one that speaks at least as loudly.</summary>
internal static class EffectiveSeverity
{
    public static bool YieldsTo(this OperationContext context, DiagnosticDescriptor own, string other, DiagnosticSeverity otherDefault) =>
        Yields(
            context.Compilation,
            context.Options,
            context.Operation.Syntax.SyntaxTree,
            own,
            other,
            otherDefault,
            context.CancellationToken
        );

    public static bool YieldsTo(
        this SyntaxNodeAnalysisContext context,
        DiagnosticDescriptor own,
        string other,
        DiagnosticSeverity otherDefault
    ) => Yields(context.Compilation, context.Options, context.Node.SyntaxTree, own, other, otherDefault, context.CancellationToken);

    private static bool Yields(
        Compilation compilation,
        AnalyzerOptions options,
        SyntaxTree tree,
        DiagnosticDescriptor own,
        string other,
        DiagnosticSeverity otherDefault,
        CancellationToken cancellation
    ) =>
        Of(compilation, options, tree, other, otherDefault, cancellation) is { } others
        && others >= (Of(compilation, options, tree, own.Id, own.DefaultSeverity, cancellation) ?? own.DefaultSeverity);

    private static DiagnosticSeverity? Of(
        Compilation compilation,
        AnalyzerOptions options,
        SyntaxTree tree,
        string id,
        DiagnosticSeverity otherwise,
        CancellationToken cancellation
    )
    {
        var compile = compilation.Options;
        if (
            compile.SyntaxTreeOptionsProvider is not { } files
            || (
                !files.TryGetDiagnosticValue(tree, id, cancellation, out var configured)
                && !files.TryGetGlobalDiagnosticValue(id, cancellation, out configured)
            )
        )
        {
            configured = compile.SpecificDiagnosticOptions.TryGetValue(id, out var specific) ? specific : OfFamily(options, tree, id);
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

    /// <summary>What is set for all rules of a family, or for all rules there are.</summary>
    private static ReportDiagnostic OfFamily(AnalyzerOptions options, SyntaxTree tree, string id)
    {
        var file = options.AnalyzerConfigOptionsProvider.GetOptions(tree);
        return
            file.TryGetValue($"dotnet_analyzer_diagnostic.category-{Rule.FamilyOf(id)}.severity", out var severity)
            || file.TryGetValue("dotnet_analyzer_diagnostic.severity", out severity)
            ? severity.ToLowerInvariant() switch
            {
                "error" => ReportDiagnostic.Error,
                "warning" => ReportDiagnostic.Warn,
                "suggestion" => ReportDiagnostic.Info,
                "silent" or "refactoring" => ReportDiagnostic.Hidden,
                "none" => ReportDiagnostic.Suppress,
                _ => ReportDiagnostic.Default,
            }
            : ReportDiagnostic.Default;
    }
}
