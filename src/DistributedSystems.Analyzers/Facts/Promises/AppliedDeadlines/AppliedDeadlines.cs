using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>What becomes of a deadline that code creates: whether it reaches a call, when it is thrown away, whether it is kept too
/// long.</summary>
internal sealed partial class AppliedDeadlines(
    CatalogIndex catalog,
    WellKnownTypes types,
    Values values,
    Functions functions,
    ValueFlow valueFlow,
    RemoteCalls remoteCalls
)
{
    /// <summary>Does the method take an absolute deadline as this optional parameter?</summary>
    public bool TakesInstant(IMethodSymbol method, string parameter)
    {
        foreach (var candidate in method.Parameters)
        {
            if (candidate.Name == parameter)
            {
                var type = candidate.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
                    ? nullable.TypeArguments[0]
                    : candidate.Type;
                return candidate.IsOptional && types.IsInstant(type);
            }
        }

        return false;
    }

    /// <summary>The deadline of the server call that the surrounding method serves, as an expression; null outside of one.</summary>
    public string? CallersDeadline(IOperation operation)
    {
        if (types.ServerCallContext is not { } context)
        {
            return null;
        }

        var root = Values.RootOf(operation);
        return
            root.SemanticModel?.GetDeclaredSymbol(root.Syntax) is IMethodSymbol method
            && method.Parameters.FirstOrDefault(parameter => SymbolEqualityComparer.Default.Equals(parameter.Type, context)) is { } found
            ? found.Name + ".Deadline"
            : null;
    }
}
