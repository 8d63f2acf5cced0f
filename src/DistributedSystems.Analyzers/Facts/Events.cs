using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    private static readonly HashSet<string> MutableCollections = new(StringComparer.Ordinal)
    {
        "List", "Dictionary", "HashSet", "SortedDictionary", "SortedSet", "Queue", "Stack", "LinkedList", "ICollection", "IList", "IDictionary", "ISet", "Collection", "ObservableCollection",
    };

    /// <summary>Is a type declared an event: itself, a base type or an interface of it?</summary>
    public static bool IsEvent(ITypeSymbol? type) => type is INamedTypeSymbol named && DeclaredOn(named, Annotations.Event) is not null;

    /// <summary>How a member of an event lets it change after it was recorded; null where it does not.</summary>
    public static string? WayToChange(ISymbol member)
    {
        if (member.IsStatic || member.IsImplicitlyDeclared || !IsEvent(member.ContainingType))
        {
            return null;
        }

        return member switch
        {
            // A private setter is a serializer's door; the type itself is in sight.
            IPropertySymbol { SetMethod: { IsInitOnly: false, DeclaredAccessibility: not Accessibility.Private } } => "it can be set",
            IFieldSymbol { IsReadOnly: false, IsConst: false, DeclaredAccessibility: not Accessibility.Private, AssociatedSymbol: null } => "it can be set",
            IPropertySymbol { DeclaredAccessibility: not Accessibility.Private } property when IsMutableCollection(property.Type) => $"what it holds can be changed through {property.Type.Name}",
            IFieldSymbol { DeclaredAccessibility: not Accessibility.Private, AssociatedSymbol: null } field when IsMutableCollection(field.Type) => $"what it holds can be changed through {field.Type.Name}",
            _ => null,
        };
    }

    /// <summary>
    /// The event that a method applies to a state: it takes one, and changes its own type's state or gives back a state it was given.
    /// Null for methods that publish or store events.
    /// </summary>
    public static IParameterSymbol? AppliedEventOf(IMethodSymbol method, IEnumerable<IOperation> blocks)
    {
        if (method.IsAsync || method.MethodKind is not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation) || method.Parameters.FirstOrDefault(parameter => IsEvent(parameter.Type)) is not { } applied)
        {
            return null;
        }

        var isFold = !method.ReturnsVoid && !IsEvent(method.ReturnType)
            && (SymbolEqualityComparer.Default.Equals(method.ReturnType, method.ContainingType) || method.Parameters.Any(parameter => SymbolEqualityComparer.Default.Equals(parameter.Type, method.ReturnType)));
        return isFold || (method.ReturnsVoid && blocks.Any(ChangesOwnState)) ? applied : null;
    }

    private static bool ChangesOwnState(IOperation block) => block.Descendants().Any(operation => operation switch
    {
        IAssignmentOperation assignment => IsOwnState(assignment.Target),
        IIncrementOrDecrementOperation step => IsOwnState(step.Target),
        IExpressionStatementOperation { Operation: IInvocationOperation { Instance: IFieldReferenceOperation or IPropertyReferenceOperation } call } => IsOwnState(call.Instance) && IsMutableCollection(call.Instance!.Type),
        _ => false,
    });

    private static bool IsOwnState(IOperation target) => target switch
    {
        IMemberReferenceOperation { Instance: IInstanceReferenceOperation } => true,
        IMemberReferenceOperation { Instance: { } instance } => IsOwnState(instance),
        _ => false,
    };

    private static bool IsMutableCollection(ITypeSymbol? type) => type is INamedTypeSymbol named && MutableCollections.Contains(named.Name) && named.ContainingNamespace?.FullName().StartsWith("System.Collections", StringComparison.Ordinal) == true;
}
