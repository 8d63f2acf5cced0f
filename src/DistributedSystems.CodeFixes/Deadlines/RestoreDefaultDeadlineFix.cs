using System.Composition;
using System.Globalization;
using DistributedSystems.Analyzers.Rules.Deadlines;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace DistributedSystems.CodeFixes.Deadlines;

/// <summary>Puts the library's own limit where it was switched off: a time span, or the seconds of a command timeout.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class RestoreDefaultDeadlineFix : DistributedCodeFix
{
    public RestoreDefaultDeadlineFix()
        : base(DeadlineSwitchedOff.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            !diagnostic.Properties.TryGetValue(DeadlineSwitchedOff.DefaultMilliseconds, out var text)
            || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds)
            || await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax value
            || model.GetTypeInfo(value, cancellation).ConvertedType is not { } type
        )
        {
            return null;
        }

        var wanted = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : type;
        var seconds = (int)(milliseconds / 1000);
        ExpressionSyntax? limit =
            wanted.SpecialType == SpecialType.System_Int32
                ? SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(seconds))
            : wanted is { Name: "TimeSpan", ContainingNamespace.Name: "System" } ? Seconds(seconds)
            : null;
        return limit is null || seconds == 0
            ? null
            : new DocumentEdit(
                $"Wait at most {seconds} seconds",
                value.SpanStart.ToString(),
                editor => editor.ReplaceNode(value, limit.WithTriviaFrom(value))
            );
    }

    private static InvocationExpressionSyntax Seconds(int seconds) =>
        SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression,
                SyntaxFactory.ParseExpression("global::System.TimeSpan").WithAdditionalAnnotations(Simplifier.Annotation),
                SyntaxFactory.IdentifierName("FromSeconds")
            ),
            SyntaxFactory.ArgumentList(
                SyntaxFactory.SingletonSeparatedList(
                    SyntaxFactory.Argument(
                        SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(seconds))
                    )
                )
            )
        );
}
