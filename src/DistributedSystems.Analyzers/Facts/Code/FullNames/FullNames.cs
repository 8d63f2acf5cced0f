using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>Types and namespaces by their names. Composing a name costs more than most questions that ask for it, so each is composed
/// once.</summary>
internal static class FullNames
{
    private static readonly ConditionalWeakTable<ISymbol, string> Known = new();

    /// <summary>As code would write it without any <c>using</c>: <c>System.Net.Http.HttpRequestException</c>.</summary>
    public static string FullName(this INamespaceOrTypeSymbol symbol) => Known.GetValue(symbol, static key => key.ToDisplayString());
}
