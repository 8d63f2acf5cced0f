using System.Composition;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Rules.Retries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.CodeFixes.Retries;

/// <summary>
/// Moves the making of a request, with the statements that fill it, from before a retry into it. Offered where a local of the same block
/// holds the request
/// and nothing but the repeated code uses it further.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class MakeRequestPerAttemptFix : DistributedCodeFix
{
    public MakeRequestPerAttemptFix()
        : base(RequestIsReused.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            await SiteOf(document, diagnostic, cancellation).ConfigureAwait(false) is not { Operation: IInvocationOperation call } site
            || site.Facts.RemoteCalls.RemoteCallOf(call) is null
            || site.Facts.ReusedResources.ReusedAcross(call) is not { } reused
            || call
                .Arguments.Select(argument => Values.Unwrap(argument.Value))
                .OfType<ILocalReferenceOperation>()
                .FirstOrDefault(argument => argument.Local.Name == reused.Name)
                is not { } request
            || request.Local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation)
                is not VariableDeclaratorSyntax
                {
                    Initializer: not null,
                    Parent: VariableDeclarationSyntax
                    {
                        Variables.Count: 1,
                        Parent: LocalDeclarationStatementSyntax { Parent: BlockSyntax block } declaration
                    }
                }
        )
        {
            return null;
        }

        var repeated = reused.Retry.Place.Span.Contains(call.Syntax.Span)
            ? reused.Retry.Place
            : call.Syntax.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>();
        var around = block.Statements.FirstOrDefault(statement => repeated is not null && statement.Span.Contains(repeated.Span));
        if (
            around is null
            || WithStart(repeated!, Array.Empty<StatementSyntax>()) is null
            || (repeated is AnonymousFunctionExpressionSyntax { AsyncKeyword.RawKind: 0 } && declaration.UsingKeyword.RawKind != 0)
        )
        {
            return null;
        }

        // Everything that names the request has to move with it or to be in the repeated code already.
        var moved = new List<StatementSyntax>();
        foreach (
            var use in site
                .Facts.Values.UsesOf(request.Local, call)
                .Select(use => use.Syntax)
                .Where(use => !repeated!.Span.Contains(use.Span))
        )
        {
            var statement = block.Statements.FirstOrDefault(statement => statement.Span.Contains(use.Span));
            if (
                statement is not ExpressionStatementSyntax
                || statement.SpanStart > around.SpanStart
                || statement.DescendantNodes().Any(node => node is AwaitExpressionSyntax)
            )
            {
                return null;
            }

            moved.Add(statement);
        }

        var start = moved
            .Distinct()
            .OrderBy(statement => statement.SpanStart)
            .Prepend(declaration)
            .Select(statement => statement.WithAdditionalAnnotations(Formatter.Annotation))
            .ToList();
        var edit = new DocumentEdit(
            "Make the request for each attempt",
            declaration.Span.ToString(),
            editor =>
            {
                editor.ReplaceNode(repeated!, WithStart(repeated!, start)!.WithAdditionalAnnotations(Formatter.Annotation));
                foreach (var statement in moved.Distinct().Prepend(declaration))
                {
                    editor.RemoveNode(statement);
                }
            }
        );
        return await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }

    private static SyntaxNode? WithStart(SyntaxNode repeated, IEnumerable<StatementSyntax> start) =>
        repeated switch
        {
            ForStatementSyntax { Statement: BlockSyntax body } loop => loop.WithStatement(Starting(body, start)),
            WhileStatementSyntax { Statement: BlockSyntax body } loop => loop.WithStatement(Starting(body, start)),
            DoStatementSyntax { Statement: BlockSyntax body } loop => loop.WithStatement(Starting(body, start)),
            ForEachStatementSyntax { Statement: BlockSyntax body } loop => loop.WithStatement(Starting(body, start)),
            AnonymousFunctionExpressionSyntax { Block: { } body } function => function.WithBlock(Starting(body, start)),
            LambdaExpressionSyntax { ExpressionBody: { } result } function => function
                .WithExpressionBody(null)
                .WithBlock(
                    SyntaxFactory.Block(
                        start.Append(SyntaxFactory.ReturnStatement(result.WithoutTrivia().WithLeadingTrivia(SyntaxFactory.Space)))
                    )
                ),
            _ => null,
        };

    private static BlockSyntax Starting(BlockSyntax body, IEnumerable<StatementSyntax> start) =>
        body.WithStatements(body.Statements.InsertRange(0, start));
}
