using System.Composition;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Rules.Messaging;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.CodeFixes.Messaging;

/// <summary>
/// Leaves the function where the lock was not taken. Offered where leaving is a plain <c>return</c> or <c>return false</c>, and no <c>finally</c> on the
/// way would give back what another holder has.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class CheckLockResultFix : DistributedCodeFix
{
    public CheckLockResultFix()
        : base(LockResultIsIgnored.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            await SiteOf(document, diagnostic, cancellation).ConfigureAwait(false) is not { Operation: IInvocationOperation taken } site
            || site.Facts.Locks.CallOf(taken) is not { Api: { Lock: LockRole.Acquires } api }
            || WholeOf((ExpressionSyntax)taken.Syntax) is not { } whole
            || whole.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax block } statement
            || LeavingFrom(block, site.Model, cancellation) is not { } leaving
        )
        {
            return null;
        }

        var plan = statement switch
        {
            ExpressionStatementSyntax { Expression: var expression } when expression == whole => Asking(
                whole,
                statement,
                leaving,
                site.Model,
                cancellation
            ),
            LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables }
                when variables[0].Initializer?.Value == whole => Behind(
                variables[0].Identifier.ValueText,
                api.AcquiredMember,
                statement,
                leaving,
                site.Model.GetTypeInfo(whole, cancellation)
            ),
            _ => null,
        };
        if (plan is null)
        {
            return null;
        }

        var edit = new DocumentEdit("Leave where the lock was not taken", statement.Span.ToString(), plan);
        return await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }

    private static Action<Microsoft.CodeAnalysis.Editing.DocumentEditor>? Asking(
        ExpressionSyntax whole,
        StatementSyntax statement,
        StatementSyntax leaving,
        SemanticModel model,
        CancellationToken cancellation
    ) =>
        model.GetTypeInfo(whole, cancellation).Type is { SpecialType: SpecialType.System_Boolean }
            ? editor =>
                editor.ReplaceNode(
                    statement,
                    SyntaxFactory
                        .IfStatement(
                            SyntaxFactory.PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, whole.WithoutTrivia()),
                            SyntaxFactory.Block(leaving)
                        )
                        .WithTriviaFrom(statement)
                        .WithAdditionalAnnotations(Formatter.Annotation)
                )
            : null;

    private static Action<Microsoft.CodeAnalysis.Editing.DocumentEditor>? Behind(
        string name,
        string? acquired,
        StatementSyntax statement,
        StatementSyntax leaving,
        TypeInfo type
    )
    {
        var condition =
            type.Type is { SpecialType: SpecialType.System_Boolean } ? $"!{name}"
            : acquired is not null ? $"!{name}.{acquired}"
            : type.Type is { IsReferenceType: true } ? $"{name} == null"
            : null;
        return condition is null
            ? null
            : editor =>
                editor.InsertAfter(
                    statement,
                    SyntaxFactory
                        .IfStatement(SyntaxFactory.ParseExpression(condition), SyntaxFactory.Block(leaving))
                        .WithAdditionalAnnotations(Formatter.Annotation)
                );
    }

    /// <summary>The call with its <c>await</c>.</summary>
    private static ExpressionSyntax? WholeOf(ExpressionSyntax call)
    {
        while (
            call.Parent
                is MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "ConfigureAwait",
                    Parent: InvocationExpressionSyntax configured
                }
        )
        {
            call = configured;
        }

        return call.Parent is AwaitExpressionSyntax awaited ? awaited : call;
    }

    private static StatementSyntax? LeavingFrom(BlockSyntax block, SemanticModel model, CancellationToken cancellation)
    {
        if (
            block
                .AncestorsAndSelf()
                .TakeWhile(static node =>
                    node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax)
                )
                .Any(static node => node is FinallyClauseSyntax or TryStatementSyntax { Finally: not null })
            || model.GetEnclosingSymbol(block.SpanStart, cancellation) is not IMethodSymbol function
            || block
                .Ancestors()
                .OfType<BlockSyntax>()
                .Append(block)
                .Any(static outer => outer.DescendantNodes().Any(static node => node is YieldStatementSyntax))
        )
        {
            return null;
        }

        return function switch
        {
            { ReturnsVoid: true } => SyntaxFactory.ReturnStatement(),
            { IsAsync: true, ReturnType: INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: var results } } => results.IsEmpty
                ? SyntaxFactory.ReturnStatement()
            : results[0].SpecialType == SpecialType.System_Boolean ? ReturnFalse()
            : null,
            { ReturnType.SpecialType: SpecialType.System_Boolean } => ReturnFalse(),
            _ => null,
        };
    }

    private static ReturnStatementSyntax ReturnFalse() =>
        SyntaxFactory.ReturnStatement(
            SyntaxFactory.Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.LiteralExpression(SyntaxKind.FalseLiteralExpression),
            SyntaxFactory.Token(SyntaxKind.SemicolonToken)
        );
}
