using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.CodeFixes;

/// <summary>What a call means after an edit.</summary>
internal static class EditedCalls
{
    /// <summary>The method that a call would bind to in place of another; a call behind <c>?.</c> is tried on the receiver itself. Null
    /// where that is not known.</summary>
    public static IMethodSymbol? MethodInPlaceOf(
        this SemanticModel model,
        InvocationExpressionSyntax call,
        InvocationExpressionSyntax edited
    )
    {
        var tried = edited;
        if (StartOf(edited) is MemberBindingExpressionSyntax binding)
        {
            if (
                call.Ancestors()
                    .OfType<ConditionalAccessExpressionSyntax>()
                    .FirstOrDefault(access => access.WhenNotNull.Span.Contains(call.Span))
                    is not { Expression: var receiver }
                || StartOf(receiver) is MemberBindingExpressionSyntax
            )
            {
                return null;
            }

            tried = edited.ReplaceNode(
                binding,
                SyntaxFactory.MemberAccessExpression(
                    SyntaxKind.SimpleMemberAccessExpression,
                    SyntaxFactory.ParenthesizedExpression(receiver.WithoutTrivia()),
                    binding.Name
                )
            );
        }

        return model.GetSpeculativeSymbolInfo(call.SpanStart, tried, SpeculativeBindingOption.BindAsExpression).Symbol as IMethodSymbol;
    }

    /// <summary>The expression at the left end of a chain.</summary>
    private static ExpressionSyntax StartOf(ExpressionSyntax chain)
    {
        while (true)
        {
            switch (chain)
            {
                case InvocationExpressionSyntax call:
                    chain = call.Expression;
                    break;
                case MemberAccessExpressionSyntax access:
                    chain = access.Expression;
                    break;
                case ElementAccessExpressionSyntax element:
                    chain = element.Expression;
                    break;
                default:
                    return chain;
            }
        }
    }
}
