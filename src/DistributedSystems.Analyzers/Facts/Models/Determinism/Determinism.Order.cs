using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

internal sealed partial class Determinism
{
    private static readonly HashSet<string> UnorderedCollections = new(StringComparer.Ordinal)
    {
        "System.Collections.Generic.Dictionary<TKey, TValue>",
        "System.Collections.Generic.Dictionary<TKey, TValue>.KeyCollection",
        "System.Collections.Generic.Dictionary<TKey, TValue>.ValueCollection",
        "System.Collections.Generic.HashSet<T>",
        "System.Collections.Concurrent.ConcurrentDictionary<TKey, TValue>",
        "System.Collections.Concurrent.ConcurrentBag<T>",
        "System.Collections.Immutable.ImmutableDictionary<TKey, TValue>",
        "System.Collections.Immutable.ImmutableHashSet<T>",
        "System.Collections.Hashtable",
        "System.Collections.Frozen.FrozenDictionary<TKey, TValue>",
        "System.Collections.Frozen.FrozenSet<T>",
    };

    // Whatever these make of a sequence does not depend on its order.
    private static readonly HashSet<string> OrderBlind = new(StringComparer.Ordinal)
    {
        "OrderBy",
        "OrderByDescending",
        "Order",
        "OrderDescending",
        "Count",
        "LongCount",
        "Any",
        "All",
        "Contains",
        "ContainsKey",
        "TryGetValue",
        "Sum",
        "Min",
        "Max",
        "Average",
        "Single",
        "SingleOrDefault",
        "ToHashSet",
        "ToDictionary",
        "ToImmutableHashSet",
        "ToImmutableDictionary",
        "ToImmutableSortedDictionary",
        "ToImmutableSortedSet",
        "SequenceEqual",
        "SetEquals",
        "UnionWith",
        "ExceptWith",
        "IntersectWith",
    };

    /// <summary>The unordered collection that a sequence takes its order from; null where something orders it, or where that is not
    /// known.</summary>
    private IOperation? UnorderedSourceOf(IOperation sequence)
    {
        for (var hop = 0; hop < 12; hop++)
        {
            sequence = Values.Unwrap(sequence);
            if (sequence.Type is INamedTypeSymbol type && UnorderedCollections.Contains(type.OriginalDefinition.ToDisplayString()))
            {
                return sequence;
            }

            switch (sequence)
            {
                case IInvocationOperation { TargetMethod: { IsExtensionMethod: true, ContainingType: { Name: "Enumerable" } linq } } call
                    when Symbols.IsSystem(linq, "System.Linq") && call.Arguments.Length > 0 && !OrderBlind.Contains(call.TargetMethod.Name):
                    sequence = call.Arguments[0].Value;
                    continue;
                case ITranslatedQueryOperation query:
                    sequence = query.Operation;
                    continue;
                case ILocalReferenceOperation local
                    when values.WritesTo(local) is { Complete: true, Values: { Length: 1 } written } && !IsSortedInPlace(local):
                    sequence = written[0];
                    continue;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Texts and lists are made in the order of what they are made of; a list may be sorted afterwards.</summary>
    private static bool KeepsOrder(IInvocationOperation call) =>
        call.TargetMethod switch
        {
            { Name: "Join" or "Concat", ContainingType.SpecialType: SpecialType.System_String } => true,
            { Name: "AddRange" or "InsertRange", ContainingType: { Name: "List" } type }
                when Symbols.IsSystem(type, "System.Collections.Generic") => !Values
                .RootOf(call)
                .Descendants()
                .Any(later =>
                    later is IInvocationOperation { TargetMethod.Name: "Sort", Instance: { } sorted }
                    && SameExpression.Are(sorted, call.Instance)
                ),
            _ => false,
        };

    private bool IsSortedInPlace(ILocalReferenceOperation list)
    {
        foreach (var use in values.UsesOf(list.Local, list))
        {
            if (
                use.Parent
                is IInvocationOperation { TargetMethod.Name: "Sort" }
                    or IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Sort" } }
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The last call of a LINQ chain that is not itself enumerated in sight: what it gives keeps the accidental order.</summary>
    private static bool EndsPipeline(IInvocationOperation call)
    {
        if (OrderBlind.Contains(call.TargetMethod.Name))
        {
            return false;
        }

        IOperation value = call;
        while (value.Parent is IConversionOperation or IParenthesizedOperation or ITranslatedQueryOperation)
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            // Enumerated, ordered or counted further on: answered for there.
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var next } }
                when next.ContainingType.Name == "Enumerable" || OrderBlind.Contains(next.Name) => false,
            IArgumentOperation
            {
                Parent: IObjectCreationOperation { Type.Name: "HashSet" or "SortedSet" or "Dictionary" or "SortedDictionary" }
            } => false,
            IForEachLoopOperation => false,
            IVariableInitializerOperation or ISimpleAssignmentOperation => call.TargetMethod.Name
                is "First"
                    or "FirstOrDefault"
                    or "Last"
                    or "LastOrDefault"
                    or "ElementAt"
                    or "Aggregate",
            _ => true,
        };
    }

    /// <summary>A loop whose body only counts, sums up, takes the extreme, fills or empties what is found by key, or looks whether there is
    /// one comes to the same result in any order.</summary>
    private static bool IsOrderBlind(IForEachLoopOperation loop)
    {
        var looksOnly = loop
            .Body.Descendants()
            .All(operation => operation is not (IAssignmentOperation or IIncrementOrDecrementOperation or IExpressionStatementOperation));
        return IsBlind(loop.Body);

        bool IsBlind(IOperation? statement) =>
            statement switch
            {
                null or IEmptyOperation or IBranchOperation { BranchKind: BranchKind.Continue } => true,
                IBlockOperation block => block.Operations.All(IsBlind),
                // What earlier rounds have changed may not decide about this one.
                IConditionalOperation choice => (IsMaximum(choice) || !ReadsWhatChanges(choice.Condition))
                    && IsBlind(choice.WhenTrue)
                    && IsBlind(choice.WhenFalse),
                IReturnOperation { ReturnedValue: { } value } => looksOnly && Values.Unwrap(value).ConstantValue.HasValue,
                IReturnOperation or IBranchOperation => looksOnly,
                IExpressionStatementOperation { Operation: var operation } => operation switch
                {
                    IIncrementOrDecrementOperation => true,
                    ICompoundAssignmentOperation
                    {
                        OperatorKind: BinaryOperatorKind.Add
                            or BinaryOperatorKind.Subtract
                            or BinaryOperatorKind.Or
                            or BinaryOperatorKind.And
                            or BinaryOperatorKind.ExclusiveOr,
                        Target.Type: { } type
                    } sum => (IsWholeNumber(type) || type.SpecialType is SpecialType.System_Decimal or SpecialType.System_Boolean)
                        && !ReadsWhatChanges(sum.Value),
                    IInvocationOperation
                    {
                        TargetMethod: { Name: "Add" or "Remove" or "TryAdd" or "TryRemove", ContainingType.Name: var name },
                        Arguments: { Length: > 0 } arguments
                    } => (name is "HashSet" or "SortedSet" || (IsKeyed(name) && IsKeyOfElement(arguments[0].Value)))
                        && !arguments.Any(ReadsWhatChanges),
                    ISimpleAssignmentOperation
                    {
                        Target: IPropertyReferenceOperation
                        {
                            Property.IsIndexer: true,
                            Instance.Type.Name: var name,
                            Arguments: { Length: 1 } keys
                        },
                        Value: var value
                    } => IsKeyed(name) && IsKeyOfElement(keys[0].Value) && !ReadsWhatChanges(value),
                    ISimpleAssignmentOperation
                    {
                        Target: var target,
                        Value: IInvocationOperation { TargetMethod: { Name: "Max" or "Min", ContainingType.Name: "Math" } } extreme
                    } => extreme.Arguments.Any(argument => SameExpression.Are(argument.Value, target)),
                    ISimpleAssignmentOperation { Parent.Parent: var around } => (
                        around is IBlockOperation { Operations.Length: 1, Parent: var outer } ? outer : around
                    )
                        is IConditionalOperation choice
                        && IsMaximum(choice),
                    _ => false,
                },
                _ => false,
            };

        // Each element has another one, so no round overwrites what an earlier one has written.
        bool IsKeyOfElement(IOperation key) =>
            Values.Unwrap(key) switch
            {
                ILocalReferenceOperation element => loop.Locals.Contains(element.Local, SymbolEqualityComparer.Default),
                IPropertyReferenceOperation { Property.Name: "Key", Instance: { } pair } => IsKeyOfElement(pair),
                _ => false,
            };

        bool ReadsWhatChanges(IOperation value) =>
            value
                .DescendantsAndSelf()
                .Any(read =>
                    read is ILocalReferenceOperation or IMemberReferenceOperation
                    && loop.Body.Descendants()
                        .Any(operation =>
                            SameExpression.Are(
                                operation switch
                                {
                                    IAssignmentOperation assignment => assignment.Target,
                                    IIncrementOrDecrementOperation step => step.Target,
                                    IInvocationOperation { Parent: IExpressionStatementOperation, Instance: { } changed } => changed,
                                    IPropertyReferenceOperation
                                    {
                                        Property.IsIndexer: true,
                                        Instance: { } collection,
                                        Parent: IAssignmentOperation
                                    } => collection,
                                    _ => loop.Body,
                                },
                                read
                            )
                        )
                );
    }

    private static bool IsMaximum(IConditionalOperation choice) =>
        Values.Unwrap(choice.Condition) is IBinaryOperation comparison && Operations.IsMaximum(comparison);

    private static bool IsKeyed(string collection) => collection is "Dictionary" or "SortedDictionary" or "ConcurrentDictionary";

    private static bool IsWholeNumber(ITypeSymbol? type) => type?.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64;
}
