using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace DistributedSystems.CodeFixes;

/// <summary>Imports for extension methods that a fix calls; the host's own adder knows only names of types.</summary>
internal static class Imports
{
    /// <summary>Is a type visible by its simple name?</summary>
    public static bool Sees(SemanticModel model, int position, string type, string containingNamespace) =>
        model.LookupNamespacesAndTypes(position, name: type).Any(symbol => symbol.ContainingNamespace?.ToDisplayString() == containingNamespace);

    /// <summary>Imports the namespace of a static class unless the place sees it already, at most once in a document.</summary>
    public static void AddFor(DocumentEditor editor, int position, string type, string containingNamespace)
    {
        if (editor.OriginalRoot is CompilationUnitSyntax unit && !Sees(editor.SemanticModel, position, type, containingNamespace))
        {
            editor.ReplaceNode(unit, (current, _) => With((CompilationUnitSyntax)current, containingNamespace));
        }
    }

    private static CompilationUnitSyntax With(CompilationUnitSyntax unit, string name) => unit.Usings.Any(directive => directive.Name?.ToString() == name)
        ? unit
        : unit.AddUsings(SyntaxFactory.UsingDirective(SyntaxFactory.ParseName(name)).NormalizeWhitespace().WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed));
}
