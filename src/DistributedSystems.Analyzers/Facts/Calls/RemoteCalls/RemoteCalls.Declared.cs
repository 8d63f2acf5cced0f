using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts.Calls;

internal sealed partial class RemoteCalls
{
    /// <summary>What attributes say of a method: its own first, then those of its type.</summary>
    private CatalogEntry? AnnotationsOf(IMethodSymbol method, CatalogEntry? known)
    {
        foreach (var declaration in Symbols.DeclarationsOf(method))
        {
            if (Find(declaration, Annotations.RemoteCall) is { } carrier)
            {
                known = Known() with { Remote = true, Origin = "[RemoteCall] on " + carrier.Name };
            }

            if ((EffectOn(declaration) ?? KeyedBy(declaration) ?? EffectOn(OfferedBy(declaration))) is { } declared)
            {
                return declared;
            }
        }

        return known;

        CatalogEntry Known() => known ?? new CatalogEntry(method.ContainingType.Name, method.ContainingType.Name, method.Name, "");

        // A contradiction is DIST0002's; of two effects the one that asks for more care is believed.
        CatalogEntry? EffectOn(ISymbol? carrier)
        {
            if (carrier is null)
            {
                return null;
            }

            if (Annotations.Find(carrier, Annotations.NotIdempotent) is not null)
            {
                return Known() with { Replay = Replay.Accumulates, Origin = "[NotIdempotent] on " + carrier.Name };
            }

            if (Annotations.Find(carrier, Annotations.ReadOnly) is not null)
            {
                return Known() with { Replay = Replay.Safe, Origin = "[ReadOnly] on " + carrier.Name };
            }

            if (Annotations.Find(carrier, Annotations.Idempotent) is not { } idempotent)
            {
                return null;
            }

            var origin = "[Idempotent] on " + carrier.Name;
            return Annotations.Text(idempotent, "Key") is { } key
                ? WithKey(key.Split(new[] { '.' }, 2), origin)
                : Known() with
                {
                    Replay = Replay.Idempotent,
                    Origin = origin,
                };
        }

        CatalogEntry? KeyedBy(IMethodSymbol declaration) =>
            declarations.IsInUse(Annotations.IdempotencyKey)
            && IdempotencyKeyOf(declaration) is { } key
            // A request goes through many hands in this process, of which the body says more.
            && (key.Length == 1 || known is { Remote: true })
                ? WithKey(key, "[IdempotencyKey] on " + key[key.Length - 1])
                : null;

        CatalogEntry WithKey(string[] path, string origin) =>
            Known() with
            {
                Replay = Replay.Keyed,
                KeyParameter = path[0],
                KeyMember = path.Length > 1 ? path[1] : null,
                Origin = origin,
            };
    }

    /// <summary>The parameter that is marked as the key, or the parameter and its member that is.</summary>
    private static string[]? IdempotencyKeyOf(IMethodSymbol method)
    {
        foreach (var parameter in method.Parameters)
        {
            if (Annotations.Find(parameter, Annotations.IdempotencyKey) is not null)
            {
                return new[] { parameter.Name };
            }

            foreach (var member in Symbols.MembersOf(parameter.Type))
            {
                if (member is IPropertySymbol or IFieldSymbol && Annotations.Find(member, Annotations.IdempotencyKey) is not null)
                {
                    return new[] { parameter.Name, member.Name };
                }
            }
        }

        return null;
    }

    /// <summary>The symbol that carries the attribute: the member itself, else its type.</summary>
    private static ISymbol? Find(IMethodSymbol declaration, string attribute) =>
        Annotations.Find(declaration, attribute) is not null ? declaration
        : OfferedBy(declaration) is { } type && Annotations.Find(type, attribute) is not null ? type
        : null;

    /// <summary>The type whose attributes hold for a method: they speak of the operations it offers, not of its private steps, accessors or
    /// statics.</summary>
    private static INamedTypeSymbol? OfferedBy(IMethodSymbol method) =>
        method
            is { MethodKind: MethodKind.Ordinary, IsStatic: false, DeclaredAccessibility: Accessibility.Public or Accessibility.Internal }
            ? method.ContainingType
            : null;
}
