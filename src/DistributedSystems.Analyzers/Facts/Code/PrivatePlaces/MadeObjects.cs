using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>What an object that is made in sight holds in a member that nobody changes afterwards.</summary>
internal static class MadeObjects
{
    /// <summary>A property that only a constructor or an initializer sets.</summary>
    public static bool IsSetOnce(IPropertySymbol property) => property is { IsStatic: false, SetMethod: null or { IsInitOnly: true } };

    /// <summary>What the creation puts into the property: by an initializer, or as the positional parameter of a record; null where that is not
    /// known.</summary>
    public static IOperation? ValueOf(IObjectCreationOperation creation, IPropertySymbol property)
    {
        foreach (var initializer in creation.Initializer?.Initializers ?? ImmutableArray<IOperation>.Empty)
        {
            if (
                initializer is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation target } assignment
                && SymbolEqualityComparer.Default.Equals(target.Property.OriginalDefinition, property.OriginalDefinition)
            )
            {
                return assignment.Value;
            }
        }

        // The property of a positional record stands where its parameter does.
        return creation
            .Arguments.FirstOrDefault(argument =>
                argument.Parameter?.OriginalDefinition is { } parameter
                && parameter.DeclaringSyntaxReferences.Any(own =>
                    property.OriginalDefinition.DeclaringSyntaxReferences.Any(part =>
                        part.Span == own.Span && part.SyntaxTree == own.SyntaxTree
                    )
                )
            )
            ?.Value;
    }
}
