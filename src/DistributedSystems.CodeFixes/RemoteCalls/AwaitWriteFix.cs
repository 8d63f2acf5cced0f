using System.Composition;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Rules.RemoteCalls;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.CodeFixes.RemoteCalls;

/// <summary>
/// Awaits a dropped task in a function that is asynchronous already. In one that returns nothing the failure would then end the process
/// instead of being lost, so there it is offered only where a handler takes it. Not offered for a discard with a comment above it or behind
/// it, where somebody says why nobody waits, nor for a discarded <c>Task.Run</c>, which is meant to go on in the background.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AwaitWriteFix : DistributedCodeFix
{
    public AwaitWriteFix()
        : base(WriteIsNotObserved.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            await SiteOf(document, diagnostic, cancellation).ConfigureAwait(false) is not { } site
            || !AwaitRemoteCallFix.IsInAsyncFunction(site.Operation, site.Model, cancellation)
            || (IsInAsyncVoid(site.Operation, site.Model, cancellation) && !IsHandled(site.Operation.Syntax, site.Model, cancellation))
        )
        {
            return null;
        }

        // The whole statement: the call with what is chained to it, and the discard before it.
        var dropped = (ExpressionSyntax)site.Operation.Syntax;
        while (dropped.Parent is ParenthesizedExpressionSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax)
        {
            dropped = (ExpressionSyntax)dropped.Parent;
        }

        var replaced = dropped.Parent is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } discard
            ? discard
            : dropped;
        if (
            replaced.Parent is not ExpressionStatementSyntax statement
            || (
                replaced != dropped
                && (
                    statement.GetLeadingTrivia().Concat(statement.GetTrailingTrivia()).Any(IsComment)
                    || site.Model.GetSymbolInfo(dropped, cancellation).Symbol
                        is IMethodSymbol { Name: "Run", ContainingType.Name: nameof(Task) }
                )
            )
            || dropped.DescendantNodesAndSelf().Any(node => node is IdentifierNameSyntax { Identifier.ValueText: "ContinueWith" })
        )
        {
            return null;
        }

        var edit = new DocumentEdit(
            "Await the call",
            replaced.Span.ToString(),
            editor =>
                editor.ReplaceNode(
                    replaced,
                    (current, _) =>
                        SyntaxFactory
                            .AwaitExpression(
                                SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space),
                                (current is AssignmentExpressionSyntax assignment ? assignment.Right : (ExpressionSyntax)current)
                                    .WithoutTrivia()
                                    .AsAwaitedAround(replaced)
                            )
                            .WithTriviaFrom(current)
                )
        );
        return await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }

    private static bool IsComment(SyntaxTrivia trivia) =>
        trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia;

    private static bool IsInAsyncVoid(IOperation operation, SemanticModel model, CancellationToken cancellation) =>
        Operations.FunctionAround(operation) switch
        {
            ILocalFunctionOperation local => local.Symbol.ReturnsVoid,
            IAnonymousFunctionOperation lambda => lambda.Symbol.ReturnsVoid,
            _ => model.GetEnclosingSymbol(operation.Syntax.SpanStart, cancellation) is IMethodSymbol { ReturnsVoid: true },
        };

    /// <summary>A handler of the same function takes every exception, and lets none of them go on.</summary>
    private static bool IsHandled(SyntaxNode call, SemanticModel model, CancellationToken cancellation) =>
        call.Ancestors()
            .TakeWhile(ancestor =>
                ancestor is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax)
            )
            .OfType<TryStatementSyntax>()
            .Any(attempt =>
                attempt.Block.Span.Contains(call.Span)
                && attempt.Catches.All(handler =>
                    !handler.Block.DescendantNodes().Any(node => node is ThrowStatementSyntax or ThrowExpressionSyntax)
                )
                && attempt.Catches.Any(handler =>
                    handler.Filter is null
                    && (
                        handler.Declaration is not { } declaration
                        || SymbolEqualityComparer.Default.Equals(
                            model.GetTypeInfo(declaration.Type, cancellation).Type,
                            model.Compilation.GetTypeByMetadataName(typeof(Exception).FullName)
                        )
                    )
                )
            );
}
