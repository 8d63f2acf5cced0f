using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Promises;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

/// <summary>Something that keeps a merge from being a join.</summary>
/// <param name="Place">The expression.</param>
/// <param name="What">What it does: <c>adds up what both have counted</c>.</param>
/// <param name="Law">The law it breaks: idempotent, commutative, associative.</param>
internal sealed record MergeBreach(IOperation Place, string What, string Law);

/// <summary>Whether a merge of replicated values is a join.</summary>
internal sealed partial class Merges(
    WellKnownTypes types,
    Values values,
    Functions functions,
    Declarations declarations,
    Origins origins,
    Clocks clocks,
    LogicalClocks logicalClocks,
    Determinism determinism
)
{
    private static readonly HashSet<string> Sequences = new(StringComparer.Ordinal)
    {
        "List",
        "LinkedList",
        "Queue",
        "Stack",
        "IList",
        "Collection",
        "StringBuilder",
        "ImmutableList",
        "ImmutableArray",
        "ImmutableQueue",
        "ImmutableStack",
        "ConcurrentQueue",
        "ConcurrentStack",
        "ConcurrentBag",
    };

    private static readonly HashSet<string> Appending = new(StringComparer.Ordinal)
    {
        "Add",
        "AddRange",
        "AddLast",
        "AddFirst",
        "Enqueue",
        "Push",
        "Append",
        "Insert",
        "InsertRange",
    };

    /// <summary>Is a method declared to merge: itself, or by the shape <c>T Merge(T)</c>, <c>void Merge(T)</c> or <c>static T Merge(T,
    /// T)</c> in a type declared mergeable?</summary>
    public bool IsMerge(IMethodSymbol method)
    {
        if (method.MethodKind is not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation) || method.Parameters.IsEmpty)
        {
            return false;
        }

        if (declarations.Carries(method, Annotations.Mergeable) || (method.OverriddenMethod is { } overridden && IsMerge(overridden)))
        {
            return true;
        }

        var type = method.ContainingType;
        return declarations.Carries(type, Annotations.Mergeable)
            && method.Parameters.Length == (method.IsStatic ? 2 : 1)
            && method.Parameters.All(parameter => IsSelf(parameter.Type))
            && (method.ReturnsVoid ? !method.IsStatic : IsSelf(method.ReturnType));

        bool IsSelf(ITypeSymbol other) =>
            SymbolEqualityComparer.Default.Equals(other, type)
            || (
                other is INamedTypeSymbol { TypeKind: TypeKind.Interface } contract
                && type.AllInterfaces.Contains(contract, SymbolEqualityComparer.Default)
                && declarations.Carries(contract, Annotations.Mergeable)
            );
    }

    /// <summary>
    /// Is it this method that is meant? What copies or resets has the shape of a merge too, so of several in a type only those count that
    /// carry the attribute themselves or are called after merging.
    /// </summary>
    private bool IsCertainlyMerge(IMethodSymbol method) =>
        declarations.Carries(method, Annotations.Mergeable)
        || method.IsOverride
        || method.Name.StartsWith("Merge", StringComparison.Ordinal)
        || method.Name.StartsWith("Join", StringComparison.Ordinal)
        || method.ContainingType.GetMembers().Count(member => member is IMethodSymbol other && IsMerge(other)) == 1;

    /// <summary>What keeps a merge from being commutative, associative and idempotent; nothing where that is not seen.</summary>
    public IEnumerable<MergeBreach> BreachesIn(IMethodSymbol merge, ImmutableArray<IOperation> blocks)
    {
        var body = blocks.IsEmpty ? null : Values.RootOf(blocks[0]).Syntax;
        var sides =
            merge.Parameters.Length >= 2
                ? new MergeSides(merge.Parameters[0], merge.Parameters[1], body)
                : new MergeSides(null, merge.Parameters[0], body);
        var isCertain = IsCertainlyMerge(merge);
        var removesDuplicates = blocks
            .SelectMany(block => block.Descendants())
            .Any(operation =>
                operation switch
                {
                    IInvocationOperation
                    {
                        TargetMethod.Name: "Distinct"
                            or "DistinctBy"
                            or "Union"
                            or "UnionBy"
                            or "Except"
                            or "ExceptBy"
                            or "ToHashSet"
                            or "ToImmutableHashSet"
                            or "ToImmutableSortedSet"
                            or "GroupBy"
                    } => true,
                    IInvocationOperation { TargetMethod.Name: "Where" } filter => filter.Arguments.Any(argument =>
                        LooksWhetherItIsThere(argument)
                    ),
                    IObjectCreationOperation { Type.Name: "HashSet" or "SortedSet", Arguments.Length: > 0 } => true,
                    _ => false,
                }
            );
        foreach (var operation in blocks.SelectMany(block => block.Descendants()))
        {
            if (BreachOf(operation) is { } breach)
            {
                yield return breach;
            }
        }

        MergeBreach? BreachOf(IOperation operation)
        {
            switch (operation)
            {
                case ICompoundAssignmentOperation compound
                    when IsArithmetic(compound.OperatorKind)
                        && (IsState(compound.Target) || (OfSelf(compound.Target) && OfOther(compound.Value))):
                    return compound.Type?.SpecialType == SpecialType.System_String ? new MergeBreach(compound, "appends", "idempotent")
                        : compound.OperatorKind is BinaryOperatorKind.Subtract or BinaryOperatorKind.Divide
                            ? new MergeBreach(compound, "subtracts", "commutative")
                        : new MergeBreach(compound, "accumulates", "idempotent");
                case IIncrementOrDecrementOperation step when IsState(step.Target):
                    return new MergeBreach(step, "counts the merges", "idempotent");
                case IInvocationOperation call
                    when Atomics.AccessBy(call.TargetMethod) is AtomicAccess.Adds or AtomicAccess.Steps && IsState(call.Arguments[0].Value):
                    return new MergeBreach(call, "accumulates", "idempotent");
                case IInterpolatedStringOperation text when OfSelf(text) && OfOther(text) && IsResult(text):
                    return new MergeBreach(text, "appends", "idempotent");
                case IBinaryOperation binary when IsArithmetic(binary.OperatorKind) && IsResult(binary):
                    return BreachOfArithmetic(binary);
                case IInvocationOperation { TargetMethod: { Name: "Concat", ContainingType.Name: "Enumerable" or "String" } } call
                    when !removesDuplicates
                        && call.Arguments.Any(argument => OfSelf(argument.Value))
                        && call.Arguments.Any(argument => OfOther(argument.Value)):
                    return new MergeBreach(call, "appends", "idempotent");
                case IInvocationOperation call when !removesDuplicates && Appends(call):
                    return new MergeBreach(call, "appends", "idempotent");
                case IInvocationOperation { IsVirtual: false, Arguments.Length: >= 2 } call
                    when functions.IsOwnMethod(call.TargetMethod)
                        && call.Arguments.Any(argument => OfSelf(argument.Value))
                        && call.Arguments.Any(argument => OfOther(argument.Value))
                        && functions
                            .ValuesReturnedBy(call.TargetMethod)
                            .Any(value =>
                                Values.Unwrap(value) is IBinaryOperation sum
                                && IsArithmetic(sum.OperatorKind)
                                && Names(sum.LeftOperand)
                                && Names(sum.RightOperand)
                            ):
                    return new MergeBreach(call, "accumulates", "idempotent");
                case IBinaryOperation comparison when IsPickByWallClock(comparison):
                    return new MergeBreach(
                        comparison,
                        "picks by the wall clock, which two replicas may read alike or wrongly,",
                        "commutative"
                    );
                default:
                    return isCertain ? BreachByLoss(operation, sides) ?? BreachByPresent(operation) : null;
            }
        }

        MergeBreach? BreachOfArithmetic(IBinaryOperation binary)
        {
            var mixed =
                (OfSelf(binary.LeftOperand) && OfOther(binary.RightOperand))
                || (OfOther(binary.LeftOperand) && OfSelf(binary.RightOperand));
            var shifted =
                !mixed
                && (binary.RightOperand.ConstantValue.HasValue || binary.LeftOperand.ConstantValue.HasValue)
                && (OfSelf(binary) || OfOther(binary))
                && binary.Parent is not IBinaryOperation;
            return !mixed && !shifted ? null
                : binary.Type?.SpecialType == SpecialType.System_String ? new MergeBreach(binary, "appends", "idempotent")
                : binary.OperatorKind is BinaryOperatorKind.Subtract or BinaryOperatorKind.Divide
                    ? new MergeBreach(binary, "subtracts", "commutative")
                : new MergeBreach(binary, "accumulates", "idempotent");
        }

        bool OfOther(IOperation value) => StemsFromOther(value, sides);

        bool OfSelf(IOperation value) => StemsFromSelf(value, sides);

        bool Names(IOperation operand) => Values.Unwrap(operand) is IParameterReferenceOperation;

        bool Appends(IInvocationOperation call) =>
            Appending.Contains(call.TargetMethod.Name)
            && call.Instance?.Type is INamedTypeSymbol type
            && Sequences.Contains(type.Name)
            && call.Arguments.Any(argument => OfOther(argument.Value))
            && (IsState(call.Instance) || OfSelf(call.Instance) || IsFilledFromSelf(call.Instance))
            && !Guards.Of(call).Any(guard => LooksWhetherItIsThere(guard.Condition));
        bool IsFilledFromSelf(IOperation list) =>
            Values.Unwrap(list) is ILocalReferenceOperation local
            && values
                .UsesOf(local.Local, local)
                .Any(use =>
                    use.Parent is IInvocationOperation { TargetMethod.Name: var name, Arguments: var arguments } filling
                    && filling.Instance == use
                    && Appending.Contains(name)
                    && arguments.Any(argument => OfSelf(argument.Value))
                );

        bool IsPickByWallClock(IBinaryOperation comparison) =>
            comparison.OperatorKind
                is BinaryOperatorKind.LessThan
                    or BinaryOperatorKind.LessThanOrEqual
                    or BinaryOperatorKind.GreaterThan
                    or BinaryOperatorKind.GreaterThanOrEqual
            && Operations.SidesOf(comparison) is var (left, right)
            && (IsWallClockValue(left) || IsWallClockValue(right))
            && ((OfSelf(left) && OfOther(right)) || (OfOther(left) && OfSelf(right)))
            && !Operations.IsMaximum(comparison);
    }

    private static bool LooksWhetherItIsThere(IOperation condition) =>
        condition
            .DescendantsAndSelf()
            .Any(part =>
                part is IInvocationOperation { TargetMethod.Name: "Contains" or "ContainsKey" or "Any" or "TryAdd" or "Add" or "All" }
            );

    private static bool IsArithmetic(BinaryOperatorKind kind) =>
        kind
            is BinaryOperatorKind.Add
                or BinaryOperatorKind.Subtract
                or BinaryOperatorKind.Multiply
                or BinaryOperatorKind.Divide
                or BinaryOperatorKind.ExclusiveOr;

    /// <summary>State of the merged object itself, or an element of it.</summary>
    private static bool IsState(IOperation target)
    {
        while (target is IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } collection })
        {
            target = collection;
        }

        return (target is IArrayElementReferenceOperation element ? Values.Unwrap(element.ArrayReference) : target)
            is IMemberReferenceOperation { Instance: IInstanceReferenceOperation };
    }

    /// <summary>Does a computed value become a part of the result: assigned, returned, or given to a new object, and not an index or a
    /// condition?</summary>
    private bool IsResult(IOperation value)
    {
        while (true)
        {
            switch (value.Parent)
            {
                case IConversionOperation
                or IParenthesizedOperation
                or IBinaryOperation { Type.SpecialType: not SpecialType.System_Boolean }
                or IObjectOrCollectionInitializerOperation
                or ITupleOperation:
                case IConditionalOperation choice when choice.Condition != value:
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ContainingType.Name: "Math" } }:
                case IInvocationOperation { TargetMethod.ContainingType.Name: "Math" }:
                    value = value.Parent;
                    continue;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }:
                    return values.UsesOf(local, value).Any(use => use.Syntax.SpanStart >= value.Parent.Syntax.Span.End && IsResult(use));
                case IArgumentOperation { Parent: IObjectCreationOperation { Type: INamedTypeSymbol made } }:
                    return types.Exception is not { } exception || !Symbols.DerivesFrom(made, exception);
                case IReturnOperation:
                    return true;
                case IArgumentOperation
                {
                    Parent: IInvocationOperation { TargetMethod.Name: "Add" or "TryAdd" or "AddOrUpdate" or "SetItem" }
                }:
                    return true;
                case IDeconstructionAssignmentOperation several:
                    return several.Value == value;
                case ISimpleAssignmentOperation assignment:
                    return assignment.Value == value;
                default:
                    return false;
            }
        }
    }

    private bool IsWallClockValue(IOperation value)
    {
        value = Values.Unwrap(value);
        return (
                types.IsInstant(value.Type)
                || origins.Find(
                    value,
                    part => part is IMemberReferenceOperation member && declarations.Carries(member.Member, Annotations.WallClock)
                )
                    is not null
                || clocks.InstantInNumber(value) is not null
            ) && logicalClocks.StampKindOf(value) is null;
    }
}
