using System.Collections.Immutable;
using DistributedSystems.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Benchmarks.Idle;

/// <summary>
/// Registers the same actions as one rule of the pack, for the same kinds, and does nothing in them. What it costs is the driver's:
/// making the operations and calling out. The rest of the rule's cost is the rule's own.
/// </summary>
internal sealed class IdleTwin : DiagnosticAnalyzer
{
    private readonly ImmutableArray<Action<CompilationStartAnalysisContext>> registrations;

    private IdleTwin(int number, ImmutableArray<Action<CompilationStartAnalysisContext>> registrations)
    {
        this.registrations = registrations;
        SupportedDiagnostics = [IdleRule.Create(number)];
    }

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <summary>A rule registers by what a compilation references, so a twin is made for one.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Of(ImmutableArray<DiagnosticAnalyzer> rules, Compilation compilation) =>
        [
            .. rules.Select(
                (rule, index) =>
                    (DiagnosticAnalyzer)
                        new IdleTwin(index + 1, RegistrationRecorder.RegistrationsOf((DistributedAnalyzer)rule, compilation))
            ),
        ];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            foreach (var register in registrations)
            {
                register(start);
            }
        });
    }
}
