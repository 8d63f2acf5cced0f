using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

/// <summary>Comparisons of scalar stamps that are taken to tell more than an order.</summary>
internal sealed partial class CausalConclusions(Values values, Functions functions, LogicalClocks clocks)
{
    /// <summary>
    /// What a comparison of two scalar stamps is taken to tell, though it does not; null where the comparison orders (sorts, takes the
    /// later one, drops what is old, breaks ties) or its use is not known.
    /// </summary>
    public string? ConclusionOf(IOperation operation)
    {
        if (operation is ISwitchExpressionOperation or ISwitchOperation)
        {
            return ConclusionOfChoice(operation);
        }

        if (ComparisonIn(operation) is not { } comparison || !IsOfScalarStamps(comparison) || IsInsideOrdering(operation))
        {
            return null;
        }

        var whole = operation;
        while (IsPartOfCondition(whole.Parent))
        {
            whole = whole.Parent!;
        }

        // Of two comparisons for one conclusion the first is answered for.
        var comparisons = PartsOf(whole)
            .Select(part => (Place: part, Compared: ComparisonIn(part)))
            .Where(part => part.Compared is not null)
            .ToList();
        var ofStamps = comparisons.Where(part => IsOfScalarStamps(part.Compared!.Value)).ToList();
        if (
            !ReferenceEquals(ofStamps[0].Place, operation)
            // A tie-break beside it makes a total order; that the two are not of one process takes nothing away.
            || comparisons.Any(part => !IsOfScalarStamps(part.Compared!.Value) && !TellsApart(part.Place, part.Compared.Value))
        )
        {
            return null;
        }

        var tells =
            ofStamps.Count > 1 || comparison.IsEquality ? "that two events are concurrent" : "that one event happened before another";
        return IsConclusion(whole, comparison) ? tells : null;
    }

    /// <summary>a.Stamp.CompareTo(b.Stamp) switch { &lt; 0 => "caused", … }</summary>
    private string? ConclusionOfChoice(IOperation choice)
    {
        var (value, branches) = choice switch
        {
            ISwitchExpressionOperation { Value: var chosen, Arms: var arms } => (chosen, arms.Select(arm => arm.Value).ToList()),
            ISwitchOperation { Value: var chosen, Cases: var cases } => (chosen, cases.SelectMany(section => section.Body).ToList()),
            _ => (choice, new List<IOperation>()),
        };
        return
            ThreeWay(value) is { } comparison
            && IsOfScalarStamps(comparison)
            && !IsInsideOrdering(choice)
            && !branches.Any(branch =>
                choice is ISwitchExpressionOperation ? MentionsOwner(branch, comparison) : TakesOver(branch, comparison)
            )
            ? "that one event happened before another"
            : null;
    }

    private static bool IsPartOfCondition(IOperation? operation) =>
        operation
            is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not }
                or IParenthesizedOperation
                or IConversionOperation
                or IBinaryOperation
                {
                    OperatorKind: BinaryOperatorKind.ConditionalAnd
                        or BinaryOperatorKind.ConditionalOr
                        or BinaryOperatorKind.And
                        or BinaryOperatorKind.Or
                };

    /// <summary>What a condition is put together from by and, or and not.</summary>
    private static IEnumerable<IOperation> PartsOf(IOperation condition) =>
        IsPartOfCondition(condition) ? condition.ChildOperations.SelectMany(PartsOf) : new[] { condition };

    /// <summary>a.Author != b.Author, !a.Author.Equals(b.Author)</summary>
    private static bool TellsApart(IOperation part, StampComparison comparison) =>
        comparison.IsEquality
        && (part is IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals })
            != (part.Parent is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not });

    private bool IsOfScalarStamps(StampComparison comparison) =>
        clocks.StampKindOf(comparison.Left) is LogicalClock.Lamport or LogicalClock.Hybrid
        && clocks.StampKindOf(comparison.Right) is LogicalClock.Lamport or LogicalClock.Hybrid;

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

    private bool IsConclusion(IOperation whole, StampComparison comparison)
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
    private bool IsConclusion(IConditionalOperation choice, StampComparison comparison)
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
    private bool TakesOver(IOperation statement, StampComparison comparison) =>
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

    private bool MentionsOneSide(IEnumerable<IOperation> operations, StampComparison comparison)
    {
        var parts = operations.SelectMany(operation => operation.DescendantsAndSelf()).ToList();
        return Mentions(comparison.Left) != Mentions(comparison.Right);

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

    private bool MentionsOwner(IOperation operation, StampComparison comparison) =>
        operation
            .DescendantsAndSelf()
            .Any(part =>
                part is ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation
                && OwnersIn(comparison.Left).Concat(OwnersIn(comparison.Right)).Any(owner => SameExpression.Are(owner, part))
            );

    /// <summary>The stamp and what it is a part of; of a local also what it holds.</summary>
    private IEnumerable<IOperation> OwnersIn(IOperation operand) =>
        operand
            .DescendantsAndSelf()
            .Concat(values.ValueOf(operand).DescendantsAndSelf())
            .Where(part => part is ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation);
}
