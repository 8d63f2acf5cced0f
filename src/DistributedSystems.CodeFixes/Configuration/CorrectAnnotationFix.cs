using System.Composition;
using DistributedSystems.Analyzers.Rules.Configuration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.CodeFixes.Configuration;

/// <summary>Adds the unit that a duration lacks, or spells a key as the only parameter it can mean. Offered where the text stands in the
/// attribute itself.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class CorrectAnnotationFix : DistributedCodeFix
{
    public CorrectAnnotationFix()
        : base(AnnotationContradicts.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            !diagnostic.Properties.TryGetValue(AnnotationContradicts.Wrong, out var wrong)
            || !diagnostic.Properties.TryGetValue(AnnotationContradicts.Right, out var right)
            || await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<AttributeSyntax>()
                is not { ArgumentList: { } arguments }
        )
        {
            return null;
        }

        // The same text twice in one attribute does not say which of the two is meant.
        var literals = arguments
            .Arguments.Select(argument => argument.Expression)
            .OfType<LiteralExpressionSyntax>()
            .Where(literal => literal.Token.ValueText == wrong)
            .ToList();
        return literals.Count == 1
            ? new DocumentEdit(
                $"Write \"{right}\"",
                literals[0].SpanStart.ToString(),
                editor =>
                    editor.ReplaceNode(
                        literals[0],
                        SyntaxFactory
                            .LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(right!))
                            .WithTriviaFrom(literals[0])
                    )
            )
            : null;
    }
}
