using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>Which collection an element comes from: read by its place, handed to a function, taken by a loop.</summary>
internal static class CollectionElements
{
    public static readonly HashSet<string> Dictionaries = new(StringComparer.Ordinal)
    {
        "Dictionary",
        "ConcurrentDictionary",
        "SortedDictionary",
        "IDictionary",
    };

    public static readonly HashSet<string> Sequences = new(StringComparer.Ordinal)
    {
        "Queue",
        "ConcurrentQueue",
        "Stack",
        "ConcurrentStack",
        "List",
        "LinkedList",
    };

    // Methods that give one of the elements back, as it is.
    private static readonly HashSet<string> Readers = new(StringComparer.Ordinal)
    {
        "Peek",
        "Dequeue",
        "Pop",
        "First",
        "FirstOrDefault",
        "Last",
        "LastOrDefault",
        "Min",
        "Max",
        "ElementAt",
        "GetOrAdd",
        "AddOrUpdate",
        "GetValueOrDefault",
    };

    // Methods that walk over the elements and hand each to a function.
    private static readonly HashSet<string> Walkers = new(StringComparer.Ordinal)
    {
        "RemoveAll",
        "Exists",
        "Find",
        "FindIndex",
        "FindAll",
        "FindLast",
        "ForEach",
        "TrueForAll",
        "Where",
        "Any",
        "All",
        "Count",
        "First",
        "FirstOrDefault",
        "Last",
        "LastOrDefault",
        "SkipWhile",
        "TakeWhile",
        "Select",
        "Min",
        "Max",
        "MinBy",
        "MaxBy",
        "OrderBy",
        "OrderByDescending",
    };

    /// <summary>The collection that an expression reads an element of: by its index or key, or by a method that gives one back.</summary>
    public static IOperation? CollectionRead(IOperation element) =>
        element switch
        {
            IPropertyReferenceOperation { Arguments.Length: 1, Instance: { } indexed } => indexed,
            IPropertyReferenceOperation
            {
                Property: { Name: "Value", ContainingType.Name: "KeyValuePair" or "LinkedListNode" },
                Instance: { } entry
            } => EntryOf(entry),
            IInvocationOperation { TargetMethod: { Name: var name, IsExtensionMethod: false }, Instance: { } collection }
                when Readers.Contains(name) => collection,
            IInvocationOperation { TargetMethod: { Name: var name, IsExtensionMethod: true }, Arguments: { Length: > 0 } arguments } query
                when Readers.Contains(name)
                    && !arguments
                        .Skip(1)
                        .Any(argument => name is "Min" or "Max" && argument.Parameter?.Type.TypeKind == TypeKind.Delegate) =>
                Operations.ReceiverOf(query),
            _ => null,
        };

    /// <summary>The dictionary or list that an entry belongs to.</summary>
    private static IOperation? EntryOf(IOperation entry) =>
        Values.Unwrap(entry) switch
        {
            ILocalReferenceOperation local => LoopOver(local),
            IParameterReferenceOperation parameter => CollectionWalkedBy(parameter),
            IPropertyReferenceOperation { Property: { Name: "First" or "Last", ContainingType.Name: "LinkedList" }, Instance: { } list } =>
                list,
            _ => null,
        };

    /// <summary>The collection whose elements a function receives as this parameter.</summary>
    public static IOperation? CollectionWalkedBy(IParameterReferenceOperation parameter)
    {
        for (var around = parameter.Parent; around is not null; around = around.Parent)
        {
            if (around is IAnonymousFunctionOperation update && IsOldValueOf(update, parameter.Parameter, out var updated))
            {
                return updated;
            }

            if (
                around is IAnonymousFunctionOperation lambda
                && lambda.Symbol.Parameters.FirstOrDefault() is { } first
                && SymbolEqualityComparer.Default.Equals(first, parameter.Parameter)
            )
            {
                return
                    Operations.ArgumentHolding(lambda)?.Parent is IInvocationOperation { TargetMethod: { Name: var name } method } walk
                    && Walkers.Contains(name)
                    && (
                        method.ContainingType is { Name: "Enumerable", ContainingNamespace.Name: "Linq" }
                        || Sequences.Contains(method.ContainingType.Name)
                    )
                    ? Operations.ReceiverOf(walk)
                    : null;
            }
        }

        return null;
    }

    /// <summary>The element that is replaced: <c>AddOrUpdate(key, added, (key, old) => …)</c>.</summary>
    private static bool IsOldValueOf(IAnonymousFunctionOperation update, IParameterSymbol parameter, out IOperation? updated)
    {
        updated =
            Operations.ArgumentHolding(update)
                is {
                    Parameter.Name: "updateValueFactory",
                    Parent: IInvocationOperation
                    {
                        TargetMethod: { Name: "AddOrUpdate", ContainingType.Name: var type },
                        Instance: { } dictionary
                    }
                }
            && Dictionaries.Contains(type)
            && update.Symbol.Parameters.Length > 1
            && SymbolEqualityComparer.Default.Equals(update.Symbol.Parameters[1], parameter)
                ? dictionary
                : null;
        return updated is not null;
    }

    /// <summary>The collection that a loop with this local for its elements goes over.</summary>
    public static IOperation? LoopOver(ILocalReferenceOperation local)
    {
        for (var around = local.Parent; around is not null; around = around.Parent)
        {
            if (
                around is IForEachLoopOperation { LoopControlVariable: IVariableDeclaratorOperation { Symbol: var element } } loop
                && SymbolEqualityComparer.Default.Equals(element, local.Local)
            )
            {
                return loop.Collection;
            }
        }

        return null;
    }
}
