using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    private readonly ConcurrentDictionary<SyntaxNode, Dictionary<ILocalSymbol, List<ILocalReferenceOperation>>> usesByBody = new();

    /// <summary>Every place of a body that names a local. One walk finds those of all its locals.</summary>
    public IReadOnlyList<ILocalReferenceOperation> UsesOf(ILocalSymbol local, IOperation anywhereInBody)
    {
        var root = Values.RootOf(anywhereInBody);
        var uses = usesByBody.GetOrAdd(root.Syntax, _ => UsesIn(root));
        return uses.TryGetValue(local, out var found) ? found : Array.Empty<ILocalReferenceOperation>();
    }

    private static Dictionary<ILocalSymbol, List<ILocalReferenceOperation>> UsesIn(IOperation root)
    {
        var uses = new Dictionary<ILocalSymbol, List<ILocalReferenceOperation>>(SymbolEqualityComparer.Default);
        foreach (var operation in root.DescendantsAndSelf())
        {
            if (operation is ILocalReferenceOperation use)
            {
                if (!uses.TryGetValue(use.Local, out var known))
                {
                    uses.Add(use.Local, known = new List<ILocalReferenceOperation>());
                }

                known.Add(use);
            }
        }

        return uses;
    }
}
