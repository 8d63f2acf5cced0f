using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

/// <summary>Something whose result another replica, or a later replay, will not see again.</summary>
/// <param name="Place">The expression.</param>
/// <param name="What">What it depends on, in words: <c>reads the clock</c>.</param>
/// <param name="Path">How messages name the way there through methods of the project; empty where it stands in sight.</param>
internal sealed record NonDeterminism(IOperation Place, string What, string Path = "");

internal sealed partial class Determinism
{
    private static readonly HashSet<string> UnorderedCollections = new(StringComparer.Ordinal)
    {
        "System.Collections.Generic.Dictionary<TKey, TValue>", "System.Collections.Generic.Dictionary<TKey, TValue>.KeyCollection", "System.Collections.Generic.Dictionary<TKey, TValue>.ValueCollection",
        "System.Collections.Generic.HashSet<T>", "System.Collections.Concurrent.ConcurrentDictionary<TKey, TValue>", "System.Collections.Concurrent.ConcurrentBag<T>",
        "System.Collections.Immutable.ImmutableDictionary<TKey, TValue>", "System.Collections.Immutable.ImmutableHashSet<T>", "System.Collections.Hashtable",
        "System.Collections.Frozen.FrozenDictionary<TKey, TValue>", "System.Collections.Frozen.FrozenSet<T>",
    };

    // Whatever these make of a sequence does not depend on its order.
    private static readonly HashSet<string> OrderBlind = new(StringComparer.Ordinal)
    {
        "OrderBy", "OrderByDescending", "Order", "OrderDescending", "Count", "LongCount", "Any", "All", "Contains", "ContainsKey", "TryGetValue", "Sum", "Min", "Max", "Average", "Single", "SingleOrDefault", "ToHashSet", "ToDictionary",
        "ToImmutableHashSet", "ToImmutableDictionary", "ToImmutableSortedDictionary", "ToImmutableSortedSet", "SequenceEqual", "SetEquals", "UnionWith", "ExceptWith", "IntersectWith",
    };

    /// <summary>The non-deterministic thing that an operation itself does; null for all that is deterministic or not known not to be.</summary>
    private NonDeterminism? NonDeterministicStepOf(IOperation operation) => operation switch
    {
        { Parent: INameOfOperation } => null,
        IPropertyReferenceOperation property when StepOfMember(property.Property, property.Instance) is { } what => new NonDeterminism(property, what),
        IInvocationOperation call when StepOfCall(call) is { } what => new NonDeterminism(call.Parent is ITranslatedQueryOperation query ? query : call, what),
        IMethodReferenceOperation reference when StepOfMember(reference.Method, reference.Instance) is { } what => new NonDeterminism(reference, what),
        IObjectCreationOperation { Type: INamedTypeSymbol { Name: "FileStream" or "StreamReader" or "StreamWriter" } type, Constructor.Parameters: { Length: > 0 } parameters } made
            when parameters[0].Type.SpecialType == SpecialType.System_String && Symbols.IsSystem(type, "System.IO") => new NonDeterminism(made, "does I/O"),
        IObjectCreationOperation { Arguments.IsEmpty: true, Type: INamedTypeSymbol { Name: "Random" } type } made when Symbols.IsSystem(type, "System") => new NonDeterminism(made, "draws random numbers"),
        IArgumentOperation { Parent: IInvocationOperation call } argument when KeepsOrder(call) && argument.Value is not (IInvocationOperation or ITranslatedQueryOperation) && UnorderedSourceOf(argument.Value) is { } source =>
            new NonDeterminism(source, $"enumerates a {source.Type?.Name} in no defined order"),
        IForEachLoopOperation loop when !IsOrderBlind(loop) && UnorderedSourceOf(loop.Collection) is { } source => new NonDeterminism(source, $"enumerates a {source.Type?.Name} in no defined order"),
        _ => null,
    };

    private string? StepOfCall(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (StepOfMember(method, call.Instance) is { } step)
        {
            return step;
        }

        if (remoteCalls.RemoteCallOf(call) is not null)
        {
            return "does I/O";
        }

        // A LINQ pipeline over an unordered collection is as unordered as the collection until something orders it.
        return method is { IsExtensionMethod: true, ContainingType: { Name: "Enumerable" } type } && Symbols.IsSystem(type, "System.Linq")
            && call.Arguments.Length > 0 && EndsPipeline(call) && !(method.Name == "Aggregate" && IsWholeNumber(call.Type)) && UnorderedSourceOf(call) is { } source
                ? $"enumerates a {source.Type?.Name} in no defined order"
                : null;
    }

    public string? StepOfMember(ISymbol member, IOperation? instance)
    {
        if (member is IMethodSymbol or IPropertySymbol && declarations.HasAnnotations && (declarations.Carries(member, Annotations.WallClock) || declarations.Carries(member, Annotations.MonotonicClock)))
        {
            return "reads the clock";
        }

        var type = member.ContainingType?.OriginalDefinition;
        return (type?.Name, member.Name) switch
        {
            ("DateTime" or "DateTimeOffset", "Now" or "UtcNow" or "Today") when types.IsInstant(type) => "reads the clock",
            ("Stopwatch", "GetTimestamp" or "StartNew" or "GetElapsedTime" or "Elapsed" or "ElapsedMilliseconds" or "ElapsedTicks") when Symbols.IsSystem(type, "System.Diagnostics") => "reads the clock",
            ("TimeProvider", "System") when Symbols.IsSystem(type, "System") => "reads the clock",
            ("Environment", "TickCount" or "TickCount64") when Symbols.IsSystem(type, "System") => "reads the clock",
            ("Environment", "NewLine") when Symbols.IsSystem(type, "System") => null,
            ("Environment", "Exit" or "FailFast") when Symbols.IsSystem(type, "System") => null,
            ("Environment", _) when Symbols.IsSystem(type, "System") => "asks the environment",
            ("Guid", "NewGuid" or "CreateVersion7") when Symbols.IsSystem(type, "System") => "makes a random identifier",
            ("Random", "Shared") when Symbols.IsSystem(type, "System") => "draws random numbers",
            ("RandomNumberGenerator", "Create" or "GetBytes" or "GetInt32" or "Fill" or "GetHexString" or "GetString" or "GetItems" or "Shuffle") when Symbols.IsSystem(type, "System.Security.Cryptography") => "draws random numbers",
            ("Path", "GetRandomFileName" or "GetTempFileName") when Symbols.IsSystem(type, "System.IO") => "draws random numbers",
            ("Thread", "Sleep" or "Start" or "Yield" or "CurrentThread") or ("ThreadPool", "QueueUserWorkItem") when Symbols.IsSystem(type, "System.Threading") => "depends on the timing of threads",
            ("Parallel", _) or ("Task", "Run" or "Delay" or "Yield" or "WhenAny" or "WaitAny") or ("TaskFactory", "StartNew") when Symbols.IsSystem(type, "System.Threading.Tasks") => "depends on the timing of threads",
            ("RuntimeHelpers", "GetHashCode") when Symbols.IsSystem(type, "System.Runtime.CompilerServices") => "takes a hash that each process gives anew",
            ("String", "GetHashCode") when member.ContainingType is { SpecialType: SpecialType.System_String } => "hashes a text with a seed that each process draws anew",
            ("HashCode", "Combine" or "ToHashCode") when Symbols.IsSystem(type, "System") => "hashes with a seed that each process draws anew",
            ("File" or "Directory" or "FileInfo" or "DirectoryInfo" or "FileStream", _) when Symbols.IsSystem(type, "System.IO") => "does I/O",
            ("Console", "ReadLine" or "Read" or "ReadKey") when Symbols.IsSystem(type, "System") => "does I/O",
            ("Process", "Start" or "GetCurrentProcess" or "GetProcesses") when Symbols.IsSystem(type, "System.Diagnostics") => "asks the environment",
            ("Dns", _) when Symbols.IsSystem(type, "System.Net") => "does I/O",
            ("ConfigurationManager", _) when Symbols.IsSystem(type, "System.Configuration") => "reads the configuration",
            ("IConfiguration" or "ConfigurationBinder" or "ConfigurationExtensions", _) when Symbols.IsSystem(type, "Microsoft.Extensions.Configuration") => "reads the configuration",
            ("IOptions" or "IOptionsMonitor" or "IOptionsSnapshot", "Value" or "CurrentValue" or "Get") when Symbols.IsSystem(type, "Microsoft.Extensions.Options") => "reads the configuration",
            _ => null,
        };
    }

    /// <summary>The unordered collection that a sequence takes its order from; null where something orders it, or where that is not known.</summary>
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
                case ILocalReferenceOperation local when values.WritesTo(local) is { Complete: true, Values: { Length: 1 } written } && !IsSortedInPlace(local):
                    sequence = written[0];
                    continue;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Texts and lists are made in the order of what they are made of; a list may be sorted afterwards.</summary>
    private static bool KeepsOrder(IInvocationOperation call) => call.TargetMethod switch
    {
        { Name: "Join" or "Concat", ContainingType.SpecialType: SpecialType.System_String } => true,
        { Name: "AddRange" or "InsertRange", ContainingType: { Name: "List" } type } when Symbols.IsSystem(type, "System.Collections.Generic") =>
            !Values.RootOf(call).Descendants().Any(later => later is IInvocationOperation { TargetMethod.Name: "Sort", Instance: { } sorted } && SameExpression.Are(sorted, call.Instance)),
        _ => false,
    };

    private bool IsSortedInPlace(ILocalReferenceOperation list)
    {
        foreach (var use in values.UsesOf(list.Local, list))
        {
            if (use.Parent is IInvocationOperation { TargetMethod.Name: "Sort" } or IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Sort" } })
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
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var next } } when next.ContainingType.Name == "Enumerable" || OrderBlind.Contains(next.Name) => false,
            IArgumentOperation { Parent: IObjectCreationOperation { Type.Name: "HashSet" or "SortedSet" or "Dictionary" or "SortedDictionary" } } => false,
            IForEachLoopOperation => false,
            IVariableInitializerOperation or ISimpleAssignmentOperation => call.TargetMethod.Name is "First" or "FirstOrDefault" or "Last" or "LastOrDefault" or "ElementAt" or "Aggregate",
            _ => true,
        };
    }

    /// <summary>A loop whose body only counts, sums up, takes the extreme, fills or empties what is found by key, or looks whether there is one comes to the same result in any order.</summary>
    private static bool IsOrderBlind(IForEachLoopOperation loop)
    {
        var looksOnly = loop.Body.Descendants().All(operation => operation is not (IAssignmentOperation or IIncrementOrDecrementOperation or IExpressionStatementOperation));
        return IsBlind(loop.Body);

        bool IsBlind(IOperation? statement) => statement switch
        {
            null or IEmptyOperation or IBranchOperation { BranchKind: BranchKind.Continue } => true,
            IBlockOperation block => block.Operations.All(IsBlind),
            // What earlier rounds have changed may not decide about this one.
            IConditionalOperation choice => (IsMaximum(choice) || !ReadsWhatChanges(choice.Condition)) && IsBlind(choice.WhenTrue) && IsBlind(choice.WhenFalse),
            IReturnOperation { ReturnedValue: { } value } => looksOnly && Values.Unwrap(value).ConstantValue.HasValue,
            IReturnOperation or IBranchOperation => looksOnly,
            IExpressionStatementOperation { Operation: var operation } => operation switch
            {
                IIncrementOrDecrementOperation => true,
                ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Or or BinaryOperatorKind.And or BinaryOperatorKind.ExclusiveOr, Target.Type: { } type } sum =>
                    (IsWholeNumber(type) || type.SpecialType is SpecialType.System_Decimal or SpecialType.System_Boolean) && !ReadsWhatChanges(sum.Value),
                IInvocationOperation { TargetMethod: { Name: "Add" or "Remove" or "TryAdd" or "TryRemove", ContainingType.Name: var name }, Arguments: { Length: > 0 } arguments } =>
                    (name is "HashSet" or "SortedSet" || (IsKeyed(name) && IsKeyOfElement(arguments[0].Value))) && !arguments.Any(ReadsWhatChanges),
                ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true, Instance.Type.Name: var name, Arguments: { Length: 1 } keys }, Value: var value } =>
                    IsKeyed(name) && IsKeyOfElement(keys[0].Value) && !ReadsWhatChanges(value),
                ISimpleAssignmentOperation { Target: var target, Value: IInvocationOperation { TargetMethod: { Name: "Max" or "Min", ContainingType.Name: "Math" } } extreme } =>
                    extreme.Arguments.Any(argument => SameExpression.Are(argument.Value, target)),
                ISimpleAssignmentOperation { Parent.Parent: var around } => (around is IBlockOperation { Operations.Length: 1, Parent: var outer } ? outer : around) is IConditionalOperation choice && IsMaximum(choice),
                _ => false,
            },
            _ => false,
        };

        // Each element has another one, so no round overwrites what an earlier one has written.
        bool IsKeyOfElement(IOperation key) => Values.Unwrap(key) switch
        {
            ILocalReferenceOperation element => loop.Locals.Contains(element.Local, SymbolEqualityComparer.Default),
            IPropertyReferenceOperation { Property.Name: "Key", Instance: { } pair } => IsKeyOfElement(pair),
            _ => false,
        };

        bool ReadsWhatChanges(IOperation value) => value.DescendantsAndSelf().Any(read => read is ILocalReferenceOperation or IMemberReferenceOperation && loop.Body.Descendants().Any(operation =>
            SameExpression.Are(operation switch
            {
                IAssignmentOperation assignment => assignment.Target,
                IIncrementOrDecrementOperation step => step.Target,
                IInvocationOperation { Parent: IExpressionStatementOperation, Instance: { } changed } => changed,
                IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } collection, Parent: IAssignmentOperation } => collection,
                _ => loop.Body,
            }, read)));
    }

    private static bool IsMaximum(IConditionalOperation choice) => Values.Unwrap(choice.Condition) is IBinaryOperation comparison && Operations.IsMaximum(comparison);

    private static bool IsKeyed(string collection) => collection is "Dictionary" or "SortedDictionary" or "ConcurrentDictionary";

    private static bool IsWholeNumber(ITypeSymbol? type) => type?.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64;
}
