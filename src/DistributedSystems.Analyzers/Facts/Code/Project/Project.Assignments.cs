using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.Analyzers.Facts.Code;

internal sealed partial class Project
{
    // Kept by tree, so that a keystroke costs a walk over one file and those that spell the name. Names only: nodes would keep their trees
    // unfolded.
    private static readonly ConditionalWeakTable<SyntaxTree, HashSet<string>> AssignedByTree = new();

    /// <summary>Does any code of the project assign something of that name? Asks only the names that were kept.</summary>
    public bool IsAssigned(string name) => TreesAssigning(name).Any();

    /// <summary>The assignments, object initializers included, to anything of that name; what it is is for the asker to bind.</summary>
    public IEnumerable<AssignmentExpressionSyntax> AssignmentsTo(string name) =>
        TreesAssigning(name).SelectMany(AssignmentsIn).Where(assignment => Symbols.NameIn(assignment.Left) == name);

    private IEnumerable<SyntaxTree> TreesAssigning(string name) =>
        Compilation.SyntaxTrees.Where(tree =>
            AssignedByTree
                .GetValue(
                    tree,
                    static key => new HashSet<string>(
                        AssignmentsIn(key).Select(assignment => Symbols.NameIn(assignment.Left) ?? ""),
                        StringComparer.Ordinal
                    )
                )
                .Contains(name)
        );

    private static IEnumerable<AssignmentExpressionSyntax> AssignmentsIn(SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes().OfType<AssignmentExpressionSyntax>();
}
