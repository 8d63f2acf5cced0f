using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Promises;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Clocks;

/// <summary>
/// Reports when a reading of a monotonic clock is sent, serialized or stored, or is compared with one that was received: it counts from an
/// origin of this machine's own, so no
/// other machine, and not this one after a restart, can make sense of it.
/// Silent for durations, logs, and everything that stays in memory or goes where nothing is known.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MonotonicReadingLeavesProcess : DistributedAnalyzer
{
    internal const string Id = "DIST4005";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Monotonic reading leaves the process",
        "'{0}' counts from an origin that only this machine knows until it restarts, but {1}; send a duration or UTC instead",
        Level.Warning
    );

    public MonotonicReadingLeavesProcess()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.Types.Stopwatch is not null || facts.Types.Environment is not null)
        {
            // One action for both: every call of a project comes by here.
            start.On(
                facts,
                context =>
                {
                    Analyze(context, facts);
                    AnalyzeElapsed(context, facts);
                },
                OperationKind.Invocation,
                OperationKind.PropertyReference
            );
        }

        if (facts.Project.Spells(Spelled.TickCount | Spelled.StopwatchTicks))
        {
            start.On(facts, context => AnalyzeComparison(context, facts), OperationKind.Binary);
        }
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        if (
            !IsMonotonic(context.Operation, facts)
            || facts.ExchangedInstants.DepartureOf(context.Operation, out var end, out _) is not { Kind: not DepartureKind.Log } departure
        )
        {
            return;
        }

        // In a text it may only be there to make the text different.
        context.Report(
            Diagnostic.Create(
                Problem,
                context.Operation.Syntax.GetLocation(),
                end.IsText ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
                new[] { end.Slot!.Syntax.GetLocation() },
                Evidence.Of($"leaves through {departure.Through}"),
                context.Operation.Syntax.ToString(),
                $"leaves the process through '{departure.Through}'"
            )
        );
    }

    private static void AnalyzeComparison(OperationContext context, CompilationFacts facts)
    {
        var operation = (IBinaryOperation)context.Operation;
        if (
            operation is
            {
                OperatorMethod: null,
                OperatorKind: BinaryOperatorKind.Subtract
                    or BinaryOperatorKind.LessThan
                    or BinaryOperatorKind.LessThanOrEqual
                    or BinaryOperatorKind.GreaterThan
                    or BinaryOperatorKind.GreaterThanOrEqual,
            }
        )
        {
            var other =
                IsMonotonic(Values.Unwrap(operation.LeftOperand), facts) ? operation.RightOperand
                : IsMonotonic(Values.Unwrap(operation.RightOperand), facts) ? operation.LeftOperand
                : null;
            ReportReceived(context, facts, other);
        }
    }

    private static void AnalyzeElapsed(OperationContext context, CompilationFacts facts)
    {
        if (
            context.Operation
                is IInvocationOperation
                {
                    TargetMethod: { Name: "GetElapsedTime", ContainingType: { } clock },
                    Arguments: { Length: > 0 } arguments
                }
            && (
                SymbolEqualityComparer.Default.Equals(clock, facts.Types.Stopwatch)
                || SymbolEqualityComparer.Default.Equals(clock, facts.Types.TimeProvider)
            )
        )
        {
            ReportReceived(context, facts, arguments[0].Value);
        }
    }

    private static void ReportReceived(OperationContext context, CompilationFacts facts, IOperation? other)
    {
        if (other is not null && facts.ExchangedInstants.ReceivedInstantOf(other) is { } source)
        {
            context.Report(
                Diagnostic.Create(
                    Problem,
                    context.Operation.Syntax.GetLocation(),
                    DiagnosticSeverity.Warning,
                    additionalLocations: null,
                    Evidence.Of($"compared with a number from {source}"),
                    context.Operation.Syntax.ToString(),
                    $"is compared with a number from {source}"
                )
            );
        }
    }

    private static bool IsMonotonic(IOperation operation, CompilationFacts facts) =>
        operation switch
        {
            IPropertyReferenceOperation { Property: { IsStatic: true, Name: "TickCount" or "TickCount64", ContainingType: { } type } } =>
                SymbolEqualityComparer.Default.Equals(type, facts.Types.Environment),
            IInvocationOperation { TargetMethod: { Name: "GetTimestamp", Parameters.IsEmpty: true } } => facts.Ticks.StopwatchTicksOf(
                operation
            )
                is not null,
            _ => false,
        };
}
