using System.Composition;
using DistributedSystems.Analyzers.Rules.Retries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace DistributedSystems.CodeFixes.Retries;

/// <summary>
/// Makes the idempotency key once, in a local before the statement that repeats the call. Not offered where that statement is not one of a
/// block, where the key
/// is made for a second call in a catch, or where it would not compile.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class MakeKeyOnceFix : DistributedCodeFix
{
    private const string Name = "idempotencyKey";

    public MakeKeyOnceFix()
        : base(KeyChangesOnEveryAttempt.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            await SiteOf(document, diagnostic, cancellation).ConfigureAwait(false)
                is not { Operation: { Syntax: ExpressionSyntax made } operation } site
            || site.Facts.IdempotencyKeys.ChangingKeyAt(operation) is not { } key
            || StatementAround(key.Repeated) is not { Parent: BlockSyntax or GlobalStatementSyntax } statement
            || !statement.Span.Contains(made.Span)
        )
        {
            return null;
        }

        var name = Name;
        for (var number = 2; site.Model.LookupSymbols(made.SpanStart, name: name).Length > 0 || Names(made, name); number++)
        {
            name = Name + number;
        }

        var declaration = SyntaxFactory
            .ParseStatement($"var {name} = {made.WithoutTrivia()};")
            .WithAdditionalAnnotations(Formatter.Annotation);
        var edit = new DocumentEdit(
            "Make the key once, before the first attempt",
            made.Span.ToString(),
            editor =>
            {
                editor.ReplaceNode(made, SyntaxFactory.IdentifierName(name).WithTriviaFrom(made));
                if (statement.Parent is GlobalStatementSyntax global)
                {
                    editor.InsertBefore(
                        global,
                        SyntaxFactory.GlobalStatement(declaration.WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed))
                    );
                }
                else
                {
                    editor.InsertBefore(statement, declaration.WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed));
                }
            }
        );
        return await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }

    /// <summary>The statement that runs all attempts: the loop, or the one that hands the function over. A catch repeats the code of its
    /// try.</summary>
    private static StatementSyntax? StatementAround(SyntaxNode repeated) =>
        repeated switch
        {
            StatementSyntax loop and not LocalFunctionStatementSyntax => loop,
            AnonymousFunctionExpressionSyntax function => function.FirstAncestorOrSelf<StatementSyntax>(),
            _ => null,
        };

    private static bool Names(SyntaxNode made, string name) =>
        made.FirstAncestorOrSelf<MemberDeclarationSyntax>()?.DescendantTokens().Any(token => token.ValueText == name) == true;
}
