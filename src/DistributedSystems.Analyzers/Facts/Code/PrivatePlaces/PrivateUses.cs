using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>Where members are named that only one type can name, and whether anything else may make the type they belong to.</summary>
internal sealed class PrivateUses(SemanticModels models)
{
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<IOperation>> uses = new(SymbolEqualityComparer.Default);

    public static bool IsPrivateTo(INamedTypeSymbol? type) =>
        type is { DeclaredAccessibility: Accessibility.Private, ContainingType: not null, TypeKind: TypeKind.Class or TypeKind.Struct };

    /// <summary>Is the type handed to a generic type or method that may make instances of it (a deserializer, a store), or to anything at
    /// run time?</summary>
    public bool IsMadeByOthers(INamedTypeSymbol type)
    {
        foreach (var use in NamesIn(type.ContainingType!, type.Name))
        {
            if (
                use.Parent is TypeOfExpressionSyntax
                || use.Ancestors()
                    .OfType<TypeArgumentListSyntax>()
                    .Any(arguments => MayMakeWhatItHolds(models.Of(arguments.SyntaxTree).GetSymbolInfo(arguments.Parent!).Symbol))
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Collections, tasks and delegates of the framework only hold what they are given.</summary>
    private static bool MayMakeWhatItHolds(ISymbol? generic) =>
        generic?.ContainingNamespace?.ToDisplayString() is not { } space
        || (
            space is not ("System" or "System.Linq")
            && !space.StartsWith("System.Collections", StringComparison.Ordinal)
            && !space.StartsWith("System.Threading", StringComparison.Ordinal)
        );

    public ImmutableArray<IOperation> CreationsOf(IMethodSymbol constructor) =>
        uses.GetOrAdd(
            constructor.OriginalDefinition,
            _ =>
            {
                var found = ImmutableArray.CreateBuilder<IOperation>();
                foreach (var reference in constructor.ContainingType.ContainingType!.DeclaringSyntaxReferences)
                {
                    foreach (var node in reference.GetSyntax().DescendantNodes())
                    {
                        if (
                            node is BaseObjectCreationExpressionSyntax
                            && models.Of(node.SyntaxTree).GetOperation(node) is IObjectCreationOperation creation
                            && SymbolEqualityComparer.Default.Equals(
                                creation.Constructor?.OriginalDefinition,
                                constructor.OriginalDefinition
                            )
                        )
                        {
                            found.Add(creation);
                        }
                    }
                }

                return found.ToImmutable();
            }
        );

    /// <summary>Every place that names a member which only its type (or the type around it) can name; of a method its invocations, or what
    /// else it is used for.</summary>
    public ImmutableArray<IOperation> UsesOf(ISymbol member) =>
        uses.GetOrAdd(
            member,
            symbol =>
            {
                var found = ImmutableArray.CreateBuilder<IOperation>();
                var scope = IsPrivateTo(symbol.ContainingType) ? symbol.ContainingType.ContainingType! : symbol.ContainingType;
                foreach (var name in NamesIn(scope, symbol.Name))
                {
                    var model = models.Of(name.SyntaxTree);
                    var bound = model.GetSymbolInfo(name).Symbol;
                    if (
                        !SymbolEqualityComparer.Default.Equals(((bound as IMethodSymbol)?.ReducedFrom ?? bound)?.OriginalDefinition, symbol)
                    )
                    {
                        continue;
                    }

                    SyntaxNode node = name;
                    while (
                        node.Parent is MemberAccessExpressionSyntax access && access.Name == node
                        || node.Parent is MemberBindingExpressionSyntax
                    )
                    {
                        node = node.Parent;
                    }

                    if (symbol is IMethodSymbol && node.Parent is InvocationExpressionSyntax invocation && invocation.Expression == node)
                    {
                        node = invocation;
                    }

                    if (model.GetOperation(node) is { } operation)
                    {
                        found.Add(operation);
                    }
                }

                return found.ToImmutable();
            }
        );

    private static IEnumerable<SimpleNameSyntax> NamesIn(INamedTypeSymbol type, string name)
    {
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax().DescendantNodes())
            {
                if (node is SimpleNameSyntax spelled && spelled.Identifier.ValueText == name)
                {
                    yield return spelled;
                }
            }
        }
    }
}
