using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>What code declares with the pack's attributes: on a member, what it overrides or implements, its type, or a stand-in for
/// somebody else's type. Nearest wins.</summary>
internal sealed partial class Declarations(Project project)
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<ISymbol, bool>> carriers = new(StringComparer.Ordinal);

    /// <summary>The attributes are referenced or copied as source, so any member may carry one.</summary>
    public bool HasAnnotations { get; } = Annotations.ArePresent(project.Compilation);

    /// <summary>Is a symbol declared with the attribute, itself or through what it overrides or implements? One probe for a symbol that was
    /// asked about before.</summary>
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

    /// <summary>The deadline declared for a method, by itself or its type.</summary>
    public TimeSpan? DeadlineOf(IMethodSymbol method)
    {
        var declared =
            DeclaredFor(method.OriginalDefinition, Annotations.Deadline)
            ?? (method is { MethodKind: MethodKind.Ordinary, ContainingType: { } type } ? DeclaredFor(type, Annotations.Deadline) : null);
        return declared is not null && Durations.TryParse(Annotations.Text(declared, "duration"), out var limit) ? limit : null;
    }
}
