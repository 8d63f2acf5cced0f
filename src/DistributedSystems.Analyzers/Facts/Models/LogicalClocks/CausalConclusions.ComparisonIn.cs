using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

/// <summary>Two values that are compared.</summary>
/// <param name="Left">The one.</param>
/// <param name="Right">The other.</param>
/// <param name="IsEquality">They are asked to be the same, or not to be.</param>
internal readonly record struct StampComparison(IOperation Left, IOperation Right, bool IsEquality);

internal sealed partial class CausalConclusions
{
    private const int DeepestComparison = 4;

    /// <summary>What a condition compares, by an operator, <c>CompareTo</c>, a comparer, the sign of a difference, <c>Equals</c> or a method
    /// of the project that does one of these; null where it is no comparison.</summary>
    private StampComparison? ComparisonIn(IOperation condition, int depth = 0)
    {
        switch (condition)
        {
            case IBinaryOperation { OperatorKind: var kind } binary when IsComparison(kind):
                var isEquality = kind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals;
                return
                    (
                        ComparedWithConstant(binary.LeftOperand, binary.RightOperand, depth)
                        ?? ComparedWithConstant(binary.RightOperand, binary.LeftOperand, depth)
                    )
                        is { } sides
                    ? sides with
                    {
                        IsEquality = isEquality,
                    }
                    : new StampComparison(binary.LeftOperand, binary.RightOperand, isEquality);
            case IIsPatternOperation { Value: var value, Pattern: var pattern }:
                return LimitIn(pattern) is { } limit && ComparedWithConstant(value, limit, depth) is { } compared
                    ? compared with
                    {
                        IsEquality = pattern is not IRelationalPatternOperation,
                    }
                    : null;
            case IInvocationOperation { TargetMethod.Name: "Equals", Instance: { } instance, Arguments: { Length: 1 } arguments }:
                return new StampComparison(instance, arguments[0].Value, IsEquality: true);
            case IInvocationOperation { TargetMethod.Name: "Equals", Arguments: { Length: 2 } arguments }:
                return new StampComparison(arguments[0].Value, arguments[1].Value, IsEquality: true);
            case IInvocationOperation { Type.SpecialType: SpecialType.System_Boolean } call:
                return ComparedBy(call, depth, ComparisonIn);
            default:
                return null;
        }
    }

    private static bool IsComparison(BinaryOperatorKind kind) =>
        kind
            is BinaryOperatorKind.LessThan
                or BinaryOperatorKind.LessThanOrEqual
                or BinaryOperatorKind.GreaterThan
                or BinaryOperatorKind.GreaterThanOrEqual
                or BinaryOperatorKind.Equals
                or BinaryOperatorKind.NotEquals;

    private static IOperation? LimitIn(IPatternOperation pattern) =>
        pattern switch
        {
            IRelationalPatternOperation relational => relational.Value,
            IConstantPatternOperation constant => constant.Value,
            INegatedPatternOperation { Pattern: var negated } => LimitIn(negated),
            _ => null,
        };

    /// <summary>a.CompareTo(b) &lt; 0; that they are far from each other is another matter.</summary>
    private StampComparison? ComparedWithConstant(IOperation value, IOperation limit, int depth) =>
        limit.ConstantValue is { HasValue: true, Value: 0 or 0L or 1 or -1 } constant
        && (constant.Value is 0 or 0L || values.ValueOf(value) is not IBinaryOperation)
            ? ThreeWay(value, depth)
            : null;

    /// <summary>What an expression compares that is negative, zero or positive by which of two values is the smaller.</summary>
    private StampComparison? ThreeWay(IOperation value, int depth = 0) =>
        values.ValueOf(value) switch
        {
            IInvocationOperation { TargetMethod.Name: "CompareTo", Instance: { } instance, Arguments: { Length: 1 } arguments } =>
                new StampComparison(instance, arguments[0].Value, IsEquality: false),
            IInvocationOperation { TargetMethod.Name: "Compare", Arguments: { Length: 2 } arguments } => new StampComparison(
                arguments[0].Value,
                arguments[1].Value,
                IsEquality: false
            ),
            IInvocationOperation { TargetMethod: { Name: "Sign", ContainingType.Name: "Math" }, Arguments: { Length: 1 } arguments } =>
                ThreeWay(arguments[0].Value, depth),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } difference => new StampComparison(
                difference.LeftOperand,
                difference.RightOperand,
                IsEquality: false
            ),
            IInvocationOperation call => ComparedBy(call, depth, ThreeWay),
            _ => null,
        };

    /// <summary>The arguments that a method of the project does nothing with but compare them.</summary>
    private StampComparison? ComparedBy(IInvocationOperation call, int depth, Func<IOperation, int, StampComparison?> compare)
    {
        if (
            depth >= DeepestComparison
            || call.IsVirtual
            || functions.ValuesReturnedBy(call.TargetMethod).Take(2).ToList() is not { Count: 1 } returned
            || compare(returned[0], depth + 1) is not { } inside
            // What is a stamp in there is answered for in there.
            || IsOfScalarStamps(inside)
        )
        {
            return null;
        }

        return Given(inside.Left) is { } left && Given(inside.Right) is { } right ? inside with { Left = left, Right = right } : null;

        IOperation? Given(IOperation parameter) =>
            Values.Unwrap(parameter) is IParameterReferenceOperation { Parameter.Ordinal: var place }
                ? call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == place)?.Value
                : null;
    }
}
