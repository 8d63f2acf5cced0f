using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers;

/// <summary>
/// Base of every rule. It seals the set-up (concurrency on, generated code and test projects out) and hands the rule
/// what it needs: the compilation start and the shared facts. A rule registers its actions there, and registers none
/// where the compilation has nothing for it.
/// </summary>
public abstract class DistributedAnalyzer : DiagnosticAnalyzer
{
    private protected DistributedAnalyzer(DiagnosticDescriptor rule) => SupportedDiagnostics = ImmutableArray.Create(rule);

    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();

        // Not analysed, and reported by way of Reporting, which looks at the place; to let the driver look would cost a walk over every file with a report.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(start =>
        {
            if (AnalysisScope.Includes(start.Compilation, start.Options))
            {
                Register(start, CompilationFacts.Of(start.Compilation, start.Options));
            }
        });
    }

    private protected abstract void Register(CompilationStartAnalysisContext start, CompilationFacts facts);
}
