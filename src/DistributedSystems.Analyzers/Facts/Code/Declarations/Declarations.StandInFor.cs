using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts.Code;

internal sealed partial class Declarations
{
    private readonly object standInsGate = new();
    private Dictionary<INamedTypeSymbol, INamedTypeSymbol>? standIns;

    /// <summary>The attribute declared for a symbol: by this project on its behalf, or by itself, what it overrides or
    /// implements.</summary>
    public AttributeData? DeclaredFor(ISymbol symbol, string attribute) =>
        (StandInFor(symbol) is { } standIn ? Annotations.Find(standIn, attribute) : null) ?? DeclaredOn(symbol, attribute);

    /// <summary>The type or member on which this project declares what a type of someone else's, or a member of it, does; null for
    /// most.</summary>
    public ISymbol? StandInFor(ISymbol symbol)
    {
        var others = StandIns;
        if (others.Count == 0)
        {
            return null;
        }

        symbol = symbol.OriginalDefinition;
        if (symbol is IMethodSymbol { AssociatedSymbol: { } property })
        {
            symbol = property;
        }

        if (symbol is INamedTypeSymbol type)
        {
            return others.TryGetValue(type, out var whole) ? whole : null;
        }

        if (symbol.ContainingType is not { } containing || !others.TryGetValue(containing, out var standIn))
        {
            return null;
        }

        foreach (var member in standIn.GetMembers(symbol.Name))
        {
            if (member.Kind == symbol.Kind && HasSameParameters(member, symbol))
            {
                return member;
            }
        }

        return null;
    }

    private Dictionary<INamedTypeSymbol, INamedTypeSymbol> StandIns
    {
        get
        {
            lock (standInsGate)
            {
                return standIns ??= FindStandIns();
            }
        }
    }

    private Dictionary<INamedTypeSymbol, INamedTypeSymbol> FindStandIns()
    {
        var found = new Dictionary<INamedTypeSymbol, INamedTypeSymbol>(SymbolEqualityComparer.Default);
        if (!HasAnnotations || Annotations.Find(project.Compilation.Assembly, Annotations.ExternalDeclarations) is not { } declared)
        {
            return found;
        }

        foreach (var argument in declared.ConstructorArguments)
        {
            foreach (
                var element in argument.Kind == TypedConstantKind.Array && !argument.IsNull
                    ? argument.Values
                    : ImmutableArray<TypedConstant>.Empty
            )
            {
                if (
                    element.Value is INamedTypeSymbol standIn
                    && Annotations.Find(standIn, Annotations.DeclarationsFor) is { } target
                    && Annotations.Argument(target, "type") is { Value: INamedTypeSymbol type }
                )
                {
                    found[type.OriginalDefinition] = standIn;
                }
            }
        }

        return found;
    }

    private static bool HasSameParameters(ISymbol left, ISymbol right)
    {
        var (ours, theirs) = (
            (left as IMethodSymbol)?.Parameters ?? (left as IPropertySymbol)?.Parameters,
            (right as IMethodSymbol)?.Parameters ?? (right as IPropertySymbol)?.Parameters
        );
        if (ours is not { } one || theirs is not { } other)
        {
            return true;
        }

        if (one.Length != other.Length)
        {
            return false;
        }

        for (var i = 0; i < one.Length; i++)
        {
            // A type parameter of theirs is another one than that of ours.
            if (
                !SymbolEqualityComparer.Default.Equals(one[i].Type, other[i].Type)
                && one[i].Type.TypeKind != TypeKind.TypeParameter
                && other[i].Type.ToDisplayString() != one[i].Type.ToDisplayString()
            )
            {
                return false;
            }
        }

        return true;
    }
}
