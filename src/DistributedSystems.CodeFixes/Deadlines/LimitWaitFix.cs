using System.Composition;
using DistributedSystems.Analyzers.Rules.Deadlines;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Simplification;

namespace DistributedSystems.CodeFixes.Deadlines;

/// <summary>Limits the wait for a completion source to 30 seconds with <c>WaitAsync</c>, where it exists.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class LimitWaitFix : DistributedCodeFix
{
    // A limit to start from, not a recommendation.
    private const int DefaultSeconds = 30;

    public LimitWaitFix()
        : base(UnboundedWaitForOutcome.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            await SiteOf(document, diagnostic, cancellation).ConfigureAwait(false)
                is not { Operation: IPropertyReferenceOperation { Type: { } task, Syntax: MemberAccessExpressionSyntax wait } }
            || !HasWaitAsync(task)
        )
        {
            return null;
        }

        var limit = SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression,
                SyntaxFactory.ParseExpression("global::System.TimeSpan").WithAdditionalAnnotations(Simplifier.Annotation),
                SyntaxFactory.IdentifierName("FromSeconds")
            ),
            SyntaxFactory.ArgumentList(
                SyntaxFactory.SingletonSeparatedList(
                    SyntaxFactory.Argument(
                        SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(DefaultSeconds))
                    )
                )
            )
        );
        var limited = SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression,
                wait.WithoutTrivia(),
                SyntaxFactory.IdentifierName("WaitAsync")
            ),
            SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(limit)))
        );
        return new DocumentEdit(
            $"Wait at most {DefaultSeconds} seconds",
            wait.Span.ToString(),
            editor => editor.ReplaceNode(wait, limited.WithTriviaFrom(wait))
        );
    }

    private static bool HasWaitAsync(ITypeSymbol task) =>
        task.GetMembers("WaitAsync")
            .OfType<IMethodSymbol>()
            .Any(method => method.Parameters.Length == 1 && method.Parameters[0].Type.Name == nameof(TimeSpan));
}
