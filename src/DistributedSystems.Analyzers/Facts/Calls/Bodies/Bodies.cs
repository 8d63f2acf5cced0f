using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>An operation of a body worth looking at, and the member it belongs to.</summary>
internal sealed class Sighting(IOperation operation, ISymbol member)
{
    public IOperation Operation => operation;

    public ISymbol Member => member;
}

/// <summary>
/// The bodies that rules look at, and their operations, made once for all rules. A body counts if it spells a name that a rule is about, or
/// that of a member of the project whose own body counts: names only, so that nothing is bound before.
/// </summary>
internal sealed class Bodies(CatalogIndex catalog, SemanticModels models, Project project, Declarations declarations)
{
    private static readonly List<Sighting> None = new();

    private readonly ConcurrentDictionary<SyntaxTree, Dictionary<OperationKind, List<Sighting>>> sightings = new();

    private Lazy<HashSet<int>> Interesting =>
        field ?? LazyInitializer.EnsureInitialized(ref field, () => new Lazy<HashSet<int>>(FindInteresting))!;

    /// <summary>The operations of one kind in the bodies of a file that count.</summary>
    public List<Sighting> OfKind(OperationKind kind, SyntaxTree tree, CancellationToken cancellation)
    {
        if (!sightings.TryGetValue(tree, out var byKind))
        {
            // Half of a file, left by a cancelled walk, must not be kept.
            sightings[tree] = byKind = Read(tree, cancellation);
        }

        return byKind.TryGetValue(kind, out var found) ? found : None;
    }

    private Dictionary<OperationKind, List<Sighting>> Read(SyntaxTree tree, CancellationToken cancellation)
    {
        var found = new Dictionary<OperationKind, List<Sighting>>();
        SemanticModel? model = null;
        foreach (var block in CodeBlocks.In(tree))
        {
            if (!MayMatter(block))
            {
                continue;
            }

            cancellation.ThrowIfCancellationRequested();
            model ??= models.Of(tree);
            if (
                model.GetOperation(block.Node, cancellation) is not { } operation
                || MemberOf(block.Node, model, cancellation) is not { } member
            )
            {
                continue;
            }

            foreach (var inner in operation.DescendantsAndSelf())
            {
                if (Keeps(inner.Kind))
                {
                    if (!found.TryGetValue(inner.Kind, out var sameKind))
                    {
                        found.Add(inner.Kind, sameKind = new List<Sighting>());
                    }

                    sameKind.Add(new Sighting(inner, member));
                }
            }
        }

        return found;
    }

    /// <summary>The kinds that rules may ask for; of the others nothing is kept.</summary>
    public static bool Keeps(OperationKind kind) =>
        kind
            is OperationKind.Invocation
                or OperationKind.PropertyReference
                or OperationKind.Loop
                or OperationKind.ObjectCreation
                or OperationKind.Binary
                or OperationKind.CatchClause
                or OperationKind.Branch
                or OperationKind.SimpleAssignment
                or OperationKind.Return
                or OperationKind.CompoundAssignment
                or OperationKind.Await
                or OperationKind.ArrayCreation
                or OperationKind.MethodReference
                or OperationKind.IsPattern
                or OperationKind.SwitchExpression
                or OperationKind.Switch;

    private static ISymbol? MemberOf(SyntaxNode node, SemanticModel model, CancellationToken cancellation) =>
        node switch
        {
            ArrowExpressionClauseSyntax => (model.GetDeclaredSymbol(node.Parent!, cancellation) as IPropertySymbol)?.GetMethod,
            EqualsValueClauseSyntax => model.GetDeclaredSymbol(node.Parent!, cancellation),
            PrimaryConstructorBaseTypeSyntax => (
                model.GetDeclaredSymbol(node.FirstAncestorOrSelf<TypeDeclarationSyntax>()!, cancellation) as INamedTypeSymbol
            )?.InstanceConstructors.FirstOrDefault(constructor =>
                constructor.DeclaringSyntaxReferences.Any(place => place.GetSyntax(cancellation) is TypeDeclarationSyntax)
            ),
            _ => model.GetDeclaredSymbol(node, cancellation),
        };

    private bool MayMatter(CodeBlock block) =>
        declarations.HasAnnotations
        || catalog.CoversUnnamedMembers
        || block.IsOpaque
        || block.Words.Any(Interesting.Value.Contains)
        || Subjects.RunsGiven(block.Words);

    /// <summary>The words that rules are about, and the names of the project's own members whose bodies count, until none is added.</summary>
    private HashSet<int> FindInteresting()
    {
        var words = new HashSet<int>(catalog.Names.Concat(Subjects.Names).Select(Words.Of));
        var instants = new HashSet<int>(Subjects.Instants.Select(Words.Of));
        var blocks = project.Compilation.SyntaxTrees.SelectMany(CodeBlocks.In).ToList();
        foreach (var block in blocks)
        {
            if (block.Words.Any(instants.Contains))
            {
                words.UnionWith(CodeBlocks.AssignedIn(block).Select(Words.Of));
            }
        }

        var counting = new Queue<CodeBlock>();
        var bySpelled = new Dictionary<int, List<CodeBlock>>();
        foreach (var block in blocks)
        {
            if (block.IsOpaque || block.Words.Any(words.Contains))
            {
                counting.Enqueue(block);
                continue;
            }

            foreach (var word in block.Words)
            {
                if (!bySpelled.TryGetValue(word, out var spelling))
                {
                    bySpelled.Add(word, spelling = new List<CodeBlock>());
                }

                spelling.Add(block);
            }
        }

        while (counting.Count > 0)
        {
            var member = counting.Dequeue().Member;
            if (member != 0 && words.Add(member) && bySpelled.TryGetValue(member, out var spelling))
            {
                spelling.ForEach(counting.Enqueue);
            }
        }

        return words;
    }
}
