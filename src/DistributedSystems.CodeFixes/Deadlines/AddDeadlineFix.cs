using System.Composition;
using DistributedSystems.Analyzers.Rules.Deadlines;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace DistributedSystems.CodeFixes.Deadlines;

/// <summary>Gives a remote call without deadline one: the surrounding server call's, or 30 seconds from now.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AddDeadlineFix : DistributedCodeFix
{
    // What ADO.NET waits by default; a deadline to start from, not a recommendation.
    private const int DefaultSeconds = 30;

    public AddDeadlineFix()
        : base(RemoteCallHasNoDeadline.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            !diagnostic.Properties.TryGetValue(RemoteCallHasNoDeadline.DeadlineParameter, out var parameter)
            || await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not InvocationExpressionSyntax call
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol method
        )
        {
            return null;
        }

        var callers = diagnostic.Properties.TryGetValue(RemoteCallHasNoDeadline.CallersDeadline, out var expression) ? expression : null;
        var deadline = callers is not null ? SyntaxFactory.ParseExpression(callers) : SecondsFromNow();
        var arguments = call.ArgumentList.WithValueFor(method, parameter!, deadline);

        // The edited call must still mean the same method; an overload may take the place of the one that was called.
        return
            model.MethodInPlaceOf(call, call.WithArgumentList(arguments)) is not { } bound
            || !SymbolEqualityComparer.Default.Equals(bound.OriginalDefinition, method.OriginalDefinition)
            ? null
            : new DocumentEdit(
                callers is null ? $"Add a deadline of {DefaultSeconds} seconds" : "Pass on the caller's deadline",
                call.Span.ToString(),
                editor =>
                    editor.ReplaceNode(
                        call,
                        (current, _) =>
                            ((InvocationExpressionSyntax)current).WithArgumentList(
                                ((InvocationExpressionSyntax)current).ArgumentList.WithValueFor(method, parameter!, deadline)
                            )
                    )
            );
    }

    private static ExpressionSyntax SecondsFromNow()
    {
        var now = SyntaxFactory.ParseExpression("global::System.DateTime.UtcNow").WithAdditionalAnnotations(Simplifier.Annotation);
        return SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, now, SyntaxFactory.IdentifierName("AddSeconds")),
            SyntaxFactory.ArgumentList(
                SyntaxFactory.SingletonSeparatedList(
                    SyntaxFactory.Argument(
                        SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(DefaultSeconds))
                    )
                )
            )
        );
    }
}
