using System.Composition;
using DistributedSystems.Analyzers.Rules.Messaging;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.CodeFixes.Messaging;

/// <summary>Lets the server compare the owner before it deletes the lock's key, where the same function took the lock with a value that is still in
/// scope.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ReleaseOwnLockFix : DistributedCodeFix
{
    private const string Delete = "KeyDelete";
    private const string Release = "LockRelease";

    public ReleaseOwnLockFix()
        : base(LockReleasedWithoutOwner.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            diagnostic.AdditionalLocations.Count != 1
            || diagnostic.AdditionalLocations[0].SourceTree != diagnostic.Location.SourceTree
            || await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true)
                is not InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name } called,
                    ArgumentList.Arguments.Count: 1
                } release
            || !name.Identifier.ValueText.StartsWith(Delete, StringComparison.Ordinal)
            || root.FindNode(diagnostic.AdditionalLocations[0].SourceSpan, getInnermostNodeForTie: true)
                is not InvocationExpressionSyntax acquire
            || release.FirstAncestorOrSelf<MemberDeclarationSyntax>() != acquire.FirstAncestorOrSelf<MemberDeclarationSyntax>()
            || ValueIn(acquire, model, cancellation) is not { } owner
            || !model
                .LookupSymbols(release.SpanStart, name: owner.Identifier.ValueText)
                .Contains(model.GetSymbolInfo(owner, cancellation).Symbol!, SymbolEqualityComparer.Default)
        )
        {
            return null;
        }

        var renamed = SyntaxFactory.IdentifierName(Release + name.Identifier.ValueText.Substring(Delete.Length)).WithTriviaFrom(name);
        var edited = release
            .WithExpression(called.WithName(renamed))
            .WithArgumentList(
                release.ArgumentList.AddArguments(SyntaxFactory.Argument(owner.WithoutTrivia()).WithLeadingTrivia(SyntaxFactory.Space))
            );
        return model.MethodInPlaceOf(release, edited) is not { } bound || !bound.Name.StartsWith(Release, StringComparison.Ordinal)
            ? null
            : new DocumentEdit(
                $"Release the lock only while '{owner.Identifier.ValueText}' owns it",
                release.Span.ToString(),
                editor => editor.ReplaceNode(release, edited)
            );
    }

    /// <summary>What the lock was taken with, if it is kept somewhere and was not made for the call.</summary>
    private static IdentifierNameSyntax? ValueIn(InvocationExpressionSyntax acquire, SemanticModel model, CancellationToken cancellation) =>
        acquire.ArgumentList.ArgumentFor(model.GetSymbolInfo(acquire, cancellation).Symbol as IMethodSymbol, "value")?.Expression
        as IdentifierNameSyntax;
}
