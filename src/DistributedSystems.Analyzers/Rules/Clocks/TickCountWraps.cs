using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Clocks;

/// <summary>
/// Reports when arithmetic on <c>Environment.TickCount</c> goes wrong as the 32-bit count wraps: two positions are ordered, or
/// subtracted in a type in which the difference does not wrap with them, or the arithmetic is checked; also where a position that starts
/// at zero is subtracted or taken for set once it is positive.
/// Silent for the modular difference of two positions, which is right for 24.9 days, for masks, remainders and seeds.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TickCountWraps : DistributedAnalyzer
{
    internal const string Id = "DIST4003";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "32-bit tick count wraps",
        "'{0}' goes wrong {1}: {2}",
        Level.Warning
    );

    public TickCountWraps()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.Types.Environment is not null && facts.Project.Spells(Spelled.TickCount))
        {
            start.On(facts, context => AnalyzeOperator(context, facts), OperationKind.Binary);
            start.On(facts, context => AnalyzeCall(context, facts), OperationKind.Invocation);
            start.On(facts, context => AnalyzeNarrowing(context, facts), OperationKind.PropertyReference);
        }
    }

    private static void AnalyzeOperator(OperationContext context, CompilationFacts facts)
    {
        var operation = (IBinaryOperation)context.Operation;
        if (operation.OperatorMethod is null && ConsequenceOf(operation, facts) is { } consequence)
        {
            Report(context, consequence);
        }
    }

    private static string? ConsequenceOf(IBinaryOperation operation, CompilationFacts facts)
    {
        switch (operation.OperatorKind)
        {
            case BinaryOperatorKind.LessThan
            or BinaryOperatorKind.LessThanOrEqual
            or BinaryOperatorKind.GreaterThan
            or BinaryOperatorKind.GreaterThanOrEqual:
                // A constant is a sentinel or a test for the wrap itself.
                return facts.Ticks.TestsWhetherSet(operation)
                        ? "the count is negative half of the time, and then what was set looks as if it never was"
                    : !operation.LeftOperand.ConstantValue.HasValue
                    && !operation.RightOperand.ConstantValue.HasValue
                    && IsPosition(operation.LeftOperand, operation.RightOperand, facts)
                        ? "before and after cannot be told by comparing two positions of a count that wraps"
                    : null;
            case BinaryOperatorKind.Subtract
                when operation.Type?.SpecialType is not (SpecialType.System_Int32 or SpecialType.System_UInt32):
                return
                    facts.Ticks.TickCountOf(operation.LeftOperand) is not null
                    && facts.Ticks.TickCountOf(operation.RightOperand) is not null
                    ? $"the operands are widened to {operation.Type?.ToDisplayString() ?? "another type"} before they are subtracted, so that the difference does not wrap with them"
                    : null;
            case BinaryOperatorKind.Subtract when facts.Ticks.CountsFromZero(operation):
                return "what is subtracted is zero until it is first set, and until the count is positive again so much time seems never to have passed";
            case BinaryOperatorKind.Add
            or BinaryOperatorKind.Subtract
                when operation.IsChecked && operation.Type?.SpecialType is SpecialType.System_Int32 or SpecialType.System_UInt32:
                return IsPosition(operation.LeftOperand, operation.RightOperand, facts) && !IsPartOfReported(operation, facts)
                    ? "checked arithmetic throws at the wrap"
                    : null;
            default:
                return null;
        }
    }

    private static bool IsPosition(IOperation left, IOperation right, CompilationFacts facts) =>
        facts.Ticks.TickCountOf(left) is not null || facts.Ticks.TickCountOf(right) is not null;

    // The comparison around it is what has to change, and is reported.
    private static bool IsPartOfReported(IOperation operation, CompilationFacts facts) =>
        Operations.OutOfConversions(operation).Parent is IBinaryOperation { OperatorMethod: null } around
        && ConsequenceOf(around, facts) is not null;

    private static void AnalyzeCall(OperationContext context, CompilationFacts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call is not { TargetMethod: { IsStatic: true, ContainingType: { } type } method, Arguments.Length: 1 })
        {
            return;
        }

        if (
            method.Name == "Abs"
            && SymbolEqualityComparer.Default.Equals(type, facts.Types.Math)
            && facts.Ticks.TickCountOf(call.Arguments[0].Value) is not null
        )
        {
            Report(context, "the absolute value counts backwards from there, and throws at the smallest number");
        }
        else if (
            method.Name == "Abs"
            && SymbolEqualityComparer.Default.Equals(type, facts.Types.Math)
            && IsDifference(call.Arguments[0].Value, facts)
        )
        {
            // The difference itself is right for 24.9 days.
            Report(
                context,
                "the absolute value of their difference hides it and counts backwards",
                "when more than 24.9 days lie between the two readings",
                DiagnosticSeverity.Info
            );
        }
        else if (
            method.Name == "FromMilliseconds"
            && SymbolEqualityComparer.Default.Equals(type, facts.Types.TimeSpan)
            && facts.Ticks.TickCountOf(call.Arguments[0].Value) is not null
        )
        {
            Report(context, "the time span is negative from there on");
        }
    }

    /// <summary>The 64-bit count made a 32-bit number in a way that throws: <c>checked((int)TickCount64)</c>, <c>Convert.ToInt32</c>.</summary>
    private static void AnalyzeNarrowing(OperationContext context, CompilationFacts facts)
    {
        var count = (IPropertyReferenceOperation)context.Operation;
        if (
            count is { Property: { Name: "TickCount64", IsStatic: true, ContainingType: var type } }
            && SymbolEqualityComparer.Default.Equals(type, facts.Types.Environment)
            && count.Parent
                is IConversionOperation { IsChecked: true, Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_UInt32 }
                    or IArgumentOperation
                    {
                        Parent: IInvocationOperation
                        {
                            TargetMethod:
                            { Name: "ToInt32" or "ToUInt32", ContainingType: { Name: "Convert", ContainingNamespace.Name: "System" } }
                        }
                    }
        )
        {
            Report(
                context,
                "the conversion to 32 bits throws from there on",
                "when Environment.TickCount64 has outgrown 32 bits, after 24.9 or 49.7 days of uptime"
            );
        }
    }

    private static bool IsDifference(IOperation value, CompilationFacts facts) =>
        Values.Unwrap(value) is IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract, OperatorMethod: null } difference
        && facts.Ticks.TickCountOf(difference.LeftOperand) is not null
        && facts.Ticks.TickCountOf(difference.RightOperand) is not null;

    private static void Report(
        OperationContext context,
        string consequence,
        string time = "when Environment.TickCount turns negative after 24.9 days of uptime",
        DiagnosticSeverity severity = DiagnosticSeverity.Warning
    ) =>
        context.Report(
            Diagnostic.Create(
                Problem,
                context.Operation.Syntax.GetLocation(),
                severity,
                additionalLocations: null,
                Evidence.Of(consequence),
                context.Operation.Syntax.ToString(),
                time,
                consequence
            )
        );
}
