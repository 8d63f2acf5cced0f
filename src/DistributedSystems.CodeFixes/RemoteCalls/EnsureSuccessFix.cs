using System.Composition;
using DistributedSystems.Analyzers.Rules.RemoteCalls;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.CodeFixes.RemoteCalls;

/// <summary>Calls <c>EnsureSuccessStatusCode</c> before the body is read: a statement where the response has a name, else in the
/// chain.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class EnsureSuccessFix : DistributedCodeFix
{
    private const string Check = "EnsureSuccessStatusCode";

    public EnsureSuccessFix()
        : base(UncheckedResponse.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            await SiteOf(document, diagnostic, cancellation).ConfigureAwait(false)
            is not {
                Operation: IInvocationOperation
                {
                    Syntax: InvocationExpressionSyntax
                    {
                        Expression: MemberAccessExpressionSyntax { Expression: MemberAccessExpressionSyntax body }
                    }
                } read
            }
        )
        {
            return null;
        }

        var statement = body.FirstAncestorOrSelf<StatementSyntax>();
        Action<DocumentEditor> apply =
            body.Expression is IdentifierNameSyntax name && statement?.Parent is BlockSyntax && !IsInNestedFunction(body, statement)
                ? editor => editor.InsertBefore(statement, Statement(name, statement))
                : editor => editor.ReplaceNode(body.Expression, (current, _) => Chained((ExpressionSyntax)current));
        var edit = new DocumentEdit("Throw where the status is an error", read.Syntax.Span.ToString(), apply);
        return await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }

    private static bool IsInNestedFunction(SyntaxNode node, StatementSyntax statement) =>
        node.Ancestors().TakeWhile(ancestor => ancestor != statement).Any(ancestor => ancestor is AnonymousFunctionExpressionSyntax);

    private static StatementSyntax Statement(IdentifierNameSyntax response, StatementSyntax before) =>
        SyntaxFactory
            .ExpressionStatement((ExpressionSyntax)Chained(response.WithoutTrivia()))
            .WithLeadingTrivia(Indentation(before))
            .WithTrailingTrivia(EndOfLine(before))
            .WithAdditionalAnnotations(Formatter.Annotation);

    private static SyntaxTriviaList Indentation(StatementSyntax statement) =>
        SyntaxFactory.TriviaList(statement.GetLeadingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Take(1));

    private static SyntaxTriviaList EndOfLine(StatementSyntax statement) =>
        SyntaxFactory.TriviaList(
            statement.SyntaxTree.GetText().ToString().Contains("\r\n") ? SyntaxFactory.CarriageReturnLineFeed : SyntaxFactory.LineFeed
        );

    private static ExpressionSyntax Chained(ExpressionSyntax response) =>
        SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, response, SyntaxFactory.IdentifierName(Check))
        );
}
