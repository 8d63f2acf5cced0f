using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Code;

internal sealed partial class Functions
{
    // One walk of a declaration serves all of its methods, and the next compilation that has it unchanged.
    private static readonly ConditionalWeakTable<SyntaxNode, Dictionary<string, List<SyntaxNode>>> NamesGiven = new();

    /// <summary>
    /// Whom the type gives a method to as a delegate: the calls and creations that take it as an argument, the events it is attached to.
    /// </summary>
    /// <param name="method">A method or local function of the type.</param>
    /// <param name="member">The member it stands in, or itself.</param>
    public IEnumerable<IOperation> ConsumersOf(IMethodSymbol method, ISymbol member)
    {
        if (member.ContainingType is not { } type || !models.Declare(type))
        {
            yield break;
        }

        foreach (var declaration in type.DeclaringSyntaxReferences)
        {
            if (!NamesGiven.GetValue(declaration.GetSyntax(), NamesGivenIn).TryGetValue(method.Name, out var names))
            {
                continue;
            }

            foreach (var given in names)
            {
                if (
                    models.Of(given.SyntaxTree).GetOperation(given) is IMethodReferenceOperation use
                    && SymbolEqualityComparer.Default.Equals(use.Method, method)
                    && ConsumerOf(use) is { } consumer
                )
                {
                    yield return consumer;
                }
            }
        }
    }

    /// <summary>Every name in the place of an argument or an assigned value that may be one of a method.</summary>
    private static Dictionary<string, List<SyntaxNode>> NamesGivenIn(SyntaxNode declaration)
    {
        var given = new Dictionary<string, List<SyntaxNode>>(StringComparer.Ordinal);
        foreach (var node in declaration.DescendantNodes())
        {
            var value = node switch
            {
                ArgumentSyntax argument => argument.Expression,
                AssignmentExpressionSyntax assignment => assignment.Right,
                _ => null,
            };
            if (value is not null && Symbols.NameIn(value) is { } name)
            {
                if (!given.TryGetValue(name, out var known))
                {
                    given.Add(name, known = new List<SyntaxNode>());
                }

                known.Add(value);
            }
        }

        return given;
    }

    /// <summary>The call, creation or event that takes a function as a delegate.</summary>
    public static IOperation? ConsumerOf(IOperation function) =>
        Operations.HolderOf(function) switch
        {
            IArgumentOperation argument => argument.Parent,
            IEventAssignmentOperation subscription => subscription,
            _ => null,
        };
}
