using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

internal sealed partial class Blocking
{
    /// <summary>
    /// The asynchronous member that does the same as a blocking call and takes the same arguments: the one the catalog names, else
    /// <c>…Async</c> of the same type. Null where the library has none.
    /// </summary>
    public static IMethodSymbol? AsyncTwinOf(RemoteCall call)
    {
        var method = call.Invocation.TargetMethod;
        var name = call.Api.AsyncTwin ?? method.Name + "Async";
        for (var type = method.ContainingType; type is not null; type = type.BaseType)
        {
            if (TwinIn(type) is { } twin)
            {
                return twin;
            }
        }

        foreach (
            var contract in method.ContainingType.TypeKind == TypeKind.Interface
                ? method.ContainingType.AllInterfaces
                : ImmutableArray<INamedTypeSymbol>.Empty
        )
        {
            if (TwinIn(contract) is { } twin)
            {
                return twin;
            }
        }

        return null;

        IMethodSymbol? TwinIn(INamedTypeSymbol type)
        {
            foreach (var member in type.GetMembers(name))
            {
                if (member is IMethodSymbol twin && twin.DeclaredAccessibility == Accessibility.Public && TakesTheSame(twin, method))
                {
                    return twin;
                }
            }

            return null;
        }
    }

    private static bool TakesTheSame(IMethodSymbol twin, IMethodSymbol method)
    {
        if (
            !Symbols.IsTaskLike(twin.ReturnType)
            || twin.IsStatic != method.IsStatic
            || twin.Arity != method.Arity
            || twin.Parameters.Length < method.Parameters.Length
        )
        {
            return false;
        }

        for (var i = 0; i < twin.Parameters.Length; i++)
        {
            if (
                i >= method.Parameters.Length
                    ? !twin.Parameters[i].IsOptional
                    : twin.Parameters[i].RefKind != RefKind.None || !IsSameType(twin.Parameters[i].Type, method.Parameters[i].Type)
            )
            {
                return false;
            }
        }

        var result = Symbols.UnwrapTask(twin.ReturnType);
        return method.ReturnsVoid
            ? result is null || Symbols.IsTaskLike(result) || result.SpecialType == SpecialType.System_Void
            : result is not null && IsSameType(result, method.ReturnType);
    }

    /// <summary>By name, since type parameters of two methods are never the same symbol; annotations for null make no other type.</summary>
    private static bool IsSameType(ITypeSymbol left, ITypeSymbol right) =>
        left.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) == right.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
}
