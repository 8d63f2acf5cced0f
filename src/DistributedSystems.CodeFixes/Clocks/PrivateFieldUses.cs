using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.CodeFixes.Clocks;

/// <summary>A private field whose declaration and uses all stand in one type declaration of one file, so that its type can
/// change.</summary>
internal sealed record PrivateFieldUses(
    IFieldSymbol Symbol,
    VariableDeclaratorSyntax Declarator,
    VariableDeclarationSyntax Declaration,
    IReadOnlyList<ExpressionSyntax> Uses
)
{
    /// <summary>Null where the field shares its declaration, or may be named in another file.</summary>
    public static PrivateFieldUses? Of(IFieldSymbol field, SemanticModel model)
    {
        if (
            field.DeclaredAccessibility != Accessibility.Private
            || field.ContainingType.DeclaringSyntaxReferences.Length != 1
            || field.DeclaringSyntaxReferences.Length != 1
            || field.DeclaringSyntaxReferences[0].GetSyntax()
                is not VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1 } declaration } declarator
            || declaration.SyntaxTree != model.SyntaxTree
        )
        {
            return null;
        }

        var uses = new List<ExpressionSyntax>();
        foreach (var name in field.ContainingType.DeclaringSyntaxReferences[0].GetSyntax().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            if (name.Identifier.ValueText == field.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, field))
            {
                uses.Add(name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name);
            }
        }

        return new PrivateFieldUses(field, declarator, declaration, uses);
    }

    /// <summary>The use is the target of an assignment that is a statement, or all that a member or lambda does.</summary>
    public static bool IsWritten(ExpressionSyntax use) =>
        use.Parent
            is AssignmentExpressionSyntax
            {
                Parent: ExpressionStatementSyntax or ArrowExpressionClauseSyntax or LambdaExpressionSyntax
            } assignment
        && assignment.Left == use;
}
