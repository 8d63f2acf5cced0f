using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>Does the method take an absolute deadline as this optional parameter?</summary>
    public bool TakesInstant(IMethodSymbol method, string parameter)
    {
        foreach (var candidate in method.Parameters)
        {
            if (candidate.Name == parameter)
            {
                var type = candidate.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : candidate.Type;
                return candidate.IsOptional && IsInstant(type);
            }
        }

        return false;
    }

    /// <summary>The deadline of the server call that the surrounding method serves, as an expression; null outside of one.</summary>
    public string? CallersDeadline(IOperation operation)
    {
        if (Types.ServerCallContext is not { } context)
        {
            return null;
        }

        var root = Values.RootOf(operation);
        return root.SemanticModel?.GetDeclaredSymbol(root.Syntax) is IMethodSymbol method
            && method.Parameters.FirstOrDefault(parameter => SymbolEqualityComparer.Default.Equals(parameter.Type, context)) is { } found
            ? found.Name + ".Deadline"
            : null;
    }
}
