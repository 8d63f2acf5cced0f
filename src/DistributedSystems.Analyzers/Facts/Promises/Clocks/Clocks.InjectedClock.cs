using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>A clock that code was given.</summary>
/// <param name="Holder">The parameter, field or property that holds it.</param>
/// <param name="IsTimeProvider">It is a <c>TimeProvider</c>, else an abstraction of the team's own with a member marked
/// <c>[WallClock]</c>.</param>
internal sealed record InjectedClock(ISymbol Holder, bool IsTimeProvider);

internal sealed partial class Clocks
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableArray<InjectedClock>> clocksOfTypes = new(
        SymbolEqualityComparer.Default
    );

    /// <summary>
    /// The clock that the code at a place could have read instead of the static one. Null where its type has none, where no instance is
    /// reachable or set yet, and inside a clock, whose job it is to read the static one.
    /// </summary>
    public InjectedClock? InjectedClockAt(IOperation place, ISymbol member)
    {
        // An initializer runs before anything is injected.
        if (
            member is not IMethodSymbol { ContainingType: { } type } method
            || IsClock(type)
            || Annotations.Find(method.AssociatedSymbol ?? method, Annotations.WallClock) is not null
        )
        {
            return null;
        }

        var clocks = clocksOfTypes.GetOrAdd(type, ClocksOf);
        if (clocks.IsEmpty)
        {
            return null;
        }

        var isStatic = method.IsStatic || IsInsideStaticFunction(place);
        if (method.MethodKind == MethodKind.Constructor)
        {
            // The member may not be set yet; the parameter it is set from is there.
            foreach (var parameter in method.Parameters)
            {
                if (!isStatic && ClockOf(parameter, parameter.Type) is { } passed)
                {
                    return passed;
                }
            }

            return null;
        }

        return clocks.FirstOrDefault(clock => !isStatic || clock.Holder.IsStatic);
    }

    private ImmutableArray<InjectedClock> ClocksOf(INamedTypeSymbol type)
    {
        var clocks = ImmutableArray.CreateBuilder<InjectedClock>();
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            foreach (var member in declaring.GetMembers())
            {
                var held = member switch
                {
                    IFieldSymbol { IsImplicitlyDeclared: false } field => field.Type,
                    IPropertySymbol { GetMethod: not null, Parameters.IsEmpty: true } property => property.Type,
                    _ => null,
                };
                if (held is not null && project.Compilation.IsSymbolAccessibleWithin(member, type) && ClockOf(member, held) is { } clock)
                {
                    clocks.Add(clock);
                }
            }
        }

        foreach (var constructor in type.InstanceConstructors)
        {
            // The parameters of a primary constructor are in scope of every member.
            if (
                !constructor.DeclaringSyntaxReferences.IsEmpty
                && constructor.DeclaringSyntaxReferences[0].GetSyntax() is TypeDeclarationSyntax
            )
            {
                clocks.AddRange(constructor.Parameters.Select(parameter => ClockOf(parameter, parameter.Type)).OfType<InjectedClock>());
            }
        }

        return clocks.ToImmutable();
    }

    private InjectedClock? ClockOf(ISymbol holder, ITypeSymbol type) =>
        types.TimeProvider is { } provider && Symbols.DerivesFrom(type, provider) ? new InjectedClock(holder, IsTimeProvider: true)
        : IsOwnClock(type) ? new InjectedClock(holder, IsTimeProvider: false)
        : null;

    private bool IsClock(INamedTypeSymbol type) =>
        (types.TimeProvider is { } provider && Symbols.DerivesFrom(type, provider))
        || IsOwnClock(type)
        || type.AllInterfaces.Any(IsOwnClock);

    private bool IsOwnClock(ITypeSymbol type)
    {
        if (!declarations.HasAnnotations && type.TypeKind != TypeKind.Interface)
        {
            return false;
        }

        foreach (var member in type.GetMembers())
        {
            if (
                declarations.HasAnnotations
                && member is IPropertySymbol or IMethodSymbol
                && Annotations.Find(member, Annotations.WallClock) is not null
            )
            {
                return true;
            }

            // An interface of which all that there is reads the clock.
            if (
                type.TypeKind == TypeKind.Interface
                && member is IMethodSymbol { Parameters.IsEmpty: true } reading
                && (
                    IsWallClock(reading)
                    || (reading.Name == "GetCurrentInstant" && SymbolEqualityComparer.Default.Equals(reading.ReturnType, types.NodaInstant))
                )
            )
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInsideStaticFunction(IOperation place)
    {
        for (var around = place.Parent; around is not null; around = around.Parent)
        {
            if (around is IAnonymousFunctionOperation { Symbol.IsStatic: true } or ILocalFunctionOperation { Symbol.IsStatic: true })
            {
                return true;
            }
        }

        return false;
    }
}
