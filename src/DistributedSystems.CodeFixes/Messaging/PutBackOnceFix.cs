using System.Composition;
using DistributedSystems.Analyzers.Rules.Messaging;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.CodeFixes.Messaging;

/// <summary>Puts a message back only where it was not delivered before: the broker's own mark says so.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class PutBackOnceFix : DistributedCodeFix
{
    private const string Mark = "Redelivered";

    public PutBackOnceFix()
        : base(MessageIsRedeliveredForever.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            !diagnostic.Properties.TryGetValue(MessageIsRedeliveredForever.RequeueParameter, out var parameter)
            || await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not InvocationExpressionSyntax call
            || model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol method
            || call.ArgumentList.ArgumentFor(method, parameter!)?.Expression is not LiteralExpressionSyntax literal
            || DeliveryIn(call, model, cancellation) is not { } delivery
        )
        {
            return null;
        }

        return new DocumentEdit(
            $"Put the message back only the first time ('{delivery}.{Mark}')",
            call.Span.ToString(),
            editor =>
                editor.ReplaceNode(
                    literal,
                    SyntaxFactory
                        .PrefixUnaryExpression(
                            SyntaxKind.LogicalNotExpression,
                            SyntaxFactory.MemberAccessExpression(
                                SyntaxKind.SimpleMemberAccessExpression,
                                delivery.WithoutTrivia(),
                                SyntaxFactory.IdentifierName(Mark)
                            )
                        )
                        .WithTriviaFrom(literal)
                )
        );
    }

    /// <summary>What the call's delivery tag is a member of, if it carries the broker's mark.</summary>
    private static ExpressionSyntax? DeliveryIn(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellation) =>
        call
            .ArgumentList.Arguments.Select(argument => argument.Expression)
            .OfType<MemberAccessExpressionSyntax>()
            .Select(access => access.Expression)
            .FirstOrDefault(owner =>
                owner is IdentifierNameSyntax
                && model.GetTypeInfo(owner, cancellation).Type is { } type
                && type.GetMembers(Mark)
                    .Any(static member =>
                        member
                            is IPropertySymbol { Type.SpecialType: SpecialType.System_Boolean }
                                or IFieldSymbol { Type.SpecialType: SpecialType.System_Boolean }
                    )
            );
}
