using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Clocks;

/// <summary>
/// Reports when the passing of a timeout or an expiry is decided by comparing the wall clock with an instant that this process
/// computed from it: the clock may be set in between.
/// Silent when the other instant comes from anywhere else, is public or settable, or when two plain readings are compared.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TimeoutOnWallClock : DistributedAnalyzer
{
    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        RuleIds.TimeoutOnWallClock,
        "Timeout or expiry is tracked with a wall clock",
        "'{0}' decides with the wall clock whether time is up, though both instants are readings of this process ({1}): when the clock is set, it ends too early or too late",
        Level.Warning);

    public TimeoutOnWallClock()
        : base(Problem)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.Types.DateTime is not null)
        {
            start.RegisterOperationAction(context => Analyze(context, facts), OperationKind.Binary);
        }
    }

    private static void Analyze(OperationAnalysisContext context, CompilationFacts facts)
    {
        var comparison = (IBinaryOperation)context.Operation;
        if (comparison.OperatorKind is not (BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual)
            || !facts.IsInstant(comparison.OperatorMethod?.ContainingType)
            || facts.WallClockInstantOf(comparison.LeftOperand) is not { } left
            || facts.WallClockInstantOf(comparison.RightOperand) is not { } right)
        {
            return;
        }

        // Two plain readings are put in order, not timed. Where no time has passed between them (both made in this expression, or
        // both from one reading) nothing is measured.
        if (!(left.IsShifted || right.IsShifted) || !(left.IsHeld || right.IsHeld) || left.Reading.Source.Syntax == right.Reading.Source.Syntax)
        {
            return;
        }

        var set = (left.IsHeld ? left : right).Reading.Source.Syntax;
        context.ReportDiagnostic(Diagnostic.Create(
            Problem,
            comparison.Syntax.GetLocation(),
            new[] { set.GetLocation() },
            Evidence.Of($"set from {set}"),
            comparison.Syntax.ToString(),
            set.ToString()));
    }
}
