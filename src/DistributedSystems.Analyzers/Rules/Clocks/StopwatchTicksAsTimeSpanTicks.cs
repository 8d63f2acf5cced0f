using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Promises;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Clocks;

/// <summary>
/// Reports when a number that counts <c>Stopwatch.Frequency</c> is used as a number of 100 ns ticks: in a time span or an instant,
/// divided by <c>TimeSpan.TicksPer…</c>, or compared or added with such ticks.
/// Silent when it is scaled, or when the body reckons with the frequency.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StopwatchTicksAsTimeSpanTicks : DistributedAnalyzer
{
    internal const string Id = "DIST4009";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Stopwatch ticks mixed with TimeSpan ticks",
        "'{0}' takes the stopwatch ticks of '{1}' for ticks of 100 ns, which is wrong wherever Stopwatch.Frequency is not 10 MHz (on Linux it is 1 GHz: a hundred times too long)",
        Level.Warning
    );

    public StopwatchTicksAsTimeSpanTicks()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.Types.Stopwatch is not null && facts.Types.TimeSpan is not null && facts.Project.Spells(Spelled.StopwatchTicks))
        {
            start.On(facts, context => AnalyzeCreation(context, facts), OperationKind.ObjectCreation);
            start.On(facts, context => AnalyzeCall(context, facts), OperationKind.Invocation);
            start.On(facts, context => AnalyzeOperator(context, facts), OperationKind.Binary);
        }
    }

    private static void AnalyzeCreation(OperationContext context, CompilationFacts facts)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (
            creation.Arguments.Length == 1
            && (facts.Types.IsInstant(creation.Type) || SymbolEqualityComparer.Default.Equals(creation.Type, facts.Types.TimeSpan))
        )
        {
            Analyze(context, facts, creation.Arguments[0].Value);
        }
    }

    private static void AnalyzeCall(OperationContext context, CompilationFacts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (
            call.Arguments.Length == 1
            && call.TargetMethod is { Name: "FromTicks" or "AddTicks", ContainingType: { } type }
            && (facts.Types.IsInstant(type) || SymbolEqualityComparer.Default.Equals(type, facts.Types.TimeSpan))
        )
        {
            Analyze(context, facts, call.Arguments[0].Value);
            return;
        }

        foreach (var argument in call.Arguments)
        {
            if (facts.Ticks.TakenForOthersBy(argument) is { } taker && facts.Ticks.StopwatchTicksOf(argument.Value) is { } reading)
            {
                Report(context, call, reading, taker.Syntax.GetLocation());
            }
        }
    }

    private static void AnalyzeOperator(OperationContext context, CompilationFacts facts)
    {
        var operation = (IBinaryOperation)context.Operation;
        // Ticks are long and stay so until they are scaled; following every int and string through its locals would cost too much.
        if (
            operation.OperatorMethod is not null
            || (
                operation.IsLifted ? (operation.LeftOperand.Type as INamedTypeSymbol)?.TypeArguments[0] : operation.LeftOperand.Type
            )?.SpecialType
                is not (
                    SpecialType.System_Int64
                    or SpecialType.System_UInt64
                    or SpecialType.System_Double
                    or SpecialType.System_Single
                    or SpecialType.System_Decimal
                )
        )
        {
            return;
        }

        switch (operation.OperatorKind)
        {
            case BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder when facts.Ticks.IsTicksPerUnit(operation.RightOperand):
                Analyze(context, facts, operation.LeftOperand);
                break;
            case BinaryOperatorKind.LessThan
            or BinaryOperatorKind.LessThanOrEqual
            or BinaryOperatorKind.GreaterThan
            or BinaryOperatorKind.GreaterThanOrEqual
            or BinaryOperatorKind.Equals
            or BinaryOperatorKind.NotEquals
            or BinaryOperatorKind.Add
            or BinaryOperatorKind.Subtract:
                if (facts.Ticks.CountsTimeSpanTicks(operation.RightOperand))
                {
                    Analyze(context, facts, operation.LeftOperand);
                }
                else if (facts.Ticks.CountsTimeSpanTicks(operation.LeftOperand))
                {
                    Analyze(context, facts, operation.RightOperand);
                }
                else if (operation.OperatorKind is not (BinaryOperatorKind.Add or BinaryOperatorKind.Subtract))
                {
                    AnalyzeLimit(context, facts, operation.LeftOperand, operation.RightOperand);
                    AnalyzeLimit(context, facts, operation.RightOperand, operation.LeftOperand);
                }

                break;
            case BinaryOperatorKind.Multiply when Ticks.MakesNanoseconds(operation):
                // A part of something, said in per cent further down, looks the same.
                Analyze(context, facts, operation.LeftOperand, DiagnosticSeverity.Info);
                Analyze(context, facts, operation.RightOperand, DiagnosticSeverity.Info);
                break;
        }
    }

    private static void Analyze(
        OperationContext context,
        CompilationFacts facts,
        IOperation ticks,
        DiagnosticSeverity severity = DiagnosticSeverity.Warning
    )
    {
        if (
            !facts.Ticks.CountsTimeSpanTicks(ticks)
            && facts.Ticks.StopwatchTicksOf(ticks) is { } reading
            && !facts.Ticks.KnowsStopwatchFrequency(context.Operation)
        )
        {
            Report(context, context.Operation, reading, reading.Syntax.GetLocation(), severity);
        }
    }

    /// <summary>Limits are kept in the ticks of time spans, unless something says that this one is not.</summary>
    private static void AnalyzeLimit(OperationContext context, CompilationFacts facts, IOperation elapsed, IOperation limit)
    {
        if (
            Values.Unwrap(elapsed) is IPropertyReferenceOperation { Property.Name: "ElapsedTicks" }
            && facts.Ticks.StopwatchTicksOf(elapsed) is { } reading
            && facts.Ticks.IsInUnknownUnit(limit, context.ContainingSymbol)
        )
        {
            Report(context, context.Operation, reading, limit.Syntax.GetLocation(), DiagnosticSeverity.Info);
        }
    }

    private static void Report(
        OperationContext context,
        IOperation place,
        IOperation reading,
        Location other,
        DiagnosticSeverity severity = DiagnosticSeverity.Warning
    ) =>
        context.Report(
            Diagnostic.Create(
                Problem,
                place.Syntax.GetLocation(),
                severity,
                new[] { other },
                Evidence.Of($"{reading.Syntax} counts Stopwatch.Frequency"),
                place.Syntax.ToString(),
                reading.Syntax.ToString()
            )
        );
}
