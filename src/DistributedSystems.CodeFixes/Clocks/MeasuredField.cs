using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.CodeFixes.Clocks;

/// <summary>
/// A private field that holds the start of measurements and nothing else, with every place that names it. Null from <see cref="Of"/>
/// where some use is neither a reading stored nor a measurement, and where it may be measured from before the first reading.
/// </summary>
internal sealed record MeasuredField(
    VariableDeclarationSyntax Declaration,
    IReadOnlyList<ExpressionSyntax> Readings,
    IReadOnlyList<(ExpressionSyntax Syntax, ExpressionSyntax Start)> Measurements
)
{
    public static MeasuredField? Of(IOperation subtraction, CompilationFacts facts, SemanticModel model)
    {
        if (
            EarlierOf(subtraction, facts) is not IFieldReferenceOperation { Field: { } field } reference
            || !facts.Types.IsInstant(field.Type)
            || field.ContainingType.IsValueType
            || PrivateFieldUses.Of(field, model) is not { Declarator.Initializer: not null } found
            || facts.Values.WritesTo(reference) is not { Complete: true, Values: { IsEmpty: false } writes }
        )
        {
            return null;
        }

        var readings = new List<ExpressionSyntax>();
        foreach (var written in writes)
        {
            if (
                facts.Clocks.ReadingOf(written) is not { IsDirect: true, Provider: null } reading
                || Values.Unwrap(written).Syntax != reading.Source.Syntax
                || reading.Source.Syntax is not ExpressionSyntax syntax
            )
            {
                return null;
            }

            readings.Add(syntax);
        }

        var measurements = new List<(ExpressionSyntax, ExpressionSyntax)>();
        foreach (var use in found.Uses.Where(use => !PrivateFieldUses.IsWritten(use)))
        {
            if (MeasurementFrom(use, facts, model) is not { } measurement)
            {
                return null;
            }

            measurements.Add((measurement, use));
        }

        return new MeasuredField(found.Declaration, readings, measurements);
    }

    /// <summary>The subtraction whose earlier end is this use and whose later one reads the static clock in place.</summary>
    private static ExpressionSyntax? MeasurementFrom(ExpressionSyntax use, CompilationFacts facts, SemanticModel model)
    {
        SyntaxNode node = use;
        while (node.Parent is ParenthesizedExpressionSyntax or ArgumentSyntax or ArgumentListSyntax)
        {
            node = node.Parent;
        }

        return
            node.Parent is ExpressionSyntax syntax
            && model.GetOperation(syntax) is { } operation
            && EarlierOf(operation, facts)?.Syntax == use
            && LaterOf(operation) is { } later
            && facts.Clocks.ReadingOf(later) is { IsDirect: true, Provider: null }
            ? syntax
            : null;
    }

    private static IOperation? EarlierOf(IOperation operation, CompilationFacts facts) =>
        operation switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } subtraction
                when facts.Types.IsInstant(subtraction.OperatorMethod?.ContainingType) => Values.Unwrap(subtraction.RightOperand),
            IInvocationOperation { TargetMethod.Name: "Subtract", Arguments.Length: 1 } call
                when facts.Types.IsInstant(call.TargetMethod.ContainingType) => Values.Unwrap(call.Arguments[0].Value),
            _ => null,
        };

    private static IOperation? LaterOf(IOperation operation) =>
        operation switch
        {
            IBinaryOperation subtraction => subtraction.LeftOperand,
            IInvocationOperation call => call.Instance,
            _ => null,
        };
}
