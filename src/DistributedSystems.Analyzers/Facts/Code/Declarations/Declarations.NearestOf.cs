using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts.Code;

internal sealed partial class Declarations
{
    /// <summary>
    /// The attribute that is in force at a symbol, nearest declaration first: the symbol itself, the members it overrides or
    /// implements, its type, the base types and interfaces of that, the types around it, the assembly.
    /// </summary>
    public static AttributeData? NearestOf(ISymbol symbol, string attribute, out ISymbol? carrier)
    {
        for (
            carrier = symbol;
            carrier is not (null or INamespaceSymbol or IAssemblySymbol or IModuleSymbol);
            carrier = carrier.ContainingSymbol
        )
        {
            var around = carrier;
            if (DeclaredOn(around, attribute, out carrier, out var contradictory) is { } found)
            {
                return found;
            }

            if (contradictory)
            {
                carrier = null;
                return null;
            }

            carrier = around;
        }

        carrier = symbol as IAssemblySymbol ?? symbol.ContainingAssembly;
        return carrier is null ? null : Annotations.Find(carrier, attribute);
    }

    /// <summary>The attribute on a symbol itself or, where it has none of its own, on what it overrides, implements or derives
    /// from.</summary>
    public static AttributeData? DeclaredOn(ISymbol symbol, string attribute) => DeclaredOn(symbol, attribute, out _, out _);

    private static AttributeData? DeclaredOn(ISymbol symbol, string attribute, out ISymbol? carrier, out bool contradictory)
    {
        (carrier, contradictory) = (symbol, false);
        if (symbol is IMethodSymbol { AssociatedSymbol: { } associated })
        {
            return Annotations.Find(symbol, attribute) ?? DeclaredOn(associated, attribute, out carrier, out contradictory);
        }

        AttributeData? declared = null;
        foreach (var origin in OriginsOf(symbol))
        {
            if (Annotations.Find(origin, attribute) is not { } found)
            {
                continue;
            }

            if (declared is null)
            {
                (declared, carrier) = (found, origin);
                if (SymbolEqualityComparer.Default.Equals(origin, symbol) || !IsInterfaceOrItsMember(origin))
                {
                    return found;
                }
            }
            else if (!SameDeclaration(declared, found))
            {
                // Two interfaces say different things, and the symbol does not say which of them it means.
                contradictory = true;
                return null;
            }
        }

        return declared;
    }

    /// <summary>The symbol, what it overrides or derives from, and then what it implements.</summary>
    public static IEnumerable<ISymbol> OriginsOf(ISymbol symbol)
    {
        yield return symbol;
        switch (symbol)
        {
            case INamedTypeSymbol type:
                for (
                    var ancestor = type.BaseType;
                    ancestor is not (null or { SpecialType: SpecialType.System_Object });
                    ancestor = ancestor.BaseType
                )
                {
                    yield return ancestor;
                }

                foreach (var contract in type.AllInterfaces)
                {
                    yield return contract;
                }

                break;
            case IMethodSymbol or IPropertySymbol:
                for (var overridden = Overridden(symbol); overridden is not null; overridden = Overridden(overridden))
                {
                    yield return overridden;
                }

                foreach (var member in ImplementedBy(symbol))
                {
                    yield return member;
                }

                break;
        }
    }

    private static ISymbol? Overridden(ISymbol member) =>
        member switch
        {
            IMethodSymbol method => method.OverriddenMethod,
            IPropertySymbol property => property.OverriddenProperty,
            _ => null,
        };

    public static IEnumerable<ISymbol> ImplementedBy(ISymbol member)
    {
        if (
            member
                is not {
                    IsStatic: false,
                    ContainingType: { TypeKind: TypeKind.Class or TypeKind.Struct, AllInterfaces: { IsEmpty: false } interfaces } type
                }
            || member is IMethodSymbol { MethodKind: not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation) }
        )
        {
            yield break;
        }

        // An explicit implementation is named after its interface.
        var name = member.Name.Substring(member.Name.LastIndexOf('.') + 1);
        foreach (var contract in interfaces)
        {
            foreach (var candidate in contract.GetMembers(name))
            {
                if (SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(candidate), member))
                {
                    yield return candidate;
                }
            }
        }
    }

    private static bool IsInterfaceOrItsMember(ISymbol symbol) =>
        (symbol as INamedTypeSymbol ?? symbol.ContainingType) is { TypeKind: TypeKind.Interface };

    private static bool SameDeclaration(AttributeData left, AttributeData right)
    {
        if (
            left.ConstructorArguments.Length != right.ConstructorArguments.Length
            || left.NamedArguments.Length != right.NamedArguments.Length
        )
        {
            return false;
        }

        for (var i = 0; i < left.ConstructorArguments.Length; i++)
        {
            if (!left.ConstructorArguments[i].Equals(right.ConstructorArguments[i]))
            {
                return false;
            }
        }

        for (var i = 0; i < left.NamedArguments.Length; i++)
        {
            if (
                left.NamedArguments[i].Key != right.NamedArguments[i].Key
                || !left.NamedArguments[i].Value.Equals(right.NamedArguments[i].Value)
            )
            {
                return false;
            }
        }

        return true;
    }
}
