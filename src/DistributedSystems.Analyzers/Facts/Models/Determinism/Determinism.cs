using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts.Models;

/// <summary>Steps that another execution of the same code would take differently.</summary>
internal sealed partial class Determinism(
    CatalogIndex catalog,
    WellKnownTypes types,
    Values values,
    Functions functions,
    Declarations declarations,
    RemoteCalls remoteCalls
)
{
    /// <summary>Can a collection be put in an order that is the same everywhere: are its keys or elements numbers, texts or
    /// identifiers?</summary>
    public static bool IsSortable(ITypeSymbol? collection) =>
        KeyOf(collection) is { } key
        && (
            key.SpecialType is >= SpecialType.System_Char and <= SpecialType.System_String
            || key is { Name: "Guid" } && Symbols.IsSystem(key as INamedTypeSymbol, "System")
        );

    /// <summary>What a collection would be ordered by: the key of a dictionary, the element of a set.</summary>
    public static ITypeSymbol? KeyOf(ITypeSymbol? collection) =>
        collection
            is INamedTypeSymbol
            {
                TypeArguments: { Length: 1 or 2 } arguments,
                Name: "Dictionary" or "HashSet" or "ConcurrentDictionary" or "ImmutableDictionary" or "ImmutableHashSet"
            }
            ? arguments[0]
            : null;
}
