using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers;

/// <summary>What a compilation has to know before a rule can find anything in it.</summary>
internal enum Subject
{
    /// <summary>Nothing but code; or the rule asks more exactly by itself.</summary>
    Code,

    /// <summary>A library with remote calls, or annotations that may declare some.</summary>
    RemoteCalls,

    /// <summary>The same for calls whose effect adds up.</summary>
    AccumulatingCalls,

    /// <summary>A library with remote calls; what annotations declare does not matter.</summary>
    CatalogedCalls,

    /// <summary>A library of resilience strategies.</summary>
    Strategies,

    /// <summary>A library of distributed locks.</summary>
    Locks,

    /// <summary>The framework's instants.</summary>
    WallClock,
}

/// <summary>
/// Base of every rule. It seals the set-up (concurrency on, generated code and test projects out) and hands the rule
/// what it needs: the compilation start and the shared facts. A rule registers its actions there, and registers none
/// where the compilation has nothing for it.
/// </summary>
public abstract class DistributedAnalyzer : DiagnosticAnalyzer
{
    private readonly Subject subject;
    private readonly string? attribute;

    /// <param name="rule">What the rule reports.</param>
    /// <param name="subject">What it is about: where the compilation can hold none of it, the rule is not asked to register
    /// anything.</param>
    private protected DistributedAnalyzer(DiagnosticDescriptor rule, Subject subject = Subject.Code)
    {
        SupportedDiagnostics = ImmutableArray.Create(rule);
        this.subject = subject;
    }

    /// <param name="rule">What the rule reports.</param>
    /// <param name="attribute">The rule is about what carries this attribute, one of <see cref="Annotations"/>.</param>
    private protected DistributedAnalyzer(DiagnosticDescriptor rule, string attribute)
        : this(rule) => this.attribute = attribute;

    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();

        // Not analysed, and reported by way of Reporting, which looks at the place; to let the driver look would cost a walk over every
        // file with a report.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(start =>
        {
            if (
                AnalysisScope.Includes(start.Compilation, start.Options)
                && CompilationFacts.Of(start.Compilation, start.Options) is var facts
                && !AnalysisScope.IsOnlyMeasured(facts.Types, start.Options)
                && MayOccur(facts)
            )
            {
                Register(start, facts);
            }
        });
    }

    private protected abstract void Register(CompilationStartAnalysisContext start, CompilationFacts facts);

    private bool MayOccur(CompilationFacts facts) =>
        subject switch
        {
            Subject.RemoteCalls => facts.RemoteCalls.MayOccur,
            Subject.AccumulatingCalls => facts.RemoteCalls.MayAccumulate,
            Subject.CatalogedCalls => facts.Catalog.HasRemoteCalls,
            Subject.Strategies => facts.Catalog.HasStrategies,
            Subject.Locks => facts.Catalog.HasLocks,
            Subject.WallClock => facts.Types.DateTime is not null,
            _ => attribute is null || Annotations.ArePresent(facts.Project.Compilation, attribute),
        };
}
