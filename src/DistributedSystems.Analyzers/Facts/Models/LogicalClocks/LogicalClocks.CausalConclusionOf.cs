using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

internal sealed partial class LogicalClocks
{
    /// <summary>
    /// What a comparison of two scalar stamps is taken to tell, though it does not; null where the comparison orders (sorts, takes the
    /// later one, drops what is old, breaks ties) or its use is not known.
    /// </summary>
    public string? CausalConclusionOf(IBinaryOperation comparison)
    {
        if (!ComparesScalarStamps(comparison) || IsInsideOrdering(comparison))
        {
            return null;
        }

        IOperation whole = comparison;
        while (
            whole.Parent
                is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not }
                    or IParenthesizedOperation
                    or IConversionOperation
                    or IBinaryOperation
                    {
                        OperatorKind: BinaryOperatorKind.ConditionalAnd
                            or BinaryOperatorKind.ConditionalOr
                            or BinaryOperatorKind.And
                            or BinaryOperatorKind.Or
                    }
        )
        {
            whole = whole.Parent;
        }

        // A tie-break beside it makes a total order. Of two comparisons for one conclusion the first is answered for.
        var comparisons = whole.DescendantsAndSelf().OfType<IBinaryOperation>().Where(IsComparison).ToList();
        if (!comparisons.All(ComparesScalarStamps) || !ReferenceEquals(comparisons[0], comparison))
        {
            return null;
        }

        var tells =
            comparisons.Count > 1 || comparison.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals
                ? "that two events are concurrent"
                : "that one event happened before another";
        return IsConclusion(whole, comparison) ? tells : null;
    }

    private static bool IsComparison(IBinaryOperation operation) =>
        operation.OperatorKind
            is BinaryOperatorKind.LessThan
                or BinaryOperatorKind.LessThanOrEqual
                or BinaryOperatorKind.GreaterThan
                or BinaryOperatorKind.GreaterThanOrEqual
                or BinaryOperatorKind.Equals
                or BinaryOperatorKind.NotEquals;

    private bool ComparesScalarStamps(IBinaryOperation comparison)
    {
        if (!IsComparison(comparison))
        {
            return false;
        }

        var (left, right) = Operations.SidesOf(comparison);
        return StampKindOf(left) is LogicalClock.Lamport or LogicalClock.Hybrid
            && StampKindOf(right) is LogicalClock.Lamport or LogicalClock.Hybrid;
    }

    private static bool IsInsideOrdering(IOperation comparison)
    {
        for (var around = comparison.Parent; around is not null; around = around.Parent)
        {
            if (around is IAnonymousFunctionOperation)
            {
                // A comparer, a filter, a cursor: it orders.
                return true;
            }
        }

        return Values.RootOf(comparison) is { SemanticModel: { } model } root
            && model.GetEnclosingSymbol(root.Syntax.Span.Length > 0 ? comparison.Syntax.SpanStart : 0) is IMethodSymbol method
            && (
                method.MethodKind == MethodKind.UserDefinedOperator
                || method.ReturnType.SpecialType == SpecialType.System_Int32
                || method.IsOverride
                || Declarations
                    .ImplementedBy(method)
                    .Any(contract => contract.ContainingType.Name is "IComparable" or "IComparer" or "IEquatable" or "IEqualityComparer")
            );
    }

    private bool IsConclusion(IOperation whole, IBinaryOperation comparison)
    {
        switch (whole.Parent)
        {
            case IReturnOperation:
                return true;
            case ISimpleAssignmentOperation assignment when assignment.Value == whole:
                return true;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }:
                return values
                    .UsesOf(local, whole)
                    .All(use =>
                        (use.Parent is IUnaryOperation { Parent: IConditionalOperation negated } ? negated : use.Parent)
                            is not IConditionalOperation choice
                        || IsConclusion(choice, comparison)
                    );
            case IConditionalOperation choice when choice.Condition == whole:
                return IsConclusion(choice, comparison);
            default:
                return false;
        }
    }

    /// <summary>A branch that takes over the later value, or only drops what is old, uses the order. Anything else acts on a
    /// conclusion.</summary>
    private static bool IsConclusion(IConditionalOperation choice, IBinaryOperation comparison)
    {
        if (choice.Type is not null && choice.WhenFalse is not null && choice.Parent is not IExpressionStatementOperation)
        {
            // later ? a : b
            return !new[] { choice.WhenTrue, choice.WhenFalse }.Any(branch => MentionsOwner(branch, comparison));
        }

        return !new[] { choice.WhenTrue, choice.WhenFalse }.Any(branch =>
                branch is not null && (Leaves(branch) || TakesOver(branch, comparison))
            )
            // Dropped is what is old, where what is not goes on to be taken over.
            && !(
                choice.Parent is IBlockOperation block
                && choice.WhenTrue.DescendantsAndSelf().Any(part => part is IReturnOperation)
                && block.Operations.Skip(block.Operations.IndexOf(choice) + 1).Any(later => TakesOver(later, comparison))
            );
    }

    /// <summary>Is one of the two kept, given back or handed on? Handing on both tells of what is between them.</summary>
    private static bool TakesOver(IOperation statement, IBinaryOperation comparison) =>
        statement
            .DescendantsAndSelf()
            .Any(operation =>
                operation switch
                {
                    IAssignmentOperation assignment => MentionsOwner(assignment.Value, comparison)
                        || MentionsOwner(assignment.Target, comparison),
                    IReturnOperation { ReturnedValue: { } value } => MentionsOneSide(new[] { value }, comparison),
                    IInvocationOperation { TargetMethod.Name: not ("CompareTo" or "Compare") } call => MentionsOneSide(
                        call.Arguments,
                        comparison
                    ),
                    _ => false,
                }
            );

    private static bool MentionsOneSide(IEnumerable<IOperation> operations, IBinaryOperation comparison)
    {
        var parts = operations.SelectMany(operation => operation.DescendantsAndSelf()).ToList();
        var (left, right) = Operations.SidesOf(comparison);
        return Mentions(left) != Mentions(right);

        bool Mentions(IOperation side) => OwnersIn(side).Any(owner => parts.Any(part => SameExpression.Are(owner, part)));
    }

    private static bool Leaves(IOperation branch) =>
        branch switch
        {
            IReturnOperation { ReturnedValue: null }
            or IThrowOperation
            or IBranchOperation
            or IExpressionStatementOperation { Operation: IThrowOperation } => true,
            IBlockOperation { Operations: { Length: > 0 } operations } => Leaves(operations[operations.Length - 1]),
            _ => false,
        };

    private static bool MentionsOwner(IOperation operation, IBinaryOperation comparison) =>
        operation
            .DescendantsAndSelf()
            .Any(part =>
                part is ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation
                && (OwnersIn(comparison.LeftOperand).Concat(OwnersIn(comparison.RightOperand))).Any(owner =>
                    SameExpression.Are(owner, part)
                )
            );

    private static IEnumerable<IOperation> OwnersIn(IOperation operand)
    {
        foreach (var part in operand.DescendantsAndSelf())
        {
            if (part is ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation)
            {
                yield return part;
            }
        }
    }
}
