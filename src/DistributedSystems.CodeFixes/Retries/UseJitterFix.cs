using System.Composition;
using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Rules.Retries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.CodeFixes.Retries;

/// <summary>Sets <c>UseJitter</c> in the options of a retry, where they are made in the same document.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class UseJitterFix : DistributedCodeFix
{
    public UseJitterFix()
        : base(RetryHasNoJitter.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } added
            || model.GetOperation(added, cancellation) is not IInvocationOperation operation
            || CompilationFacts.Of(model.Compilation, document.Project.AnalyzerOptions).Policies.PolicyOf(operation)?.Options?.Syntax
                is not BaseObjectCreationExpressionSyntax options
            || options.SyntaxTree != root.SyntaxTree
        )
        {
            return null;
        }

        var edit = new DocumentEdit(
            "Use jitter",
            options.Span.ToString(),
            editor => editor.ReplaceNode(options, (current, _) => WithJitter((BaseObjectCreationExpressionSyntax)current))
        );
        return await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }

    private static BaseObjectCreationExpressionSyntax WithJitter(BaseObjectCreationExpressionSyntax options)
    {
        var yes = SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression);
        var added = SyntaxFactory.AssignmentExpression(
            SyntaxKind.SimpleAssignmentExpression,
            SyntaxFactory.IdentifierName("UseJitter"),
            yes
        );
        var initializer = options.Initializer is { } existing
            ? Initializers.With(existing, "UseJitter", yes)
            : SyntaxFactory
                .InitializerExpression(
                    SyntaxKind.ObjectInitializerExpression,
                    SyntaxFactory.SingletonSeparatedList<ExpressionSyntax>(added)
                )
                .WithTrailingTrivia(options.GetTrailingTrivia());
        var bare = options.Initializer is null ? options.WithoutTrailingTrivia() : options;
        return bare.WithInitializer(initializer).WithAdditionalAnnotations(Formatter.Annotation);
    }
}
