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

    /// <summary>Wants imports only for the names that are still spelled out: the host's adder does not see that the implicit usings of a
    /// project bring the others.</summary>
    public static async Task<Document> WantedForFullNamesAsync(Document document, CancellationToken cancellation)
    {
        // Most edits want no import, and need no binding of the whole file for it.
        if (
            await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || root.GetAnnotatedNodes(Simplifier.AddImportsAnnotation).ToList() is not { Count: > 0 } wanted
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
        )
        {
            return document;
        }

        var full = new HashSet<SyntaxNode>(
            wanted.SelectMany(static node => node.DescendantNodesAndSelf()).Where(node => IsTypeByFullName(node, model, cancellation))
        );
        return document.WithSyntaxRoot(
            root.ReplaceNodes(
                wanted.Concat(full),
                (original, current) =>
                    full.Contains(original)
                        ? current.WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation)
                        : current.WithoutAnnotations(Simplifier.AddImportsAnnotation)
            )
        );
    }

    /// <summary>Nothing more is to be imported. An import that was added and found needless has left an empty line at the top.</summary>
    public static async Task<Document> SettledAsync(Document document, SyntaxNode original, CancellationToken cancellation)
    {
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not CompilationUnitSyntax unit)
        {
            return document;
        }

        SyntaxNode root = unit.ReplaceNodes(
            unit.GetAnnotatedNodes(Simplifier.AddImportsAnnotation),
            static (_, current) => current.WithoutAnnotations(Simplifier.AddImportsAnnotation)
        );
        var (first, before) = (root.GetFirstToken(), original.GetFirstToken().LeadingTrivia);
        return document.WithSyntaxRoot(
            unit.Usings.Count == ((CompilationUnitSyntax)original).Usings.Count && first.LeadingTrivia.Count > before.Count
                ? root.ReplaceToken(first, first.WithLeadingTrivia(before))
                : root
        );
    }

    private static bool IsTypeByFullName(SyntaxNode name, SemanticModel model, CancellationToken cancellation) =>
        name switch
        {
            QualifiedNameSyntax qualified => qualified.Left,
            MemberAccessExpressionSyntax access => access.Expression,
            _ => null,
        }
            is { } container
        && model.GetSymbolInfo(container, cancellation).Symbol is INamespaceSymbol
        && model.GetSymbolInfo(name, cancellation).Symbol is ITypeSymbol;

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
