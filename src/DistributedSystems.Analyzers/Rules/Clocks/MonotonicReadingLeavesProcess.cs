using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Clocks;

/// <summary>
/// Reports when a reading of a monotonic clock is sent, serialized or stored: it counts from an origin of this machine's own, so no
/// other machine, and not this one after a restart, can make sense of it.
/// Silent for durations, logs, and everything that stays in memory or goes where nothing is known.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MonotonicReadingLeavesProcess : DistributedAnalyzer
{
    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        RuleIds.MonotonicReadingLeavesProcess,
        "Monotonic reading leaves the process",
        "'{0}' counts from an origin that only this machine knows until it restarts, but leaves the process through '{1}'; send a duration or UTC instead",
        Level.Warning);

    public MonotonicReadingLeavesProcess()
        : base(Problem)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.Types.Stopwatch is not null || facts.Types.Environment is not null)
        {
            start.RegisterOperationAction(context => Analyze(context, facts), OperationKind.Invocation, OperationKind.PropertyReference);
        }
    }

    private static void Analyze(OperationAnalysisContext context, CompilationFacts facts)
    {
        if (!IsMonotonic(context.Operation, facts) || facts.DepartureOf(context.Operation, out var end, out _) is not { Kind: not DepartureKind.Log } departure)
        {
            return;
        }

        // In a text it may only be there to make the text different.
        context.Report(Diagnostic.Create(
            Problem,
            context.Operation.Syntax.GetLocation(),
            end.IsText ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
            new[] { end.Slot!.Syntax.GetLocation() },
            Evidence.Of($"leaves through {departure.Through}"),
            context.Operation.Syntax.ToString(),
            departure.Through));
    }

    private static bool IsMonotonic(IOperation operation, CompilationFacts facts) => operation switch
    {
        IPropertyReferenceOperation { Property: { IsStatic: true, Name: "TickCount" or "TickCount64", ContainingType: { } type } } => SymbolEqualityComparer.Default.Equals(type, facts.Types.Environment),
        IInvocationOperation { TargetMethod: { Name: "GetTimestamp", Parameters.IsEmpty: true } } => facts.StopwatchTicksOf(operation) is not null,
        _ => false,
    };
}
