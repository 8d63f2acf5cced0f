using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Code;

internal static partial class Operations
{
    /// <summary>The condition that a value takes part in; null where it decides nothing.</summary>
    public static IOperation? DecisionAround(IOperation value)
    {
        for (var inner = value; inner.Parent is { } around; inner = around)
        {
            switch (around)
            {
                case IConditionalOperation choice:
                    return choice.Condition == inner ? inner : null;
                case ILoopOperation loop:
                    return
                        loop is IWhileLoopOperation { Condition: { } condition } && condition == inner
                        || loop is IForLoopOperation { Condition: { } end } && end == inner
                        ? inner
                        : null;
                case ISwitchOperation choice:
                    return choice.Value == inner ? inner : null;
                case ISwitchExpressionOperation choice:
                    return choice.Value == inner ? inner : null;
                case IReturnOperation
                    when inner.Type?.SpecialType == SpecialType.System_Boolean
                        && inner is IBinaryOperation or IUnaryOperation or IInvocationOperation:
                    return inner;
                case IBlockOperation or IAnonymousFunctionOperation or IExpressionStatementOperation or IReturnOperation:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The <c>try</c> statements whose block an operation stands in, from the nearest to the outermost of its function.</summary>
    public static IEnumerable<ITryOperation> TriesAround(IOperation operation)
    {
        for (
            var inner = operation;
            inner.Parent is { } around and not (IAnonymousFunctionOperation or ILocalFunctionOperation);
            inner = around
        )
        {
            if (around is ITryOperation attempt && attempt.Body == inner)
            {
                yield return attempt;
            }
        }
    }

    public static bool IsInHandler(IOperation operation)
    {
        for (var ancestor = operation.Parent; ancestor is not null; ancestor = ancestor.Parent)
        {
            if (
                ancestor
                is ICatchClauseOperation
                    or ICoalesceOperation
                    or IConditionalAccessOperation
                    or IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr }
            )
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsConditional(IOperation operation, IOperation function)
    {
        for (var ancestor = operation.Parent; ancestor is not null && ancestor != function; ancestor = ancestor.Parent)
        {
            if (
                ancestor
                is IConditionalOperation
                    or ISwitchOperation
                    or ISwitchExpressionOperation
                    or ILoopOperation
                    or IAnonymousFunctionOperation
                    or ILocalFunctionOperation
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The loop around an operation that stands at a place.</summary>
    public static ILoopOperation? LoopAround(IOperation operation, SyntaxNode place)
    {
        for (var around = operation.Parent; around is not null; around = around.Parent)
        {
            if (around is ILoopOperation loop && loop.Syntax == place)
            {
                return loop;
            }
        }

        return null;
    }

    public static ILoopOperation? NearestLoopAround(IOperation operation)
    {
        for (
            var ancestor = operation.Parent;
            ancestor is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation);
            ancestor = ancestor.Parent
        )
        {
            if (ancestor is ILoopOperation loop)
            {
                return loop;
            }
        }

        return null;
    }

    /// <summary>A lambda passed to a method outside the framework (an endpoint is part of it) may run under any limit that method
    /// sets.</summary>
    public static bool IsGivenToForeignCode(IOperation function)
    {
        if (ArgumentHolding(function) is not { Parent: IInvocationOperation invocation })
        {
            return false;
        }

        var space = invocation.TargetMethod.ContainingNamespace;
        return !Symbols.IsFrameworkNamespace(space)
            && space?.FullName().StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) != true;
    }

    public static IMethodSymbol? EnclosingMethodOf(IOperation operation) =>
        FunctionAround(operation) switch
        {
            null => MethodOf(Values.RootOf(operation))?.OriginalDefinition,
            ILocalFunctionOperation local => local.Symbol.OriginalDefinition,
            _ => null,
        };

    /// <summary>The member whose body a root operation is; null for initializers.</summary>
    public static IMethodSymbol? MethodOf(IOperation root) => root.SemanticModel?.GetDeclaredSymbol(root.Syntax) as IMethodSymbol;

    /// <summary>The local or field that an object is put into when it is made.</summary>
    public static ISymbol? KeptIn(IOperation made)
    {
        made = OutOfConversions(made);
        return made.Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } => local,
            IFieldInitializerOperation { InitializedFields: { Length: 1 } fields } => fields[0],
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } assignment when assignment.Value == made =>
                local,
            ISimpleAssignmentOperation { Target: IFieldReferenceOperation { Field: var field } } assignment when assignment.Value == made =>
                field,
            _ => null,
        };
    }

    /// <summary>The type whose code an operation is part of.</summary>
    public static INamedTypeSymbol? TypeAround(IOperation operation) =>
        operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart)?.ContainingType;

    public static bool IsDisposedByScope(IVariableDeclaratorOperation declarator)
    {
        IOperation inner = declarator;
        while (inner.Parent is IVariableDeclarationOperation or IVariableDeclarationGroupOperation)
        {
            inner = inner.Parent;
        }

        return inner.Parent is IUsingDeclarationOperation || (inner.Parent is IUsingOperation scope && scope.Resources == inner);
    }

    /// <summary>The nearest lambda or local function around an operation, or null in the member's own body.</summary>
    public static IOperation? FunctionAround(IOperation operation)
    {
        for (var ancestor = operation.Parent; ancestor is not null; ancestor = ancestor.Parent)
        {
            // One look at the kind: a test for each interface costs more, and most calls ask this.
            if (ancestor.Kind is OperationKind.AnonymousFunction or OperationKind.LocalFunction)
            {
                return ancestor;
            }
        }

        return null;
    }

    /// <summary>The outermost of the conversions around a value; the value itself where there is none.</summary>
    public static IOperation OutOfConversions(IOperation value)
    {
        while (value.Parent is IConversionOperation)
        {
            value = value.Parent;
        }

        return value;
    }

    /// <summary>Is nothing done with a value: a statement of its own, or a discard? The discard of a function that has a parameter of this name is
    /// that parameter.</summary>
    public static bool IsDropped(IOperation value) =>
        OutOfConversions(value).Parent
            is IExpressionStatementOperation
                or ISimpleAssignmentOperation { Target: IDiscardOperation or IParameterReferenceOperation { Parameter.Name: "_" } };

    public static IArgumentOperation? ArgumentHolding(IOperation function) => HolderOf(function) as IArgumentOperation;

    /// <summary>What takes a function as a delegate.</summary>
    public static IOperation? HolderOf(IOperation function) => HeldAs(function).Parent;

    /// <summary>The delegate that is made of a function.</summary>
    public static IOperation HeldAs(IOperation function)
    {
        var value = function;
        while (value.Parent is IDelegateCreationOperation or IConversionOperation)
        {
            value = value.Parent;
        }

        return value;
    }

    public static bool IsInLoop(IOperation operation)
    {
        for (
            var ancestor = operation.Parent;
            ancestor is not (null or { Kind: OperationKind.AnonymousFunction or OperationKind.LocalFunction });
            ancestor = ancestor.Parent
        )
        {
            if (ancestor.Kind == OperationKind.Loop)
            {
                return true;
            }
        }

        return false;
    }
}
