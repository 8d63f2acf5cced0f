using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace DistributedSystems.CodeFixes;

/// <summary>The names that a fix brings along: imports for extension methods, which the host's own adder does not know, and full names to
/// be shortened.</summary>
internal static class Imports
{
    /// <summary>Is a type visible by its simple name?</summary>
    public static bool Sees(SemanticModel model, int position, string type, string containingNamespace) =>
        model
            .LookupNamespacesAndTypes(position, name: type)
            .Any(symbol => symbol.ContainingNamespace?.ToDisplayString() == containingNamespace);

    /// <summary>Imports the namespace of a static class unless the place sees it already, at most once in a document.</summary>
    public static void AddFor(DocumentEditor editor, int position, string type, string containingNamespace)
    {
        if (editor.OriginalRoot is CompilationUnitSyntax unit && !Sees(editor.SemanticModel, position, type, containingNamespace))
        {
            editor.ReplaceNode(unit, (current, _) => With((CompilationUnitSyntax)current, containingNamespace));
        }
    }

    /// <summary>New code with names spelled out in full, to be shortened where the place sees them.</summary>
    public static T Qualified<T>(this T code)
        where T : SyntaxNode => code.WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation);

    private static CompilationUnitSyntax With(CompilationUnitSyntax unit, string name) =>
        unit.Usings.Any(directive => directive.Name?.ToString() == name)
            ? unit
            : unit.AddUsings(
                SyntaxFactory
                    .UsingDirective(SyntaxFactory.ParseName(name))
                    .NormalizeWhitespace()
                    .WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed)
            );
}
