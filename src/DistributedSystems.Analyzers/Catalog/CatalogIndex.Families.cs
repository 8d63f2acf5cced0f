using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Catalog;

internal sealed partial class CatalogIndex
{
    private CatalogEntry? EntryByAttribute(IMethodSymbol method)
    {
        if (byAttribute.Count == 0)
        {
            return null;
        }

        foreach (var declaration in Symbols.ContractsOf(method).Prepend(method))
        {
            foreach (var attribute in declaration.GetAttributes())
            {
                for (var type = attribute.AttributeClass; type is not null; type = type.BaseType)
                {
                    if (byAttribute.TryGetValue(MetadataName(type), out var entry))
                    {
                        return entry with { Member = method.Name };
                    }
                }
            }
        }

        return null;
    }

    /// <summary>Lines for every member of a type, or of the types derived from it.</summary>
    private CatalogEntry? EntryByFamily(IMethodSymbol method)
    {
        if (method.IsStatic || method.MethodKind != MethodKind.Ordinary || method.ContainingType is not { } type)
        {
            return null;
        }

        if (Find(type, "*", method, inherited: false) is { } own)
        {
            return own;
        }

        // A class that implements such an interface is the service itself; the interface is what its callers hold, a proxy.
        foreach (var ancestor in type.TypeKind == TypeKind.Interface ? type.AllInterfaces : BaseTypesOf(type))
        {
            if (Find(ancestor, "*", method, inherited: true) is { } entry)
            {
                return entry;
            }
        }

        return null;
    }
}
