using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>The compilation's semantic models, one per tree, for questions about code outside the tree a rule stands in.</summary>
internal sealed class SemanticModels
{
    private readonly Compilation compilation;
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> models = new();

    public SemanticModels(Compilation compilation) => this.compilation = compilation;

    /// <summary>
    /// Does a symbol's declaration stand in this compilation? In an IDE a referenced project's symbols have syntax too, but in
    /// trees of their own compilation.
    /// </summary>
    public bool Declare(ISymbol symbol)
    {
        foreach (var reference in symbol.DeclaringSyntaxReferences)
        {
            if (!compilation.ContainsSyntaxTree(reference.SyntaxTree))
            {
                return false;
            }
        }

        return !symbol.DeclaringSyntaxReferences.IsEmpty;
    }

    public SemanticModel Of(SyntaxTree tree) => models.GetOrAdd(tree, Create);

    /// <summary>All parts of the type around a place; the whole file around top-level statements.</summary>
    public IEnumerable<SyntaxNode> PartsAround(SyntaxNode place) =>
        place.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
            ? Of(type.SyntaxTree).GetDeclaredSymbol(type)?.DeclaringSyntaxReferences.Select(static part => part.GetSyntax())
                ?? Enumerable.Empty<SyntaxNode>()
            : new[] { place.SyntaxTree.GetRoot() };

#pragma warning disable RS1030, RS0030 // This is the one place that makes models: evidence often stands in another file, and one model per tree bounds the cost.
    private SemanticModel Create(SyntaxTree tree) => compilation.GetSemanticModel(tree);
#pragma warning restore RS1030, RS0030
}
