using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>
/// What is ever written to a place that only this code can write: a local (also one filled by <c>out</c> or by deconstruction), a
/// private field, a part of a tuple, a member of a type that is private to another, an element of a private dictionary, a parameter of
/// a private method. Unknown where anything else may write it: a serializer, a caller from elsewhere, a reference given away.
/// </summary>
internal sealed partial class PrivatePlaces(
    SemanticModels models,
    Project project,
    TypeHierarchy hierarchy,
    Values values,
    Functions functions,
    Entities entities
)
{
    // State that a serializer may have written before this process started was not written by this code.
    private static readonly HashSet<string> SerializedTypes = new(StringComparer.Ordinal)
    {
        "SerializableAttribute",
        "DataContractAttribute",
        "ProtoContractAttribute",
        "MessagePackObjectAttribute",
        "GenerateSerializerAttribute",
        "TableAttribute",
    };

    private readonly ConcurrentDictionary<ISymbol, Writes> counted = new(SymbolEqualityComparer.Default);
    private readonly PrivateUses uses = new(models, project, hierarchy);

    public Writes WritesTo(IOperation place) =>
        place switch
        {
            ILocalReferenceOperation local => Resolved(values.WritesTo(local), local),
            IFieldReferenceOperation { Field.ContainingType.IsTupleType: true } part => PartsOf(part),
            IFieldReferenceOperation { Field: { DeclaredAccessibility: Accessibility.Private } field } when !IsSerialized(field) =>
                WritesToField(field, values.WritesTo(place)),
            IPropertyReferenceOperation
            {
                Arguments.IsEmpty: true,
                Property: { DeclaredAccessibility: Accessibility.Private, ExplicitInterfaceImplementations.IsEmpty: true } property
            } when !IsSerialized(property) && !IsComputed(property) => values.WritesTo(place),
            // Others may look, but only its own constructors and initializer write it.
            IFieldReferenceOperation { Field: { IsReadOnly: true, IsConst: false } field }
                when !IsSerialized(field) && values.WritesTo(place) is { Complete: true } own => own,
            IFieldReferenceOperation { Field: { IsStatic: false } field } when PrivateUses.IsWrittenInSight(field) =>
                WritesToMemberOfPrivateType(field),
            IFieldReferenceOperation { Field: var field } when PrivateUses.IsForHeirs(field) && !IsSerialized(field) => WritesThatCount(
                field
            ),
            IPropertyReferenceOperation { Arguments.IsEmpty: true, Property: { IsStatic: false } property }
                when PrivateUses.IsWrittenInSight(property) => WritesToMemberOfPrivateType(property),
            IPropertyReferenceOperation { Arguments.IsEmpty: true, Property: var property }
                when PrivateUses.IsSetInsideOnly(property) && !IsSerialized(property) && !IsComputed(property) => WritesThatCount(property),
            IPropertyReferenceOperation or IInvocationOperation when CollectionElements.CollectionRead(place) is { } collection =>
                WritesToElements(collection),
            IParameterReferenceOperation parameter when CollectionElements.CollectionWalkedBy(parameter) is { } walked => WritesToElements(
                walked
            ),
            IParameterReferenceOperation parameter => ArgumentsFor(parameter.Parameter),
            IPropertyReferenceOperation part when MadeObjects.IsSetOnce(part.Property) => PartOfMade(part),
            IConditionalOperation { WhenFalse: { } otherwise } choice => OneOf(choice.WhenTrue, otherwise),
            ICoalesceOperation choice => OneOf(choice.Value, choice.WhenNull),
            ISwitchExpressionOperation choice => OneOf(choice.Arms.Select(arm => arm.Value).ToArray()),
            _ => Writes.Unknown,
        };

    // Nobody counts 32-bit positions up, and their uses are many.
    private Writes WritesToField(IFieldSymbol field, Writes assigned) =>
        assigned.Complete || field.Type.SpecialType == SpecialType.System_Int32
            ? assigned
            : counted.GetOrAdd(field.OriginalDefinition, WritesThatCount);

    private static Writes OneOf(params IOperation[] choices) =>
        Writes.All(choices.Where(choice => Values.Unwrap(choice) is not IThrowOperation).ToImmutableArray());

    private bool IsSerialized(ISymbol member) =>
        !member.GetAttributes().IsEmpty
        || member.ContainingType.GetAttributes().Any(attribute => SerializedTypes.Contains(attribute.AttributeClass?.Name ?? ""))
        || entities.IsEntity(member.ContainingType);

    /// <summary>A local that is filled where no value shows: by an <c>out</c> argument, by deconstruction or by a pattern.</summary>
    private Writes Resolved(Writes writes, ILocalReferenceOperation local)
    {
        if (writes.Complete || writes.HiddenPlaces.IsEmpty)
        {
            return ReferenceEquals(writes, Writes.Unknown) ? MatchedInto(local.Local) : writes;
        }

        if (writes.Values.IsEmpty && CollectionElements.LoopOver(local) is { } collection)
        {
            return WritesToElements(collection);
        }

        var found = writes.Values.ToBuilder();
        foreach (var place in writes.HiddenPlaces)
        {
            var hidden = models.Of(place.SyntaxTree).GetOperation(place);
            var filled = hidden?.Parent switch
            {
                IArgumentOperation { Parameter: { RefKind: RefKind.Out } parameter, Parent: IInvocationOperation call } => FilledBy(
                    call,
                    parameter
                ),
                ICompoundAssignmentOperation counted when counted.Target == hidden => Writes.All(
                    ImmutableArray.Create<IOperation>(counted)
                ),
                _ => hidden is null ? Writes.Unknown : Deconstructions.WritesTo(local.Local, hidden),
            };
            if (!filled.Complete)
            {
                return writes;
            }

            found.AddRange(filled.Values);
        }

        return Writes.All(found.ToImmutable());
    }

    /// <summary>The whole value that <c>value is { } local</c> gives a name.</summary>
    private Writes MatchedInto(ILocalSymbol local)
    {
        var pattern = local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax()
            is SingleVariableDesignationSyntax { Parent: PatternSyntax named }
            ? models.Of(named.SyntaxTree).GetOperation(named)
            : null;
        while (pattern?.Parent is INegatedPatternOperation)
        {
            pattern = pattern.Parent;
        }

        return pattern?.Parent is IIsPatternOperation match ? Writes.All(ImmutableArray.Create(match.Value)) : Writes.Unknown;
    }

    private Writes FilledBy(IInvocationOperation call, IParameterSymbol parameter)
    {
        if (
            call is
            {
                TargetMethod.Name: "TryGetValue" or "TryRemove" or "TryPeek" or "TryDequeue" or "TryPop" or "TryTake" or "Remove",
                Instance: { } dictionary
            }
        )
        {
            return WritesToElements(dictionary);
        }

        if (call.IsVirtual || !models.Declare(call.TargetMethod) || functions.BodyOf(call.TargetMethod.OriginalDefinition) is not { } body)
        {
            return Writes.Unknown;
        }

        var written = ImmutableArray.CreateBuilder<IOperation>();
        foreach (var operation in body.Descendants())
        {
            if (
                operation is IParameterReferenceOperation use
                && SymbolEqualityComparer.Default.Equals(use.Parameter, parameter.OriginalDefinition)
            )
            {
                if (use.Parent is ISimpleAssignmentOperation assignment && assignment.Target == use)
                {
                    written.Add(assignment.Value);
                }
                else if (use.Parent is IArgumentOperation { Parameter.RefKind: not RefKind.None })
                {
                    return Writes.Unknown;
                }
            }
        }

        return Writes.All(written.ToImmutable());
    }

    private Writes PartsOf(IFieldReferenceOperation part)
    {
        if (part.Instance is not { } instance || WritesTo(Values.Unwrap(instance)) is not { Complete: true } tuples)
        {
            return Writes.Unknown;
        }

        var position = part.Field.ContainingType.TupleElements.IndexOf(
            part.Field.CorrespondingTupleField ?? part.Field,
            SymbolEqualityComparer.Default
        );
        if (position < 0)
        {
            position = part
                .Field.ContainingType.TupleElements.Select(element => element.CorrespondingTupleField ?? element)
                .ToList()
                .FindIndex(element => SymbolEqualityComparer.Default.Equals(element, part.Field.CorrespondingTupleField ?? part.Field));
        }

        var parts = ImmutableArray.CreateBuilder<IOperation>();
        var made = new Queue<IOperation>(tuples.Values);
        for (var seen = new HashSet<SyntaxNode>(); made.Count > 0; )
        {
            var value = Values.Unwrap(made.Dequeue());
            if (value is IDefaultValueOperation || !seen.Add(value.Syntax))
            {
                continue;
            }

            if (value is ITupleOperation tuple && position >= 0)
            {
                parts.Add(tuple.Elements[position]);
            }
            else if (WritesTo(value) is { Complete: true, Values: { IsEmpty: false } further })
            {
                further.ToList().ForEach(made.Enqueue);
            }
            else
            {
                return Writes.Unknown;
            }
        }

        return Writes.All(parts.ToImmutable());
    }

    /// <summary>A member of a type that only its containing type sees: everything that writes it stands there.</summary>
    private Writes WritesToMemberOfPrivateType(ISymbol member)
    {
        var type = member.ContainingType.OriginalDefinition;
        return IsSerialized(member) || IsComputed(member) || uses.IsMadeByOthers(type) ? Writes.Unknown : WritesThatCount(member);
    }

    /// <summary>What is assigned to a member, and the operations that count it up from what it holds.</summary>
    private Writes WritesThatCount(ISymbol member)
    {
        // What a referenced project declares is written there as well.
        if (!models.Declare(member))
        {
            return Writes.Unknown;
        }

        var type = member.ContainingType.OriginalDefinition;
        var written = ImmutableArray.CreateBuilder<IOperation>();
        foreach (var use in uses.UsesOf(member.OriginalDefinition))
        {
            switch (use.Parent)
            {
                case ISimpleAssignmentOperation { IsRef: false } assignment when assignment.Target == use:
                    written.Add(assignment.Value);
                    break;
                case ICoalesceAssignmentOperation assignment when assignment.Target == use:
                    written.Add(assignment.Value);
                    break;
                case ICompoundAssignmentOperation counted when counted.Target == use:
                    written.Add(counted);
                    break;
                case IArgumentOperation { Parent: IInvocationOperation access }
                    when Atomics.AccessBy(access.TargetMethod) == AtomicAccess.Reads:
                    break;
                case IArgumentOperation { Parent: IInvocationOperation access }
                    when Atomics.AccessBy(access.TargetMethod) == AtomicAccess.Adds:
                    written.Add(access);
                    break;
                case IArgumentOperation { Parent: IInvocationOperation access }
                    when Atomics.AccessBy(access.TargetMethod) == AtomicAccess.Replaces:
                    written.Add(access.Arguments.First(argument => argument.Parameter?.Name == "value").Value);
                    break;
                case not null when use.Syntax.Parent is RefExpressionSyntax:
                case IIncrementOrDecrementOperation
                or IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out }
                or IAddressOfOperation
                or ITupleOperation { Parent: IDeconstructionAssignmentOperation }:
                    return Writes.Unknown;
            }
        }

        foreach (var reference in member.DeclaringSyntaxReferences)
        {
            var declaration = reference.GetSyntax();
            var initializer =
                (declaration as VariableDeclaratorSyntax)?.Initializer ?? (declaration as PropertyDeclarationSyntax)?.Initializer;
            if (initializer is not null && models.Of(declaration.SyntaxTree).GetOperation(initializer.Value) is { } initial)
            {
                written.Add(initial);
            }

            // The property of a positional record.
            if (
                declaration is ParameterSyntax
                && type
                    .InstanceConstructors.Select(constructor =>
                        constructor.Parameters.FirstOrDefault(parameter =>
                            parameter.DeclaringSyntaxReferences.Any(own => own.GetSyntax() == declaration)
                        )
                    )
                    .FirstOrDefault(parameter => parameter is not null)
                    is { } positional
            )
            {
                if (ArgumentsFor(positional) is not { Complete: true } arguments)
                {
                    return Writes.Unknown;
                }

                written.AddRange(arguments.Values);
            }
        }

        return Writes.All(written.ToImmutable());
    }

    private static bool IsComputed(ISymbol member) =>
        member is IPropertySymbol
        && member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is PropertyDeclarationSyntax declaration
        && (
            declaration.ExpressionBody is not null
            || declaration.AccessorList?.Accessors.Any(accessor => accessor.Body is not null || accessor.ExpressionBody is not null) == true
        );
}
