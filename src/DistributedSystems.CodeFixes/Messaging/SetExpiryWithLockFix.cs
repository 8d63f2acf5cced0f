using System.Composition;
using DistributedSystems.Analyzers.Rules.Messaging;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.CodeFixes.Messaging;

/// <summary>Moves the expiry that a second call sets into the call that takes the lock.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class SetExpiryWithLockFix : DistributedCodeFix
{
    public SetExpiryWithLockFix()
        : base(LockHasNoExpiry.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            !diagnostic.Properties.TryGetValue(LockHasNoExpiry.ExpiryParameter, out var parameter)
            || diagnostic.AdditionalLocations.Count == 0
            || await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not InvocationExpressionSyntax acquire
            || root.FindNode(diagnostic.AdditionalLocations[0].SourceSpan, getInnermostNodeForTie: true)
                is not InvocationExpressionSyntax extend
            || Removable(extend) is not { } removed
            || ExpiryOf(extend, model, cancellation) is not { } expiry
            || !IsKnownBefore(expiry, acquire, model, cancellation)
        )
        {
            return null;
        }

        var arguments = acquire.ArgumentList.WithValueFor(
            model.GetSymbolInfo(acquire, cancellation).Symbol as IMethodSymbol,
            parameter!,
            expiry
        );
        var bound = model.MethodInPlaceOf(acquire, acquire.WithArgumentList(arguments));
        return bound?.Name != (model.GetSymbolInfo(acquire, cancellation).Symbol as IMethodSymbol)?.Name
            ? null
            : new DocumentEdit(
                "Set the expiry with the lock",
                acquire.Span.ToString(),
                editor =>
                {
                    editor.ReplaceNode(acquire.ArgumentList, arguments);
                    editor.RemoveNode(removed, SyntaxRemoveOptions.KeepNoTrivia);
                }
            );
    }

    /// <summary>The whole statement of the second step (or an <c>if</c> that holds nothing else), if removing it leaves sound
    /// code.</summary>
    private static StatementSyntax? Removable(InvocationExpressionSyntax extend)
    {
        ExpressionSyntax whole = extend;
        while (whole.Parent is MemberAccessExpressionSyntax or InvocationExpressionSyntax or AwaitExpressionSyntax)
        {
            whole = (ExpressionSyntax)whole.Parent;
        }

        if (whole.Parent is not ExpressionStatementSyntax statement)
        {
            return null;
        }

        return statement.Parent switch
        {
            BlockSyntax
            {
                Statements.Count: 1,
                Parent: IfStatementSyntax { Else: null, Condition: IdentifierNameSyntax, Parent: BlockSyntax } guard
            } => guard,
            IfStatementSyntax { Else: null, Condition: IdentifierNameSyntax, Parent: BlockSyntax } guard => guard,
            BlockSyntax => statement,
            _ => null,
        };
    }

    private static ExpressionSyntax? ExpiryOf(InvocationExpressionSyntax extend, SemanticModel model, CancellationToken cancellation)
    {
        foreach (var argument in extend.ArgumentList.Arguments)
        {
            if (model.GetTypeInfo(argument.Expression, cancellation).Type is { Name: "TimeSpan" })
            {
                return argument.Expression.WithoutTrivia();
            }
        }

        return null;
    }

    /// <summary>Everything the expiry is made of exists before the lock is taken.</summary>
    private static bool IsKnownBefore(ExpressionSyntax expiry, SyntaxNode acquire, SemanticModel model, CancellationToken cancellation)
    {
        foreach (
            var name in expiry.SyntaxTree == acquire.SyntaxTree
                ? expiry.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
                : Enumerable.Empty<IdentifierNameSyntax>()
        )
        {
            if (
                model.GetSymbolInfo(name, cancellation).Symbol is ILocalSymbol local
                && local.DeclaringSyntaxReferences[0].Span.Start > acquire.SpanStart
            )
            {
                return false;
            }
        }

        return true;
    }
}
