using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<ISymbol, bool>> carriers = new(StringComparer.Ordinal);

    /// <summary>Is a symbol declared with the attribute, itself or through what it overrides or implements? One probe for a symbol that was asked about before.</summary>
    public bool Carries(ISymbol symbol, string attribute)
    {
        if (!HasAnnotations)
        {
            return false;
        }

        symbol = symbol.OriginalDefinition;
        var known = carriers.GetOrAdd(attribute, static _ => new ConcurrentDictionary<ISymbol, bool>(SymbolEqualityComparer.Default));
        if (!known.TryGetValue(symbol, out var carries))
        {
            known[symbol] = carries = DeclaredFor(symbol, attribute) is not null;
        }

        return carries;
    }
}
