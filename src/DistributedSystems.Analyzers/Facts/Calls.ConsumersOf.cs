using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<IOperation>> consumers = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// Whom the type gives a method to as a delegate: the calls and creations that take it as an argument, the events it is attached to.
    /// </summary>
    /// <param name="method">A method or local function of the type.</param>
    /// <param name="member">The member it stands in, or itself.</param>
    private ImmutableArray<IOperation> ConsumersOf(IMethodSymbol method, ISymbol member) => consumers.GetOrAdd(method, _ =>
    {
        var found = ImmutableArray.CreateBuilder<IOperation>();
        foreach (var reference in member.ContainingType?.DeclaringSyntaxReferences ?? ImmutableArray<SyntaxReference>.Empty)
        {
            foreach (var node in reference.GetSyntax().DescendantNodes())
            {
                if (node is IdentifierNameSyntax name && name.Identifier.ValueText == method.Name
                    && (name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? (SyntaxNode)access : name) is { Parent: ArgumentSyntax or AssignmentExpressionSyntax } given
                    && Models.Of(node.SyntaxTree).GetOperation(given) is IMethodReferenceOperation use
                    && SymbolEqualityComparer.Default.Equals(use.Method, method)
                    && ConsumerOf(use) is { } consumer)
                {
                    found.Add(consumer);
                }
            }
        }

        return found.ToImmutable();
    });

    /// <summary>The call, creation or event that takes a function as a delegate.</summary>
    private static IOperation? ConsumerOf(IOperation function) => HolderOf(function) switch
    {
        IArgumentOperation argument => argument.Parent,
        IEventAssignmentOperation subscription => subscription,
        _ => null,
    };
}
