using System.Composition;
using DistributedSystems.Analyzers.Rules.RemoteCalls;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.CodeFixes.RemoteCalls;

/// <summary>
/// Makes a method asynchronous and awaits all that it returns, so that its scopes last as long as the calls in them. Not offered for
/// lambdas, expression bodies and a <c>return</c> that stands in no block.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AwaitInScopeFix : DistributedCodeFix
{
    public AwaitInScopeFix()
        : base(TaskLeavesScope.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            await SiteOf(document, diagnostic, cancellation).ConfigureAwait(false) is not { } site
            || site
                .Operation.Syntax.Ancestors()
                .FirstOrDefault(node =>
                    node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MethodDeclarationSyntax
                )
                is not MethodDeclarationSyntax { Body: not null } method
            || site.Model.GetDeclaredSymbol(method, cancellation)
                is not { ReturnType: INamedTypeSymbol { Name: "Task" or "ValueTask" } returned }
            || Returns(method).Any(one => one.Expression is null || one.Parent is not BlockSyntax)
        )
        {
            return null;
        }

        var hasResult = !returned.TypeArguments.IsEmpty;
        var edit = new DocumentEdit(
            "Await the call inside its scope",
            method.Span.ToString(),
            editor => editor.ReplaceNode(method, (current, _) => Awaiting((MethodDeclarationSyntax)current, hasResult))
        );
        return await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }

    private static IEnumerable<ReturnStatementSyntax> Returns(MethodDeclarationSyntax method) =>
        method
            .DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .OfType<ReturnStatementSyntax>();

    private static MethodDeclarationSyntax Awaiting(MethodDeclarationSyntax method, bool hasResult)
    {
        var awaiting = method.ReplaceNodes(
            Returns(method).Where(_ => hasResult),
            (_, one) => one.WithExpression(Await(one.Expression!).WithTriviaFrom(one.Expression!))
        );
        if (!hasResult)
        {
            awaiting = new EndsWithoutResult().Visit(method) as MethodDeclarationSyntax ?? method;
        }

        var modifier = SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        return awaiting.Modifiers.Count > 0
            ? awaiting.AddModifiers(modifier)
            : awaiting
                .WithReturnType(awaiting.ReturnType.WithLeadingTrivia())
                .WithModifiers(SyntaxFactory.TokenList(modifier.WithLeadingTrivia(awaiting.ReturnType.GetLeadingTrivia())));
    }

    private static ExpressionSyntax Await(ExpressionSyntax task)
    {
        var awaited = task.WithoutTrivia();
        return SyntaxFactory.AwaitExpression(
            SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space),
            awaited is InvocationExpressionSyntax or MemberAccessExpressionSyntax or SimpleNameSyntax or BaseObjectCreationExpressionSyntax
                ? awaited
                : SyntaxFactory.ParenthesizedExpression(awaited)
        );
    }

    /// <summary>Nothing of the method comes behind it.</summary>
    private static bool IsLast(StatementSyntax statement) =>
        statement.Parent is BlockSyntax block
        && block.Statements.Last() == statement
        && block.Parent switch
        {
            MethodDeclarationSyntax => true,
            CatchClauseSyntax { Parent: TryStatementSyntax around } => IsLast(around),
            ElseClauseSyntax { Parent: IfStatementSyntax choice } => IsLast(choice),
            TryStatementSyntax or IfStatementSyntax or UsingStatementSyntax or LockStatementSyntax or BlockSyntax => IsLast(
                (StatementSyntax)block.Parent
            ),
            _ => false,
        };

    /// <summary>Where there is no result, an awaited call is a statement of its own, and the method is left behind it.</summary>
    private sealed class EndsWithoutResult : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitBlock(BlockSyntax node)
        {
            var visited = (BlockSyntax)base.VisitBlock(node)!;
            var statements = new List<StatementSyntax>();
            for (var i = 0; i < node.Statements.Count; i++)
            {
                if (node.Statements[i] is not ReturnStatementSyntax { Expression: { } task } one)
                {
                    statements.Add(visited.Statements[i]);
                    continue;
                }

                var call = SyntaxFactory.ExpressionStatement(Await(task)).WithLeadingTrivia(one.GetLeadingTrivia());
                if (IsLast(one))
                {
                    statements.Add(call.WithTrailingTrivia(one.GetTrailingTrivia()));
                    continue;
                }

                var indentation = one.GetLeadingTrivia().LastOrDefault(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
                statements.Add(call.WithTrailingTrivia(SyntaxFactory.EndOfLine("\n")));
                statements.Add(
                    SyntaxFactory
                        .ReturnStatement()
                        .WithLeadingTrivia(SyntaxFactory.TriviaList(indentation))
                        .WithTrailingTrivia(one.GetTrailingTrivia())
                );
            }

            return visited.WithStatements(SyntaxFactory.List(statements));
        }

        public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) => node;

        public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) => node;

        public override SyntaxNode? VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node) => node;

        public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) => node;
    }
}
