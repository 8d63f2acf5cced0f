using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>Do two expressions spell the same value: same symbols, same constants, same shape?</summary>
internal static class SameExpression
{
    private const int DeepestComparison = 32;

    public static bool Are(IOperation? left, IOperation? right) => Are(left, right, depth: 0);

    private static bool Are(IOperation? left, IOperation? right, int depth)
    {
        if (left is null || right is null || depth > DeepestComparison)
        {
            return left is null && right is null;
        }

        (left, right) = (Values.Unwrap(left), Values.Unwrap(right));
        if (left.ConstantValue.HasValue && right.ConstantValue.HasValue)
        {
            return Equals(left.ConstantValue.Value, right.ConstantValue.Value);
        }

        if (left.Kind != right.Kind || !SymbolEqualityComparer.Default.Equals(SymbolOf(left), SymbolOf(right)))
        {
            return false;
        }

        if (
            left is IBinaryOperation leftBinary
            && right is IBinaryOperation rightBinary
            && leftBinary.OperatorKind != rightBinary.OperatorKind
        )
        {
            return false;
        }

        var leftChildren = left.ChildOperations.GetEnumerator();
        var rightChildren = right.ChildOperations.GetEnumerator();
        while (true)
        {
            var (hasLeft, hasRight) = (leftChildren.MoveNext(), rightChildren.MoveNext());
            if (!hasLeft || !hasRight)
            {
                return hasLeft == hasRight
                    && (left.ChildOperations.Count > 0 || SymbolOf(left) is not null || left is IInstanceReferenceOperation);
            }

            if (!Are(leftChildren.Current, rightChildren.Current, depth + 1))
            {
                return false;
            }
        }
    }

    private static ISymbol? SymbolOf(IOperation operation) =>
        operation switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IMemberReferenceOperation member => member.Member,
            IInvocationOperation invocation => invocation.TargetMethod,
            IObjectCreationOperation creation => creation.Constructor,
            ITypeOfOperation type => type.TypeOperand,
            _ => null,
        };
}
