using System.Composition;
using DistributedSystems.Analyzers.Rules.Clocks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Simplification;

namespace DistributedSystems.CodeFixes.Clocks;

/// <summary>Takes zero where the duration would be negative. Not offered for a period, which must not be zero either.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ClampDurationFix : DistributedCodeFix
{
    public ClampDurationFix()
        : base(NegativeDurationReachesDelay.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        var found = root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        if (
            found?.FirstAncestorOrSelf<ExpressionSyntax>() is not { } value
            || value.Span != diagnostic.Location.SourceSpan
            || model is null
        )
        {
            return null;
        }

        if (
            value.Parent is ArgumentSyntax argument
            && model.GetOperation(argument, cancellation) is IArgumentOperation { Parameter.Name: "period" }
        )
        {
            return null;
        }

        var type = model.GetTypeInfo(value, cancellation).Type;
        var edit = new DocumentEdit(
            "Take zero where it would be negative",
            value.SpanStart.ToString(),
            editor => editor.ReplaceNode(value, Clamped(value.WithoutTrivia(), type).WithTriviaFrom(value))
        );
        return await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }

    private static ExpressionSyntax Clamped(ExpressionSyntax value, ITypeSymbol? type)
    {
        if (type is not { Name: "TimeSpan" })
        {
            return Call(
                "Math",
                "Max",
                SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(0)),
                value
            );
        }

        var whole = value is IdentifierNameSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax
            ? value
            : SyntaxFactory.ParenthesizedExpression(value);
        var ticks = SyntaxFactory.MemberAccessExpression(
            SyntaxKind.SimpleMemberAccessExpression,
            whole,
            SyntaxFactory.IdentifierName("Ticks")
        );
        return Call(
            "TimeSpan",
            "FromTicks",
            Call("Math", "Max", SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(0)), ticks)
        );
    }

    private static ExpressionSyntax Call(string type, string method, params ExpressionSyntax[] arguments) =>
        SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression,
                SyntaxFactory
                    .ParseExpression("global::System." + type)
                    .WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation),
                SyntaxFactory.IdentifierName(method)
            ),
            SyntaxFactory.ArgumentList(
                SyntaxFactory.SeparatedList(
                    arguments.Select(SyntaxFactory.Argument),
                    arguments.Skip(1).Select(_ => SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space))
                )
            )
        );
}
