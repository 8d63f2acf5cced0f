using System.Composition;
using DistributedSystems.Analyzers.Facts.Models;
using DistributedSystems.Analyzers.Rules.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.CodeFixes.Models;

/// <summary>Enumerates a dictionary by its keys, a set by its elements. Clocks and random values have to come with the command, which is
/// the author's to change.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class EnumerateInOrderFix : DistributedCodeFix
{
    public EnumerateInOrderFix()
        : base(NonDeterministicStep.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            !diagnostic.Properties.ContainsKey(NonDeterministicStep.Sortable)
            || await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true)
                is not ExpressionSyntax { Parent: CommonForEachStatementSyntax loop } collection
            || loop.Expression != collection
            || model.GetTypeInfo(collection, cancellation).Type is not INamedTypeSymbol type
            || Determinism.KeyOf(type) is not { } key
        )
        {
            return null;
        }

        // The default order of texts depends on the culture of the machine.
        var selector = type.TypeArguments.Length == 2 ? "entry => entry.Key" : "element => element";
        var comparer =
            key.SpecialType != SpecialType.System_String ? ""
            : Imports.Sees(model, collection.SpanStart, "StringComparer", "System") ? ", StringComparer.Ordinal"
            : ", global::System.StringComparer.Ordinal";
        var parenthesized =
            collection
            is IdentifierNameSyntax
                or MemberAccessExpressionSyntax
                or InvocationExpressionSyntax
                or ElementAccessExpressionSyntax;
        var ordered = SyntaxFactory.ParseExpression(
            $"{(parenthesized ? collection.WithoutTrivia() : SyntaxFactory.ParenthesizedExpression(collection.WithoutTrivia()))}.OrderBy({selector}{comparer})"
        );
        var edit = new DocumentEdit(
            type.TypeArguments.Length == 2 ? "Enumerate in the order of the keys" : "Enumerate in the order of the elements",
            collection.SpanStart.ToString(),
            editor =>
            {
                editor.ReplaceNode(collection, ordered.WithTriviaFrom(collection));
                Imports.AddFor(editor, collection.SpanStart, "Enumerable", "System.Linq");
            }
        );
        return await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }
}
