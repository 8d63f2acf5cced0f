using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    private readonly ConcurrentDictionary<ISymbol, DeclaredModel?> models = new(SymbolEqualityComparer.Default);

    /// <summary>The model in force at a symbol, as <see cref="ModelAt"/>; one probe for a symbol that was asked about before.</summary>
    public DeclaredModel? ModelOf(ISymbol symbol)
    {
        if (!models.TryGetValue(symbol, out var model))
        {
            models[symbol] = model = ModelAt(symbol);
        }

        return model;
    }
}
