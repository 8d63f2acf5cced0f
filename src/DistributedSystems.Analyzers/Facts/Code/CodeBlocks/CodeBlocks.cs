using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>A piece of code that runs as one: a body, an initializer, the statements of a program.</summary>
/// <param name="Node">What its operations are made of.</param>
/// <param name="Member">The name by which other code runs it, as <see cref="Words"/> counts it; 0 where none is needed.</param>
/// <param name="Words">The words it spells, each once.</param>
/// <param name="IsOpaque">It may mean what it does not spell: it makes an object without saying of which type, or escapes a character.</param>
internal sealed record CodeBlock(SyntaxNode Node, int Member, int[] Words, bool IsOpaque);

/// <summary>
/// The code blocks of a file and the words they spell. Read from the text, since to ask a body for its tokens costs its whole syntax; kept as
/// long as the tree lives, so that a keystroke costs one file.
/// </summary>
internal static class CodeBlocks
{
    private static readonly ConditionalWeakTable<SyntaxTree, IReadOnlyList<CodeBlock>> ByTree = new();

    public static IReadOnlyList<CodeBlock> In(SyntaxTree tree) => ByTree.GetValue(tree, static key => Find(key));

    /// <summary>The names of the members and locals that a block assigns.</summary>
    public static IEnumerable<string> AssignedIn(CodeBlock block) =>
        block
            .Node.DescendantTokens()
            .Where(static token => token.IsKind(SyntaxKind.IdentifierToken) && IsAssigned(token))
            .Select(static token => token.ValueText);

    private static List<CodeBlock> Find(SyntaxTree tree)
    {
        var (root, words) = (tree.GetRoot(), new Words(tree.GetText()));
        var found = new List<CodeBlock>();
        var hasStatements = false;
        foreach (var node in root.DescendantNodes(static node => !IsBlock(node)))
        {
            if (node is GlobalStatementSyntax)
            {
                hasStatements = true;
            }
            else if (IsBlock(node))
            {
                found.Add(Read(node, words));
            }
        }

        if (hasStatements)
        {
            found.Add(Read(root, words));
        }

        return found;
    }

    // Attributes' arguments and defaults of parameters are constants; nothing runs there.
    private static bool IsBlock(SyntaxNode node) =>
        node switch
        {
            // What has no body runs nothing, and who spells its name runs nothing of this project either.
            BaseMethodDeclarationSyntax method => method.Body is not null || method.ExpressionBody is not null,
            AccessorDeclarationSyntax accessor => accessor.Body is not null || accessor.ExpressionBody is not null,
            PrimaryConstructorBaseTypeSyntax => true,
            ArrowExpressionClauseSyntax => true,
            EqualsValueClauseSyntax => node.Parent is VariableDeclaratorSyntax or PropertyDeclarationSyntax,
            _ => false,
        };

    private static CodeBlock Read(SyntaxNode node, Words words)
    {
        words.Begin();
        words.Read(node.Span);
        if (SaidOutside(node) is { } outside)
        {
            words.Read(outside.Span);
        }

        var (spelled, isOpaque) = words.End();
        return new CodeBlock(node, MemberOf(node) is { Length: > 0 } member ? Words.Of(member) : 0, spelled, isOpaque);
    }

    /// <summary>What is said outside of a block of the objects that it makes.</summary>
    private static SyntaxNode? SaidOutside(SyntaxNode node) =>
        node switch
        {
            // The type of what 'new()' makes.
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } } =>
                declaration.Type,
            EqualsValueClauseSyntax or ArrowExpressionClauseSyntax or AccessorDeclarationSyntax =>
                node.FirstAncestorOrSelf<BasePropertyDeclarationSyntax>()?.Type,

            // The constructor of the base class.
            ConstructorDeclarationSyntax => node.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.BaseList,
            _ => null,
        };

    private static bool IsAssigned(SyntaxToken token)
    {
        var name = token.Parent;
        if (name?.Parent is MemberAccessExpressionSyntax access && access.Name == name)
        {
            name = access;
        }

        return name?.Parent is AssignmentExpressionSyntax assignment && assignment.Left == name
            || name?.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not 0 };
    }

    private static string? MemberOf(SyntaxNode node) =>
        node switch
        {
            MethodDeclarationSyntax method => method.Identifier.ValueText,
            ConstructorDeclarationSyntax constructor => constructor.Identifier.ValueText,
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => variable.Identifier.ValueText,
            PrimaryConstructorBaseTypeSyntax => node.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.ValueText,
            _ => node.FirstAncestorOrSelf<PropertyDeclarationSyntax>()?.Identifier.ValueText
                ?? node.FirstAncestorOrSelf<EventDeclarationSyntax>()?.Identifier.ValueText,
        };
}
