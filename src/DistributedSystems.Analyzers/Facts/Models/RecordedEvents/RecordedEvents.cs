using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

/// <summary>Events that are recorded and replayed: who may change them, and what applies them.</summary>
internal sealed class RecordedEvents(SemanticModels models, Functions functions)
{
    /// <summary>Is a type declared an event: itself, a base type or an interface of it?</summary>
    private static bool IsEvent(ITypeSymbol? type) =>
        type switch
        {
            INamedTypeSymbol named => Declarations.DeclaredOn(named, Annotations.Event) is not null,
            ITypeParameterSymbol parameter => parameter.ConstraintTypes.Any(IsEvent),
            _ => false,
        };

    /// <summary>How a member of an event lets it change after it was recorded; null where it does not.</summary>
    public string? WayToChange(ISymbol member)
    {
        if (member.IsStatic || member.IsImplicitlyDeclared || !IsEvent(member.ContainingType))
        {
            return null;
        }

        return member switch
        {
            // A private setter is a serializer's door; the type itself is in sight.
            IPropertySymbol { SetMethod: { IsInitOnly: false, DeclaredAccessibility: not Accessibility.Private } } => "it can be set",
            IFieldSymbol { IsReadOnly: false, IsConst: false, DeclaredAccessibility: not Accessibility.Private, AssociatedSymbol: null } =>
                "it can be set",
            IPropertySymbol { SetMethod: { IsInitOnly: false } } property when SetterCalledIn(property) is { } method =>
                $"'{method}' sets it",
            IPropertySymbol { DeclaredAccessibility: not Accessibility.Private } property when Symbols.IsMutableCollection(property.Type) =>
                $"what it holds can be changed through {property.Type.Name}",
            IFieldSymbol { DeclaredAccessibility: not Accessibility.Private, AssociatedSymbol: null } field
                when Symbols.IsMutableCollection(field.Type) => $"what it holds can be changed through {field.Type.Name}",
            _ => null,
        };
    }

    /// <summary>The method of the event itself that calls a private setter of it.</summary>
    private string? SetterCalledIn(IPropertySymbol property)
    {
        foreach (var member in models.Declare(property) ? property.ContainingType.GetMembers() : ImmutableArray<ISymbol>.Empty)
        {
            if (
                member is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: false, IsImplicitlyDeclared: false } method
                && functions.BodyOf(method) is { } body
                && body.Descendants()
                    .Any(operation =>
                        operation
                            is IAssignmentOperation
                            {
                                Target: IPropertyReferenceOperation
                                {
                                    Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }
                                } target
                            }
                        && SymbolEqualityComparer.Default.Equals(target.Property, property)
                    )
            )
            {
                return method.Name;
            }
        }

        return null;
    }

    /// <summary>
    /// The event that a method applies to a state: it takes one, and changes its own type's state or gives back a state it was given.
    /// Null for methods that publish or store events.
    /// </summary>
    public static ITypeSymbol? AppliedEventOf(IMethodSymbol method, IReadOnlyCollection<IOperation> blocks)
    {
        if (
            method.IsAsync
            || method.MethodKind is not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation)
            || method.Parameters.Select(parameter => EventIn(parameter, blocks)).FirstOrDefault(type => type is not null) is not { } applied
            || blocks.Any(block => HandsEventOn(block, method))
        )
        {
            return null;
        }

        var isFold =
            !method.ReturnsVoid
            && !IsEvent(method.ReturnType)
            && (
                SymbolEqualityComparer.Default.Equals(method.ReturnType, method.ContainingType)
                || method.Parameters.Any(parameter => SymbolEqualityComparer.Default.Equals(parameter.Type, method.ReturnType))
            );
        return isFold || (method.ReturnsVoid && blocks.Any(ChangesOwnState)) ? applied : null;
    }

    /// <summary>The event that a parameter is by its type, or that the body finds it to be: <c>case Placed placed:</c></summary>
    private static ITypeSymbol? EventIn(IParameterSymbol parameter, IEnumerable<IOperation> blocks)
    {
        return IsEvent(parameter.Type) ? parameter.Type
            : parameter.Type.TypeKind is not (TypeKind.Interface or TypeKind.Class) ? null
            : blocks
                .SelectMany(block => block.Descendants())
                .Select(operation =>
                    operation switch
                    {
                        IDeclarationPatternOperation pattern when IsOf(pattern) => pattern.MatchedType,
                        ITypePatternOperation pattern when IsOf(pattern) => pattern.MatchedType,
                        IRecursivePatternOperation pattern when IsOf(pattern) => pattern.MatchedType,
                        _ => null,
                    }
                )
                .FirstOrDefault(IsEvent);

        bool IsOf(IPatternOperation pattern) => SymbolEqualityComparer.Default.Equals(pattern.InputType, parameter.Type);
    }

    /// <summary>Is an event as a whole put into a collection or given to somebody else, who may keep or send it?</summary>
    private static bool HandsEventOn(IOperation block, IMethodSymbol method) =>
        block
            .Descendants()
            .Any(operation =>
                operation is IArgumentOperation argument
                && argument.Parent switch
                {
                    IInvocationOperation call => call.Instance is not IInstanceReferenceOperation
                        && call.TargetMethod.MethodKind != MethodKind.LocalFunction,
                    // The envelope in which it is stored; not the new state.
                    IObjectCreationOperation made => method.ReturnsVoid && !made.Type!.Name.EndsWith("Exception", StringComparison.Ordinal),
                    _ => false,
                }
                && (
                    Values.Unwrap(argument.Value) is ITupleOperation { Elements: var elements }
                        ? elements
                        : ImmutableArray.Create(argument.Value)
                ).Any(value =>
                    Values.Unwrap(value) is IParameterReferenceOperation or ILocalReferenceOperation && IsEvent(Values.Unwrap(value).Type)
                )
            );

    private static bool ChangesOwnState(IOperation block) =>
        block
            .Descendants()
            .Any(operation =>
                operation switch
                {
                    IAssignmentOperation assignment => IsOwnState(assignment.Target),
                    IIncrementOrDecrementOperation step => IsOwnState(step.Target),
                    IExpressionStatementOperation
                    {
                        Operation: IInvocationOperation { Instance: IFieldReferenceOperation or IPropertyReferenceOperation } call
                    } => IsOwnState(call.Instance) && Symbols.IsMutableCollection(call.Instance!.Type),
                    _ => false,
                }
            );

    private static bool IsOwnState(IOperation target) =>
        target switch
        {
            IMemberReferenceOperation { Instance: IInstanceReferenceOperation } => true,
            IMemberReferenceOperation { Instance: { } instance } => IsOwnState(instance),
            _ => false,
        };
}
