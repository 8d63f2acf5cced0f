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

/// <summary>Calls <c>EnsureSuccessStatusCode</c> before the body is read: a statement where the response has a name, in each branch that
/// reads it, else in the chain.</summary>
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
            } site
        )
        {
            return null;
        }

        var bodies = BodiesReadLike(body, site.Model);
        Action<DocumentEditor> apply = editor =>
        {
            foreach (var one in bodies)
            {
                if (StatementOf(one) is { } statement)
                {
                    var check = Statement((IdentifierNameSyntax)one.Expression, statement);
                    if (IsSetOffFromBlock(statement))
                    {
                        check = check.WithLeadingTrivia(statement.GetLeadingTrivia());
                        editor.ReplaceNode(statement, (current, _) => current.WithLeadingTrivia(Indentation(statement)));
                    }

                    editor.InsertBefore(statement, check);
                }
                else
                {
                    editor.ReplaceNode(one.Expression, (current, _) => Chained((ExpressionSyntax)current));
                }
            }
        };
        var edit = new DocumentEdit("Throw where the status is an error", read.Syntax.Span.ToString(), apply);
        return await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }

    /// <summary>
    /// The bodies to check before: the one that is reported, and where nobody asks for the status, those of the same response in other
    /// branches, which its check does not cover.
    /// </summary>
    private static List<MemberAccessExpressionSyntax> BodiesReadLike(MemberAccessExpressionSyntax reported, SemanticModel model)
    {
        var bodies = new List<MemberAccessExpressionSyntax> { reported };
        if (
            reported.Expression is not IdentifierNameSyntax name
            || model.GetSymbolInfo(name).Symbol is not ILocalSymbol response
            || response.DeclaringSyntaxReferences is not { Length: 1 } declared
            || declared[0].GetSyntax().FirstAncestorOrSelf<BlockSyntax>() is not { } scope
        )
        {
            return bodies;
        }

        var uses = scope
            .DescendantNodes()
            .OfType<IdentifierNameSyntax>()
            .Where(use =>
                use.Identifier.ValueText == response.Name
                && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(use).Symbol, response)
            )
            .ToList();
        if (uses.All(use => use.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Content" or "Headers" or "Dispose" }))
        {
            foreach (var use in uses.Where(use => use.SpanStart > name.SpanStart))
            {
                var body = (MemberAccessExpressionSyntax)use.Parent!;
                if (
                    body
                        is {
                            Name.Identifier.ValueText: "Content",
                            Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax }
                        }
                    && !bodies.Any(earlier => Covers(earlier, body))
                )
                {
                    bodies.Add(body);
                }
            }
        }

        return bodies;
    }

    /// <summary>What is checked before one read holds for the rest of its block, or of its statement.</summary>
    private static bool Covers(MemberAccessExpressionSyntax earlier, MemberAccessExpressionSyntax later) =>
        (StatementOf(earlier)?.Parent ?? earlier.FirstAncestorOrSelf<StatementSyntax>() ?? (SyntaxNode)earlier).Span.Contains(later.Span);

    private static StatementSyntax? StatementOf(MemberAccessExpressionSyntax body) =>
        body.Expression is IdentifierNameSyntax
        && body.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax } statement
        && !IsInNestedFunction(body, statement)
            ? statement
            : null;

    private static bool IsInNestedFunction(SyntaxNode node, StatementSyntax statement) =>
        node.Ancestors().TakeWhile(ancestor => ancestor != statement).Any(ancestor => ancestor is AnonymousFunctionExpressionSyntax);

    /// <summary>An empty line parts the statement from the block before it: the check goes behind that line.</summary>
    private static bool IsSetOffFromBlock(StatementSyntax statement) =>
        statement.GetFirstToken().GetPreviousToken().IsKind(SyntaxKind.CloseBraceToken)
        && statement.GetLeadingTrivia() is var blank
        && blank.FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia)
        && blank.All(trivia => trivia.Kind() is SyntaxKind.EndOfLineTrivia or SyntaxKind.WhitespaceTrivia);

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
