using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class RepeatedCalls
{
    /// <summary>What a <c>goto</c>, or a call by which a method calls itself, retries more than once; null where it retries
    /// nothing.</summary>
    /// <param name="edge">The jump or the call.</param>
    /// <param name="containing">The member it stands in.</param>
    private RepeatedCall? RetryOnBackEdge(IOperation edge, ISymbol containing)
    {
        var isJump = edge is IBranchOperation { BranchKind: BranchKind.GoTo };
        if (
            !isJump
            && !(
                edge is IInvocationOperation itself
                && (itself.TargetMethod.Name == containing.Name || itself.TargetMethod.MethodKind == MethodKind.LocalFunction)
                && IsInside(itself, itself.TargetMethod.OriginalDefinition, containing)
            )
        )
        {
            return null;
        }

        var function = Operations.FunctionAround(edge)?.Syntax;
        foreach (var operation in Values.RootOf(edge).Descendants())
        {
            if (
                operation is IInvocationOperation call
                && call.Syntax.SpanStart < edge.Syntax.SpanStart
                && Operations.FunctionAround(call)?.Syntax == function
                && retries.MayBeRepeated(call)
                && reachability.RemoteNameOf(call) is { } name
                && (
                    isJump
                        ? retries.RetriesInFunction(call).Any(retry => retry.Place == edge.Syntax)
                        : retries.MayLeadBack(call, (IInvocationOperation)edge)
                )
                && !IsTakenOnce(edge)
            )
            {
                return new RepeatedCall(call, name, isJump ? "This jump" : "This call of the method by itself", Loop: null)
                {
                    Again = isJump ? null : edge.Syntax,
                    EndsWithSuccess = true,
                    IsRetried = true,
                };
            }
        }

        return null;
    }

    private static bool IsInside(IOperation operation, IMethodSymbol method, ISymbol containing) =>
        Operations.FunctionAround(operation) switch
        {
            null => SymbolEqualityComparer.Default.Equals(containing, method),
            ILocalFunctionOperation local => SymbolEqualityComparer.Default.Equals(local.Symbol.OriginalDefinition, method),
            _ => false,
        };

    /// <summary>A flag decides whether the way back is taken, or a counter that lets it be taken once.</summary>
    private static bool IsTakenOnce(IOperation edge)
    {
        for (
            var ancestor = edge.Parent;
            ancestor is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation);
            ancestor = ancestor.Parent
        )
        {
            if (
                (
                    ancestor is IConditionalOperation branch
                    && (
                        HasFlag(branch.Condition)
                        || (branch.WhenTrue.Syntax.Span.Contains(edge.Syntax.Span) && IsTrueOnce(branch.Condition))
                    )
                )
                || (ancestor is ICatchClauseOperation { Filter: { } filter } && (HasFlag(filter) || IsTrueOnce(filter)))
                || (
                    ancestor is ICatchClauseOperation { Handler: { } handler }
                    && handler.Descendants().Any(part => part is IConditionalOperation before && HasFlag(before.Condition))
                )
            )
            {
                return true;
            }
        }

        return false;

        static bool HasFlag(IOperation condition) =>
            condition
                .DescendantsAndSelf()
                .Any(part =>
                    part is ILocalReferenceOperation or IParameterReferenceOperation && part.Type?.SpecialType == SpecialType.System_Boolean
                );

        static bool IsTrueOnce(IOperation condition) =>
            condition
                .DescendantsAndSelf()
                .Any(part =>
                    part
                        is IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan, RightOperand.ConstantValue.Value: int and <= 1 }
                            or IBinaryOperation
                            {
                                OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.LessThanOrEqual,
                                RightOperand.ConstantValue.Value: 0
                            }
                );
    }
}
