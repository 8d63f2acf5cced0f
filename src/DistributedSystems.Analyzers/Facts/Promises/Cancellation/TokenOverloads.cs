using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Overloads that take a token as well.</summary>
internal static class TokenOverloads
{
    /// <summary>The overload that differs only in taking a token, and perhaps in further optional parameters; where the result is awaited
    /// at once, also in the kind of task.</summary>
    public static IMethodSymbol? Of(IMethodSymbol method, bool isAwaited, WellKnownTypes types, Compilation compilation)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        foreach (var member in definition.ContainingType.GetMembers(definition.Name))
        {
            if (
                member is IMethodSymbol candidate
                && candidate.Parameters.Length > definition.Parameters.Length
                && candidate.IsStatic == definition.IsStatic
                && candidate.Arity == definition.Arity
                && compilation.IsSymbolAccessibleWithin(candidate, compilation.Assembly)
                && AddsToken(definition, candidate, isAwaited, types)
            )
            {
                return candidate;
            }
        }

        return null;
    }

    private static bool AddsToken(IMethodSymbol method, IMethodSymbol candidate, bool isAwaited, WellKnownTypes types)
    {
        var (position, adds) = (0, false);
        foreach (var parameter in candidate.Parameters)
        {
            if (position < method.Parameters.Length && SameType(method.Parameters[position].Type, parameter.Type))
            {
                position++;
            }
            else if (types.IsToken(parameter.Type) && !adds)
            {
                adds = true;
            }
            else if (!parameter.IsOptional)
            {
                return false;
            }
        }

        return adds
            && position == method.Parameters.Length
            && (
                SameType(method.ReturnType, candidate.ReturnType)
                || (
                    isAwaited
                    && IsTaskOf(method.ReturnType, out var one)
                    && IsTaskOf(candidate.ReturnType, out var other)
                    && SameResult(one, other)
                )
            );
    }

    private static bool IsTaskOf(ITypeSymbol type, out ITypeSymbol? result)
    {
        result = type is INamedTypeSymbol { TypeArguments: { Length: 1 } arguments } ? arguments[0] : null;
        return type is { Name: "Task" or "ValueTask", ContainingNamespace.Name: "Tasks" };
    }

    private static bool SameResult(ITypeSymbol? one, ITypeSymbol? other) =>
        one is null || other is null ? one is null && other is null : SameType(one, other);

    // Type parameters of two methods are never the same symbol.
    private static bool SameType(ITypeSymbol left, ITypeSymbol right) =>
        SymbolEqualityComparer.Default.Equals(left, right)
        || (
            left is ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Method } one
            && right is ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Method } other
            && one.Ordinal == other.Ordinal
        )
        || (
            left is IArrayTypeSymbol { Rank: 1 } leftArray
            && right is IArrayTypeSymbol { Rank: 1 } rightArray
            && SameType(leftArray.ElementType, rightArray.ElementType)
        )
        || (
            left is INamedTypeSymbol { IsGenericType: true } leftType
            && right is INamedTypeSymbol { IsGenericType: true } rightType
            && SymbolEqualityComparer.Default.Equals(leftType.OriginalDefinition, rightType.OriginalDefinition)
            && leftType.TypeArguments.Zip(rightType.TypeArguments, SameType).All(same => same)
        );
}
