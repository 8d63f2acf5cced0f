using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>Where an operation stands: the function, the loop, the call or the handler around it, and what takes its value.</summary>
internal static class Operations
{
    // OperationKind.CollectionExpression, which the oldest supported compiler has no name for.
    public const OperationKind CollectionExpression = (OperationKind)0x7f;
    public const int DeepestReading = 6;

    /// <summary>What is compared: by an operator, as <c>a.CompareTo(b) &lt; 0</c> or as <c>T.Compare(a, b) &lt; 0</c>.</summary>
    public static (IOperation Left, IOperation Right) SidesOf(IBinaryOperation comparison) => comparison.RightOperand.ConstantValue.HasValue
        ? Values.Unwrap(comparison.LeftOperand) switch
        {
            IInvocationOperation { TargetMethod.Name: "CompareTo", Instance: { } instance, Arguments: { Length: 1 } arguments } => (instance, arguments[0].Value),
            IInvocationOperation { TargetMethod: { Name: "Compare", IsStatic: true }, Arguments: { Length: 2 } arguments } => (arguments[0].Value, arguments[1].Value),
            _ => (comparison.LeftOperand, comparison.RightOperand),
        }
        : (comparison.LeftOperand, comparison.RightOperand);

    /// <summary>The elements of a list that is written out; the default where it is not.</summary>
    public static ImmutableArray<IOperation> ListedIn(IOperation value) => value switch
    {
        IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
        { Kind: CollectionExpression } => value.ChildOperations.ToImmutableArray(),
        _ => default,
    };

    public static IInvocationOperation? InvocationIn(IOperation expression)
    {
        while (true)
        {
            switch (expression)
            {
                case IAwaitOperation await:
                    expression = await.Operation;
                    break;
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } awaited }:
                    expression = awaited;
                    break;
                default:
                    return expression as IInvocationOperation;
            }
        }
    }

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
                    return loop is IWhileLoopOperation { Condition: { } condition } && condition == inner || loop is IForLoopOperation { Condition: { } end } && end == inner ? inner : null;
                case ISwitchOperation choice:
                    return choice.Value == inner ? inner : null;
                case ISwitchExpressionOperation choice:
                    return choice.Value == inner ? inner : null;
                case IReturnOperation when inner.Type?.SpecialType == SpecialType.System_Boolean && inner is IBinaryOperation or IUnaryOperation or IInvocationOperation:
                    return inner;
                case IBlockOperation or IAnonymousFunctionOperation or IExpressionStatementOperation or IReturnOperation:
                    return null;
            }
        }

        return null;
    }

    public static bool IsInHandler(IOperation operation)
    {
        for (var ancestor = operation.Parent; ancestor is not null; ancestor = ancestor.Parent)
        {
            if (ancestor is ICatchClauseOperation or ICoalesceOperation or IConditionalAccessOperation or IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr })
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
            if (ancestor is IConditionalOperation or ISwitchOperation or ISwitchExpressionOperation or ILoopOperation or IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Taking the later of two instants is a maximum, which is a join; taking anything else by them is not.</summary>
    public static bool IsMaximum(IBinaryOperation comparison)
    {
        var (left, right) = SidesOf(comparison);
        bool IsOperand(IOperation value) => SameExpression.Are(value, left) || SameExpression.Are(value, right);
        IOperation condition = comparison;
        while (condition.Parent is IParenthesizedOperation or IConversionOperation)
        {
            condition = condition.Parent;
        }

        if (condition.Parent is not IConditionalOperation choice || choice.Condition != condition)
        {
            return false;
        }

        if (choice.Type is not null)
        {
            return IsOperand(choice.WhenTrue) && choice.WhenFalse is { } otherwise && IsOperand(otherwise);
        }

        var statement = choice.WhenTrue is IBlockOperation { Operations: { Length: 1 } single } ? single[0] : choice.WhenTrue;
        return choice.WhenFalse is null && statement is IExpressionStatementOperation { Operation: ISimpleAssignmentOperation assignment } && IsOperand(assignment.Target) && IsOperand(assignment.Value);
    }

    public static bool IsReturned(IInvocationOperation call)
    {
        IOperation value = call;
        while (value.Parent is IConversionOperation or IParenthesizedOperation || value.Parent is IInvocationOperation { TargetMethod.Name: "AsTask" or "ConfigureAwait" })
        {
            value = value.Parent;
        }

        return value.Parent is IReturnOperation;
    }

    public static ILoopOperation? NearestLoopAround(IOperation operation)
    {
        for (var ancestor = operation.Parent; ancestor is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); ancestor = ancestor.Parent)
        {
            if (ancestor is ILoopOperation loop)
            {
                return loop;
            }
        }

        return null;
    }

    /// <summary>A lambda passed to a method outside the framework (an endpoint is part of it) may run under any limit that method sets.</summary>
    public static bool IsGivenToForeignCode(IOperation function)
    {
        var value = function;
        while (value.Parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        if (value.Parent is not IArgumentOperation { Parent: IInvocationOperation invocation })
        {
            return false;
        }

        var space = invocation.TargetMethod.ContainingNamespace;
        return !Symbols.IsFrameworkNamespace(space) && space?.FullName().StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) != true;
    }

    public static IOperation WithoutAdapters(IOperation task)
    {
        while (true)
        {
            task = Values.Unwrap(task);
            switch (task)
            {
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "Preserve", Instance: { } adapted }:
                    task = adapted;
                    break;
                case IPropertyReferenceOperation { Property.Name: "ResponseAsync", Instance: { } call }:
                    task = call;
                    break;
                default:
                    return task;
            }
        }
    }

    public static IMethodSymbol? EnclosingMethodOf(IOperation operation) => FunctionAround(operation) switch
    {
        null => MethodOf(Values.RootOf(operation))?.OriginalDefinition,
        ILocalFunctionOperation local => local.Symbol.OriginalDefinition,
        _ => null,
    };

    /// <summary>The member whose body a root operation is; null for initializers.</summary>
    public static IMethodSymbol? MethodOf(IOperation root) => root.SemanticModel?.GetDeclaredSymbol(root.Syntax) as IMethodSymbol;

    /// <summary>Does a condition only tell whether a value is there: a comparison with null, a Try method that gives the value apart?</summary>
    public static bool IsMiss(IOperation condition) => Values.Unwrap(condition) switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } negated => IsMiss(negated.Operand),
        IAwaitOperation awaited => IsMiss(awaited.Operation),
        IInvocationOperation attempt => attempt.TargetMethod.Parameters.Any(parameter => parameter.RefKind == RefKind.Out),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison => IsNull(comparison.RightOperand),
        IIsPatternOperation { Pattern: var pattern } => (pattern is INegatedPatternOperation negated ? negated.Pattern : pattern) is IConstantPatternOperation constant && IsNull(constant.Value),
        IPropertyReferenceOperation { Property.Name: "HasValue" } => true,
        _ => false,
    };

    private static bool IsNull(IOperation value) => Values.Unwrap(value).ConstantValue is { HasValue: true, Value: null };

    /// <summary>The local or field that an object is put into when it is made.</summary>
    public static ISymbol? KeptIn(IOperation made)
    {
        while (made.Parent is IConversionOperation)
        {
            made = made.Parent;
        }

        return made.Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } => local,
            IFieldInitializerOperation { InitializedFields: { Length: 1 } fields } => fields[0],
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } assignment when assignment.Value == made => local,
            ISimpleAssignmentOperation { Target: IFieldReferenceOperation { Field: var field } } assignment when assignment.Value == made => field,
            _ => null,
        };
    }

    /// <summary>The type whose code an operation is part of.</summary>
    public static INamedTypeSymbol? TypeAround(IOperation operation) => operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart)?.ContainingType;

    public static bool IsDisposedByScope(IVariableDeclaratorOperation declarator)
    {
        IOperation inner = declarator;
        while (inner.Parent is IVariableDeclarationOperation or IVariableDeclarationGroupOperation)
        {
            inner = inner.Parent;
        }

        return inner.Parent is IUsingDeclarationOperation || (inner.Parent is IUsingOperation scope && scope.Resources == inner);
    }

    /// <summary>The call or property that a value is the receiver of.</summary>
    public static IOperation? ReceiverUse(IOperation use)
    {
        while (use.Parent is IConversionOperation or IParenthesizedOperation)
        {
            use = use.Parent;
        }

        return use.Parent switch
        {
            IInvocationOperation call when call.Instance == use => call,
            IPropertyReferenceOperation property when property.Instance == use => property,
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true } call } argument when call.Arguments[0] == argument => call,
            _ => null,
        };
    }

    public static IOperation? Option(IObjectCreationOperation options, string property)
    {
        foreach (var initializer in options.Initializer?.Initializers ?? ImmutableArray<IOperation>.Empty)
        {
            if (initializer is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation target } assignment && target.Property.Name == property)
            {
                return assignment.Value;
            }
        }

        return null;
    }

    public static IInvocationOperation? CallOn(IOperation value)
    {
        while (value.Parent is IConversionOperation)
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            IInvocationOperation call when call.Instance == value => call,
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true } call } argument when call.Arguments[0] == argument => call,
            _ => null,
        };
    }

    public static IOperation? ReceiverOf(IInvocationOperation invocation) =>
        invocation.Instance ?? (invocation.TargetMethod.IsExtensionMethod && invocation.Arguments.Length > 0 ? invocation.Arguments[0].Value : null);

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

    public static IArgumentOperation? ArgumentHolding(IOperation function) => HolderOf(function) as IArgumentOperation;

    /// <summary>What takes a function as a delegate.</summary>
    public static IOperation? HolderOf(IOperation function)
    {
        var value = function;
        while (value.Parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        return value.Parent;
    }

    public static bool IsInLoop(IOperation operation)
    {
        for (var ancestor = operation.Parent; ancestor is not (null or { Kind: OperationKind.AnonymousFunction or OperationKind.LocalFunction }); ancestor = ancestor.Parent)
        {
            if (ancestor.Kind == OperationKind.Loop)
            {
                return true;
            }
        }

        return false;
    }
}
