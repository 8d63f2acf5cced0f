using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>Where an operation stands: the function, the loop, the call or the handler around it, and what takes its value.</summary>
internal static partial class Operations
{
    // OperationKind.CollectionExpression, which the oldest supported compiler has no name for.
    public const OperationKind CollectionExpression = (OperationKind)0x7f;
    public const int DeepestReading = 6;

    /// <summary>What is compared: by an operator, as <c>a.CompareTo(b) &lt; 0</c> or as <c>T.Compare(a, b) &lt; 0</c>.</summary>
    public static (IOperation Left, IOperation Right) SidesOf(IBinaryOperation comparison) =>
        comparison.RightOperand.ConstantValue.HasValue
            ? Values.Unwrap(comparison.LeftOperand) switch
            {
                IInvocationOperation { TargetMethod.Name: "CompareTo", Instance: { } instance, Arguments: { Length: 1 } arguments } => (
                    instance,
                    arguments[0].Value
                ),
                IInvocationOperation { TargetMethod: { Name: "Compare", IsStatic: true }, Arguments: { Length: 2 } arguments } => (
                    arguments[0].Value,
                    arguments[1].Value
                ),
                _ => (comparison.LeftOperand, comparison.RightOperand),
            }
            : (comparison.LeftOperand, comparison.RightOperand);

    /// <summary>What has to be true all together for a condition to be.</summary>
    public static IEnumerable<IOperation> ConjunctsOf(IOperation condition)
    {
        // A generated condition has thousands, one in the left operand of the other.
        var open = new Stack<IOperation>();
        open.Push(condition);
        while (open.Count > 0)
        {
            var next = open.Pop();
            if (Values.Unwrap(next) is IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both)
            {
                open.Push(both.RightOperand);
                open.Push(both.LeftOperand);
            }
            else
            {
                yield return next;
            }
        }
    }

    /// <summary>The elements of a list that is written out; the default where it is not.</summary>
    public static ImmutableArray<IOperation> ListedIn(IOperation value) =>
        value switch
        {
            IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
            // 'int[] codes = { 1, 2 }'
            IArrayInitializerOperation initializer => initializer.ElementValues,
            { Kind: CollectionExpression } => value.ChildOperations.ToImmutableArray(),
            _ => default,
        };

    /// <summary>The local that a pattern gives what it matches; null where it names nothing.</summary>
    public static ISymbol? NamedByPattern(IOperation pattern) =>
        pattern switch
        {
            IDeclarationPatternOperation declared => declared.DeclaredSymbol,
            IRecursivePatternOperation taken => taken.DeclaredSymbol,
            _ => null,
        };

    /// <summary>The key of an entry in the initializer of a dictionary: <c>{ key, value }</c> or <c>[key] = value</c>.</summary>
    public static IOperation? KeyOfEntry(IOperation entry) =>
        entry switch
        {
            IInvocationOperation { TargetMethod.Name: "Add", Arguments.IsEmpty: false } added => added.Arguments[0].Value,
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Arguments.Length: 1 } element } => element
                .Arguments[0]
                .Value,
            _ => null,
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

    /// <summary>Taking the later of two instants is a maximum, which is a join; taking anything else by them is not.</summary>
    public static bool IsMaximum(IBinaryOperation comparison)
    {
        var (left, right) = SidesOf(comparison);
        bool IsOperand(IOperation value) => SameExpression.Are(value, left) || SameExpression.Are(value, right);
        var condition = OutOfConversions(comparison);
        if (condition.Parent is not IConditionalOperation choice || choice.Condition != condition)
        {
            return false;
        }

        if (choice.Type is not null)
        {
            return IsOperand(choice.WhenTrue) && choice.WhenFalse is { } otherwise && IsOperand(otherwise);
        }

        var statement = choice.WhenTrue is IBlockOperation { Operations: { Length: 1 } single } ? single[0] : choice.WhenTrue;
        return choice.WhenFalse is null
            && statement is IExpressionStatementOperation { Operation: ISimpleAssignmentOperation assignment }
            && IsOperand(assignment.Target)
            && IsOperand(assignment.Value);
    }

    public static bool IsReturned(IInvocationOperation call)
    {
        IOperation value = call;
        while (
            value.Parent is IConversionOperation or IParenthesizedOperation
            || value.Parent is IInvocationOperation { TargetMethod.Name: "AsTask" or "ConfigureAwait" }
        )
        {
            value = value.Parent;
        }

        return value.Parent is IReturnOperation;
    }

    /// <summary>What an <c>await</c> or a blocking wait gives the result of; any other value itself.</summary>
    public static IOperation WaitedFor(IOperation value)
    {
        value = Values.Unwrap(value);
        if (value is IAwaitOperation await)
        {
            value = Values.Unwrap(await.Operation);
        }

        // ConfigureAwait and the synchronous waits hand the same result on.
        while (value is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "GetAwaiter" or "GetResult", Instance: { } awaited })
        {
            value = Values.Unwrap(awaited);
        }

        return value is IPropertyReferenceOperation { Property.Name: "Result", Instance: { } task } ? Values.Unwrap(task) : value;
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

    /// <summary>Does a condition only tell whether a value is there: a comparison with null, a Try method that gives the value
    /// apart?</summary>
    public static bool IsMiss(IOperation condition) =>
        Values.Unwrap(condition) switch
        {
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } negated => IsMiss(negated.Operand),
            IAwaitOperation awaited => IsMiss(awaited.Operation),
            IInvocationOperation attempt => attempt.TargetMethod.Parameters.Any(parameter => parameter.RefKind == RefKind.Out)
                || attempt.TargetMethod
                    is { Name: "IsNullOrEmpty" or "IsNullOrWhiteSpace", ContainingType.SpecialType: SpecialType.System_String },
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison => IsNull(
                comparison.RightOperand
            ),
            IIsPatternOperation { Pattern: var pattern } => (pattern is INegatedPatternOperation negated ? negated.Pattern : pattern)
                is IConstantPatternOperation constant
                && IsNull(constant.Value),
            // Nullable<T> and the values of StackExchange.Redis.
            IPropertyReferenceOperation { Property.Name: "HasValue" or "IsNull" or "IsNullOrEmpty" } => true,
            _ => false,
        };

    private static bool IsNull(IOperation value) => Values.Unwrap(value).ConstantValue is { HasValue: true, Value: null };

    /// <summary>The call or property that a value is the receiver of.</summary>
    public static IOperation? ReceiverUse(IOperation use)
    {
        use = OutOfConversions(use);
        return use.Parent switch
        {
            IInvocationOperation call when call.Instance == use => call,
            IPropertyReferenceOperation property when property.Instance == use => property,
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true } call } argument
                when call.Arguments[0] == argument => call,
            IConditionalAccessOperation access when access.Operation == use => access
                .WhenNotNull.DescendantsAndSelf()
                .FirstOrDefault(part => part is IConditionalAccessInstanceOperation)
                is { } instance
                ? ReceiverUse(instance)
                : null,
            _ => null,
        };
    }

    public static IOperation? Option(IObjectCreationOperation options, string property)
    {
        foreach (var initializer in options.Initializer?.Initializers ?? ImmutableArray<IOperation>.Empty)
        {
            if (
                initializer is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation target } assignment
                && target.Property.Name == property
            )
            {
                return assignment.Value;
            }
        }

        return null;
    }

    public static IInvocationOperation? CallOn(IOperation value)
    {
        value = OutOfConversions(value);
        return value.Parent switch
        {
            IInvocationOperation call when call.Instance == value => call,
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true } call } argument
                when call.Arguments[0] == argument => call,
            _ => null,
        };
    }

    public static IOperation? ReceiverOf(IInvocationOperation invocation) =>
        invocation.Instance
        ?? (invocation.TargetMethod.IsExtensionMethod && invocation.Arguments.Length > 0 ? invocation.Arguments[0].Value : null);
}
