using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class Tokens
{
    /// <summary>
    /// The token that a type keeps for its work, at a call of a member that was given none: the one read-only field that is a token or a
    /// source, where
    /// the type gives it to other calls on the same kind of client; under strict also the token of a controller's request.
    /// </summary>
    public TokenInScope? TokenOfType(IInvocationOperation call)
    {
        var root = Values.RootOf(call);
        if (
            Operations.FunctionAround(call) is not null
            || Operations.MethodOf(root) is not { IsStatic: false, MethodKind: MethodKind.Ordinary } method
        )
        {
            return null;
        }

        if (
            project.IsStrict
            && method.DeclaredAccessibility == Accessibility.Public
            && types.ControllerBase is { } controller
            && Symbols.DerivesFrom(method.ContainingType, controller)
        )
        {
            return new TokenInScope("HttpContext.RequestAborted", controller, Bound.Unknown, ImmutableArray<ISymbol>.Empty, IsSure: true);
        }

        IFieldSymbol? kept = null;
        foreach (var member in method.ContainingType.GetMembers())
        {
            if (
                member is IFieldSymbol { IsStatic: false, IsImplicitlyDeclared: false } field
                && (types.IsToken(field.Type) || IsSource(field.Type))
            )
            {
                if (kept is not null || !field.IsReadOnly)
                {
                    return null;
                }

                kept = field;
            }
        }

        return
            kept is null
            || functions.UsesInType(kept).Any(use => EndsWorkOf(use, root))
            || !functions.UsesInType(kept).Any(use => IsGivenToCallLike(call, use))
            ? null
            : new TokenInScope(
                kept.Name + (IsSource(kept.Type) ? ".Token" : ""),
                kept,
                Bound.Unknown,
                ImmutableArray<ISymbol>.Empty,
                IsSure: false
            );
    }

    private bool IsSource(ITypeSymbol type) => SymbolEqualityComparer.Default.Equals(type, types.CancellationTokenSource);

    /// <summary>A member that cancels or disposes the source itself, or asks whether it is cancelled, knows what it leaves out.</summary>
    private static bool EndsWorkOf(IOperation use, IOperation member) =>
        Values.RootOf(use).Syntax == member.Syntax
        && use.Parent is not (IArgumentOperation or IPropertyReferenceOperation { Property.Name: "Token", Parent: IArgumentOperation });

    private bool IsGivenToCallLike(IInvocationOperation call, IOperation use)
    {
        var token = use.Parent is IPropertyReferenceOperation { Property.Name: "Token" } read ? read : use;
        return token.Parent is IArgumentOperation { Parent: IInvocationOperation other }
            && remoteCalls.RemoteCallOf(other) is not null
            && SymbolEqualityComparer.Default.Equals(other.TargetMethod.ContainingType, call.TargetMethod.ContainingType);
    }
}
