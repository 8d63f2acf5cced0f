using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.Analyzers.Baseline;

/// <summary>
/// The member around a place: <c>Orders.Reserve</c>, <c>Outer.Inner.this[]</c>. By syntax alone, so that the compiler and whoever reads its
/// log give the same answer; without namespace and parameters, which change while a finding stays.
/// </summary>
internal static class MemberName
{
    /// <summary>The place is in no member: an attribute of the assembly.</summary>
    private const string None = "-";

    private const string TopLevel = "<top-level>";

    public static string At(SyntaxNode root, int position)
    {
        var names = new List<string>();
        for (var node = root.FindToken(position).Parent; node is not null; node = node.Parent)
        {
            if (NameOf(node) is { Length: > 0 } name)
            {
                names.Add(name);
            }
        }

        names.Reverse();
        return names.Count == 0 ? None : string.Join(".", names);
    }

    private static string? NameOf(SyntaxNode node) =>
        node switch
        {
            BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
            DelegateDeclarationSyntax @delegate => @delegate.Identifier.ValueText,
            MethodDeclarationSyntax method => method.Identifier.ValueText,
            ConstructorDeclarationSyntax constructor => constructor.Modifiers.Any(SyntaxKind.StaticKeyword) ? "cctor" : "ctor",
            DestructorDeclarationSyntax => "Finalize",
            OperatorDeclarationSyntax @operator => "operator" + @operator.OperatorToken.ValueText,
            ConversionOperatorDeclarationSyntax conversion => "operator-" + conversion.ImplicitOrExplicitKeyword.ValueText,
            PropertyDeclarationSyntax property => property.Identifier.ValueText,
            EventDeclarationSyntax @event => @event.Identifier.ValueText,
            IndexerDeclarationSyntax => "this[]",
            EnumMemberDeclarationSyntax member => member.Identifier.ValueText,
            VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax } field => field.Identifier.ValueText,
            GlobalStatementSyntax => TopLevel,
            _ => null,
        };
}
