using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.Analyzers.Facts.Code;

internal sealed partial class Declarations
{
    // Kept by tree, so that a keystroke costs a walk over one file.
    private static readonly ConditionalWeakTable<SyntaxTree, HashSet<string>> AttributesByTree = new();

    private readonly ConcurrentDictionary<string, bool> attributesInUse = new(StringComparer.Ordinal);
    private readonly Lazy<HashSet<string>> namesReferenced = new(() =>
        NamesReferencedBy(project.Compilation.SourceModule.ReferencedAssemblySymbols)
    );

    /// <summary>
    /// May anything carry this attribute at all: does the code spell its name, or is a library referenced that knows the attributes? A
    /// project that
    /// only references them pays for this once.
    /// </summary>
    public bool IsInUse(string attribute)
    {
        if (!attributesInUse.TryGetValue(attribute, out var inUse))
        {
            attributesInUse[attribute] = inUse = IsSpelled(attribute) || IsKnownToReferences(attribute);
        }

        return inUse;
    }

    private bool IsSpelled(string attribute)
    {
        var name = attribute.Substring(0, attribute.Length - nameof(Attribute).Length);
        foreach (var tree in project.Compilation.SyntaxTrees)
        {
            var names = AttributesByTree.GetValue(tree, static key => NamesIn(key));
            if (names.Contains(name) || names.Contains(attribute) || names.Contains("using"))
            {
                return true;
            }
        }

        return false;
    }

    private static HashSet<string> NamesIn(SyntaxTree tree)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (
            var node in tree.GetRoot().DescendantNodes(static node => node is not ExpressionSyntax or AnonymousFunctionExpressionSyntax)
        )
        {
            switch (node)
            {
                case AttributeSyntax attribute:
                    names.Add(TypeHierarchy.NameOf(attribute.Name) ?? "");
                    break;

                // An alias may hide any name.
                case UsingDirectiveSyntax { Alias: not null }:
                    names.Add("using");
                    break;
            }
        }

        return names;
    }

    /// <summary>A referenced assembly can only carry the attribute if it defines it or references what does.</summary>
    private bool IsKnownToReferences(string attribute)
    {
        var definers = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var type in project.Compilation.GetTypesByMetadataName("DistributedSystems." + attribute))
        {
            definers.Add(type.ContainingAssembly.Name);
        }

        return definers.Any(namesReferenced.Value.Contains);
    }

    /// <summary>What the references reference, and they themselves: the package declares nothing of itself, but a copy of it in a library
    /// may.</summary>
    private static HashSet<string> NamesReferencedBy(ImmutableArray<IAssemblySymbol> assemblies)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var assembly in assemblies)
        {
            if (assembly.Name != "DistributedSystems.Annotations")
            {
                names.Add(assembly.Name);
            }

            foreach (var module in assembly.Modules)
            {
                names.UnionWith(module.ReferencedAssemblies.Select(reference => reference.Name));
            }
        }

        return names;
    }
}
