using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts.Code;

internal sealed partial class Functions
{
    // Beyond this many implementations nobody would call the method one thing.
    private const int MostImplementations = 32;

    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<IMethodSymbol>> implementations = new(
        SymbolEqualityComparer.Default
    );

    /// <summary>
    /// The methods of this compilation that a call of its own method may run: the method itself, or for an interface or virtual
    /// member every implementation there is. Empty where none is in sight.
    /// </summary>
    public ImmutableArray<IMethodSymbol> TargetsOf(IMethodSymbol method)
    {
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        return !IsOwnMethod(method) ? ImmutableArray<IMethodSymbol>.Empty
            : IsReplaceable(method) ? implementations.GetOrAdd(method, ImplementationsOf)
            : ImmutableArray.Create(method);
    }

    public static bool IsReplaceable(IMethodSymbol method) =>
        method.IsAbstract
        || method.ContainingType?.TypeKind == TypeKind.Interface
        || ((method.IsVirtual || method.IsOverride) && !method.IsSealed && method.ContainingType?.IsSealed != true);

    private ImmutableArray<IMethodSymbol> ImplementationsOf(IMethodSymbol method)
    {
        var found = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        var ordered = ImmutableArray.CreateBuilder<IMethodSymbol>();
        var type = method.ContainingType;
        foreach (
            var candidate in type.TypeKind == TypeKind.Interface ? hierarchy.DerivedFrom(type) : hierarchy.DerivedFrom(type).Insert(0, type)
        )
        {
            if (candidate.IsAbstract)
            {
                continue;
            }

            foreach (
                var implementation in type.TypeKind == TypeKind.Interface
                    ? ImplementedBy(candidate, method)
                    : OverriddenBy(candidate, method)
            )
            {
                if (found.Add(implementation.OriginalDefinition))
                {
                    ordered.Add(implementation.OriginalDefinition);
                }
            }
        }

        return ordered.Count > MostImplementations ? ImmutableArray<IMethodSymbol>.Empty : ordered.ToImmutable();
    }

    public static IEnumerable<IMethodSymbol> ImplementedBy(INamedTypeSymbol type, IMethodSymbol contract)
    {
        foreach (var implemented in type.AllInterfaces)
        {
            if (!SymbolEqualityComparer.Default.Equals(implemented.OriginalDefinition, contract.ContainingType))
            {
                continue;
            }

            foreach (var member in implemented.GetMembers(contract.Name))
            {
                if (
                    SymbolEqualityComparer.Default.Equals(member.OriginalDefinition, contract)
                    && type.FindImplementationForInterfaceMember(member) is IMethodSymbol method
                )
                {
                    yield return method;
                }
            }
        }
    }

    private static IEnumerable<IMethodSymbol> OverriddenBy(INamedTypeSymbol type, IMethodSymbol method)
    {
        for (var ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
        {
            foreach (var member in ancestor.GetMembers(method.Name))
            {
                for (var declaration = member as IMethodSymbol; declaration is not null; declaration = declaration.OverriddenMethod)
                {
                    if (SymbolEqualityComparer.Default.Equals(declaration.OriginalDefinition, method))
                    {
                        yield return (IMethodSymbol)member;
                        yield break;
                    }
                }
            }
        }
    }
}
