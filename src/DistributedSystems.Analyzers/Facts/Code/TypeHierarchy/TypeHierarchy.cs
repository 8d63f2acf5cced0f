using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>
/// Which types of this compilation derive from a type. The index is syntactic and kept per syntax tree, so a keystroke costs one
/// tree; only types whose written base list leads to the name asked for are bound.
/// </summary>
internal sealed class TypeHierarchy
{
    private static readonly ConditionalWeakTable<SyntaxTree, ImmutableArray<TypeDeclarationSyntax>[]> ByTree = new();

    private readonly SemanticModels models;
    private readonly Lazy<Dictionary<string, List<TypeDeclarationSyntax>>> byBaseName;

    public TypeHierarchy(Compilation compilation, SemanticModels models)
    {
        this.models = models;
        byBaseName = new Lazy<Dictionary<string, List<TypeDeclarationSyntax>>>(() => Index(compilation));
    }

    /// <summary>The classes and structs of this compilation that derive from or implement a type, in source order.</summary>
    public ImmutableArray<INamedTypeSymbol> DerivedFrom(INamedTypeSymbol type)
    {
        var derived = ImmutableArray.CreateBuilder<INamedTypeSymbol>();
        var seen = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        var names = new HashSet<string>(StringComparer.Ordinal) { type.Name };
        var pending = new Queue<string>(names);
        while (pending.Count > 0)
        {
            if (!byBaseName.Value.TryGetValue(pending.Dequeue(), out var declarations))
            {
                continue;
            }

            foreach (var declaration in declarations)
            {
                if (names.Add(declaration.Identifier.ValueText))
                {
                    pending.Enqueue(declaration.Identifier.ValueText);
                }

                if (
                    models.Of(declaration.SyntaxTree).GetDeclaredSymbol(declaration)
                        is { TypeKind: TypeKind.Class or TypeKind.Struct } symbol
                    && DerivesFrom(symbol, type)
                    && seen.Add(symbol)
                )
                {
                    derived.Add(symbol);
                }
            }
        }

        return derived.ToImmutable();
    }

    private static bool DerivesFrom(INamedTypeSymbol symbol, INamedTypeSymbol type)
    {
        for (var ancestor = symbol.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(ancestor.OriginalDefinition, type))
            {
                return true;
            }
        }

        return type.TypeKind == TypeKind.Interface
            && symbol.AllInterfaces.Any(contract => SymbolEqualityComparer.Default.Equals(contract.OriginalDefinition, type));
    }

    private static Dictionary<string, List<TypeDeclarationSyntax>> Index(Compilation compilation)
    {
        var index = new Dictionary<string, List<TypeDeclarationSyntax>>(StringComparer.Ordinal);
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var declaration in ByTree.GetValue(tree, DeclarationsIn)[0])
            {
                foreach (var written in declaration.BaseList!.Types)
                {
                    if (NameOf(written.Type) is { } name)
                    {
                        if (!index.TryGetValue(name, out var declarations))
                        {
                            index.Add(name, declarations = new List<TypeDeclarationSyntax>());
                        }

                        declarations.Add(declaration);
                    }
                }
            }
        }

        return index;
    }

    // In an array because the table holds references only.
    private static ImmutableArray<TypeDeclarationSyntax>[] DeclarationsIn(SyntaxTree tree) =>
        new[]
        {
            tree.GetRoot()
                .DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
                .OfType<TypeDeclarationSyntax>()
                .Where(declaration => declaration.BaseList is not null)
                .ToImmutableArray(),
        };

    /// <summary>The last part of a type's name as it is written.</summary>
    public static string? NameOf(TypeSyntax written) =>
        written switch
        {
            SimpleNameSyntax name => name.Identifier.ValueText,
            QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
            AliasQualifiedNameSyntax aliased => aliased.Name.Identifier.ValueText,
            _ => null,
        };
}
