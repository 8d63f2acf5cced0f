using System.Composition;
using DistributedSystems.Analyzers.Rules.Retries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.CodeFixes.Retries;

/// <summary>Adds the filter <c>when (!token.IsCancellationRequested)</c> to the catch that takes the caller's cancellation.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class LetCancellationThroughFix : DistributedCodeFix
{
    public LetCancellationThroughFix()
        : base(RetryRepeatsTheFutile.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            !diagnostic.Properties.TryGetValue(RetryRepeatsTheFutile.Token, out var token)
            || await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || root.FindToken(diagnostic.Location.SourceSpan.Start).Parent is not CatchClauseSyntax clause
        )
        {
            return null;
        }

        var edit = new DocumentEdit(
            "Let cancellation through",
            clause.SpanStart.ToString(),
            editor => editor.ReplaceNode(clause, (current, _) => Filtered((CatchClauseSyntax)current, token!))
        );
        return await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }

    private static CatchClauseSyntax Filtered(CatchClauseSyntax clause, string token)
    {
        var condition = SyntaxFactory.ParseExpression($"!{token}.IsCancellationRequested");
        if (clause.Filter is { } filter)
        {
            var old = filter.FilterExpression.WithoutTrivia();
            var left = old
                is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression }
                    or ConditionalExpressionSyntax
                    or AssignmentExpressionSyntax
                ? SyntaxFactory.ParenthesizedExpression(old)
                : old;
            var and = SyntaxFactory.BinaryExpression(
                SyntaxKind.LogicalAndExpression,
                left,
                SyntaxFactory
                    .Token(SyntaxKind.AmpersandAmpersandToken)
                    .WithLeadingTrivia(SyntaxFactory.Space)
                    .WithTrailingTrivia(SyntaxFactory.Space),
                condition
            );
            return clause.WithFilter(filter.WithFilterExpression(and.WithTriviaFrom(filter.FilterExpression)));
        }

        // Parsed, not made: what is made is elastic, and a host that formats it would put the brace behind it on a line of its own.
        var parsed = (TryStatementSyntax)SyntaxFactory.ParseStatement($"try {{ }} catch when ({condition}) {{ }}");
        var added = parsed.Catches[0].Filter!.WithLeadingTrivia(SyntaxFactory.Space);
        return clause.Declaration is { } declaration
            ? clause
                .WithDeclaration(declaration.WithoutTrailingTrivia())
                .WithFilter(added.WithTrailingTrivia(declaration.GetTrailingTrivia()))
            : clause
                .WithCatchKeyword(clause.CatchKeyword.WithTrailingTrivia())
                .WithFilter(added.WithTrailingTrivia(clause.CatchKeyword.TrailingTrivia));
    }
}
