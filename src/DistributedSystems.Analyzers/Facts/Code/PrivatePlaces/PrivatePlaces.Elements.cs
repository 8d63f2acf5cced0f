using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Code;

internal sealed partial class PrivatePlaces
{
    /// <summary>What is put into a collection that only this code sees and that it makes empty.</summary>
    private Writes WritesToElements(IOperation dictionary)
    {
        dictionary = Values.Unwrap(dictionary);
        if (
            dictionary.Type is not { Name: var collection }
            || !(CollectionElements.Dictionaries.Contains(collection) || CollectionElements.Sequences.Contains(collection))
            || WritesTo(dictionary) is not { Complete: true, Values: { IsEmpty: false } made }
            || !made.All(value =>
                IsEmptyList(Values.Unwrap(value))
                || Values.Unwrap(value) is IObjectCreationOperation { Initializer: null } creation
                    && !creation.Arguments.Any(argument =>
                        argument.Parameter?.Type is { Name: "IEnumerable" or "IDictionary" }
                        || argument.Value.Type?.Name.EndsWith("Dictionary", StringComparison.Ordinal) == true
                    )
            )
        )
        {
            return Writes.Unknown;
        }

        var places = dictionary switch
        {
            ILocalReferenceOperation local => Values
                .RootOf(local)
                .Descendants()
                .Where(operation =>
                    operation is ILocalReferenceOperation use && SymbolEqualityComparer.Default.Equals(use.Local, local.Local)
                ),
            IFieldReferenceOperation { Field: { DeclaredAccessibility: Accessibility.Private } field } => uses.UsesOf(
                field.OriginalDefinition
            ),
            _ => Enumerable.Empty<IOperation>(),
        };
        var written = ImmutableArray.CreateBuilder<IOperation>();
        foreach (var place in places)
        {
            if (!AddWrites(place, written))
            {
                return Writes.Unknown;
            }
        }

        return Writes.All(written.ToImmutable());
    }

    /// <summary>A property of an object, where every object that may be in this place is made in sight.</summary>
    private Writes PartOfMade(IPropertyReferenceOperation part)
    {
        if (part.Instance is not { } holder || WritesTo(Values.Unwrap(holder)) is not { Complete: true, Values: { IsEmpty: false } made })
        {
            return Writes.Unknown;
        }

        var parts = ImmutableArray.CreateBuilder<IOperation>();
        foreach (var written in made)
        {
            if (Values.Unwrap(written) is IDefaultValueOperation or { ConstantValue: { HasValue: true, Value: null } })
            {
                continue;
            }

            if (
                Values.Unwrap(written) is not IObjectCreationOperation creation
                || MadeObjects.ValueOf(creation, part.Property) is not { } value
            )
            {
                return Writes.Unknown;
            }

            parts.Add(value);
        }

        return Writes.All(parts.ToImmutable());
    }

    private static bool IsEmptyList(IOperation value) => value.Kind == Operations.CollectionExpression && !value.ChildOperations.Any();

    private static bool AddWrites(IOperation dictionary, ImmutableArray<IOperation>.Builder written)
    {
        switch (dictionary.Parent)
        {
            case IPropertyReferenceOperation { Arguments.Length: 1, Parent: ISimpleAssignmentOperation assignment } element
                when assignment.Target == element:
                written.Add(assignment.Value);
                return true;
            case IPropertyReferenceOperation
            {
                Arguments.Length: 1,
                Parent: ICompoundAssignmentOperation or IIncrementOrDecrementOperation
            }:
                return false;
            case IPropertyReferenceOperation:
            case IForEachLoopOperation:
            case ILockOperation:
            case ISimpleAssignmentOperation assignment when assignment.Target == dictionary:
                return true;
            case IInvocationOperation call
                when call.Instance == dictionary
                    && call.TargetMethod.Name
                        is "Add"
                            or "TryAdd"
                            or "TryUpdate"
                            or "AddOrUpdate"
                            or "GetOrAdd"
                            or "Enqueue"
                            or "Push"
                            or "Insert"
                            or "AddFirst"
                            or "AddLast":
                foreach (var argument in call.Arguments)
                {
                    if (argument.Parameter?.Name is "value" or "newValue" or "addValue" or "item")
                    {
                        written.Add(argument.Value);
                    }
                    else if (argument.Parameter?.Type.TypeKind == TypeKind.Delegate)
                    {
                        if (Values.Unwrap(argument.Value) is not IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda })
                        {
                            return false;
                        }

                        written.AddRange(
                            lambda.Body.Descendants().OfType<IReturnOperation>().Select(result => result.ReturnedValue).OfType<IOperation>()
                        );
                    }
                }

                return true;
            case IInvocationOperation call when call.Instance == dictionary:
                return call.TargetMethod.Name
                    is "TryGetValue"
                        or "ContainsKey"
                        or "Remove"
                        or "TryRemove"
                        or "Clear"
                        or "GetEnumerator"
                        or "ToArray"
                        or "EnsureCapacity"
                        or "TrimExcess"
                        or "Peek"
                        or "TryPeek"
                        or "Dequeue"
                        or "TryDequeue"
                        or "Pop"
                        or "TryPop"
                        or "RemoveAt"
                        or "RemoveAll"
                        or "RemoveRange"
                        or "RemoveFirst"
                        or "RemoveLast"
                        or "Exists"
                        or "FindIndex"
                        or "Contains"
                        or "IndexOf"
                        or "ForEach"
                        or "TrueForAll";
            case IConversionOperation conversion:
                return AddWrites(conversion, written);
            case IArgumentOperation { Parent: IInvocationOperation query }:
                return query.TargetMethod.ContainingType
                    is { Name: "Enumerable", ContainingNamespace.Name: "Linq" }
                        or { Name: "CollectionExtensions", ContainingNamespace.Name: "Generic" };
            default:
                return false;
        }
    }

    /// <summary>A copy: what the parameter of a constructor is kept in, read from an object that is there already.</summary>
    private bool IsSameMemberOfAnother(IOperation given, IParameterSymbol parameter) =>
        Values.Unwrap(given) is IMemberReferenceOperation { Member: var member }
        && SymbolEqualityComparer.Default.Equals(member.ContainingType, parameter.ContainingType)
        && (
            uses.UsesOf(member.OriginalDefinition)
                .Any(use =>
                    use.Parent is ISimpleAssignmentOperation assignment
                    && assignment.Target == use
                    && Values.Unwrap(assignment.Value) is IParameterReferenceOperation { Parameter: var kept }
                    && SymbolEqualityComparer.Default.Equals(kept, parameter)
                ) || member.DeclaringSyntaxReferences.Any(part => parameter.DeclaringSyntaxReferences.Any(own => own.Span == part.Span))
        );

    /// <summary>What all callers pass for a parameter, where they all stand in one type.</summary>
    private Writes ArgumentsFor(IParameterSymbol parameter)
    {
        if (parameter is not { RefKind: RefKind.None, ContainingSymbol: IMethodSymbol method } || !models.Declare(method))
        {
            return Writes.Unknown;
        }

        var calls = method switch
        {
            { MethodKind: MethodKind.LocalFunction } or { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Private } =>
                uses.UsesOf(method.OriginalDefinition),
            { MethodKind: MethodKind.Constructor }
                when PrivateUses.IsKnownThroughout(method.ContainingType) && !uses.IsMadeByOthers(method.ContainingType) =>
                uses.CreationsOf(method),
            _ => default,
        };
        if (calls.IsDefaultOrEmpty)
        {
            return Writes.Unknown;
        }

        var passed = ImmutableArray.CreateBuilder<IOperation>();
        foreach (var call in calls)
        {
            var arguments = call switch
            {
                IInvocationOperation invocation => invocation.Arguments,
                IObjectCreationOperation creation => creation.Arguments,
                _ => default,
            };
            if (
                arguments.IsDefault
                || arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal) is not { } given
            )
            {
                return Writes.Unknown;
            }

            if (!IsSameMemberOfAnother(given.Value, parameter))
            {
                passed.Add(given.Value);
            }
        }

        // What the method itself assigns to its parameter would count as well.
        return
            functions.BodyOf(method) is { } body
            && body.Descendants()
                .Any(operation =>
                    operation is IParameterReferenceOperation { Parent: ISimpleAssignmentOperation assignment } use
                    && assignment.Target == use
                    && SymbolEqualityComparer.Default.Equals(use.Parameter, parameter)
                )
            ? Writes.Unknown
            : Writes.All(passed.ToImmutable());
    }
}
