using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Clocks;

/// <summary>
/// Reports when a duration is computed from two readings of this process's wall clock, which may be set forwards or backwards
/// between them.
/// Silent when either end is anything else: persisted, parsed, received, settable from outside, or a calendar date.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ElapsedTimeOnWallClock : DistributedAnalyzer
{
    internal const string Id = "DIST4001";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Elapsed time is measured with a wall clock",
        "'{0}' measures elapsed time with the wall clock ({1}), which can jump when it is set; a monotonic clock cannot",
        Level.Warning
    );

    public ElapsedTimeOnWallClock()
        : base(Problem, Subject.WallClock) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => AnalyzeOperator(context, facts), OperationKind.Binary);
        start.On(facts, context => AnalyzeCall(context, facts), OperationKind.Invocation);
    }

    private void AnalyzeOperator(OperationContext context, CompilationFacts facts)
    {
        var subtraction = (IBinaryOperation)context.Operation;
        if (subtraction.OperatorKind == BinaryOperatorKind.Subtract && facts.Types.IsInstant(subtraction.OperatorMethod?.ContainingType))
        {
            Analyze(context, facts, subtraction.LeftOperand, subtraction.RightOperand);
        }
        else if (
            subtraction
                is { OperatorKind: BinaryOperatorKind.Subtract, Type.SpecialType: SpecialType.System_Int64 or SpecialType.System_Double }
            && (facts.Clocks.StandsForInstant(subtraction.LeftOperand) || facts.Clocks.StandsForInstant(subtraction.RightOperand))
        )
        {
            Analyze(
                context,
                facts,
                facts.Clocks.InstantInNumber(subtraction.LeftOperand) ?? subtraction.LeftOperand,
                facts.Clocks.InstantInNumber(subtraction.RightOperand) ?? subtraction.RightOperand
            );
        }
    }

    private void AnalyzeCall(OperationContext context, CompilationFacts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (
            call is { TargetMethod.Name: "Subtract" or "Minus", Arguments.Length: 1, Instance: { } later }
            && facts.Types.IsInstant(call.TargetMethod.ContainingType)
        )
        {
            Analyze(context, facts, later, call.Arguments[0].Value);
        }
    }

    private void Analyze(OperationContext context, CompilationFacts facts, IOperation later, IOperation earlier)
    {
        // Two readings in one expression are a comparison of clocks (Now - UtcNow is the offset of the time zone), not a measurement.
        if (
            facts.Clocks.ReadingOf(earlier) is not { } start
            || facts.Clocks.ReadingOf(later) is not { } end
            || (start.IsDirect && end.IsDirect)
            || facts.Clocks.IsZoneOffset(later, earlier)
        )
        {
            return;
        }

        context.Report(
            Diagnostic.Create(
                Problem,
                context.Operation.Syntax.GetLocation(),
                new[] { start.Source.Syntax.GetLocation() },
                Evidence.Of($"starts at {start.Source.Syntax}, ends at {end.Source.Syntax}"),
                context.Operation.Syntax.ToString(),
                end.Source.Syntax.ToString()
            )
        );
    }
}
