using System.Composition;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Rules.RemoteCalls;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.CodeFixes.RemoteCalls;

/// <summary>
/// Awaits the task, or the blocking call's asynchronous twin, where the function is asynchronous already, or is a private method that can
/// become so (<see cref="AwaitingMethod"/>). Not offered where the wait has a limit, or where something catches the
/// <c>AggregateException</c> that only a blocking wait throws.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AwaitRemoteCallFix : DistributedCodeFix
{
    public AwaitRemoteCallFix()
        : base(ThreadBlocksOnRemoteCall.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            await SiteOf(document, diagnostic, cancellation).ConfigureAwait(false) is not { } site
            || site.Operation.Syntax is not ExpressionSyntax blocking
            || blocking.Ancestors().Any(ancestor => ancestor is ConditionalAccessExpressionSyntax)
        )
        {
            return null;
        }

        if (!IsInAsyncFunction(site.Operation, site.Model, cancellation))
        {
            return await AwaitingMethod.PlanAsync(document, site, cancellation).ConfigureAwait(false);
        }

        var twin = diagnostic.Properties.TryGetValue(ThreadBlocksOnRemoteCall.Twin, out var name) ? name : null;
        if ((twin is null ? AwaitedBy(site.Operation, blocking) : TwinOf((InvocationExpressionSyntax)blocking, twin)) is not { } awaited)
        {
            return null;
        }

        var edit = new DocumentEdit(
            twin is null ? "Await the call" : $"Await '{twin}'",
            blocking.Span.ToString(),
            editor => editor.ReplaceNode(blocking, (current, _) => Await((ExpressionSyntax)current, site.Operation, twin))
        );
        return await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }

    internal static ExpressionSyntax Await(ExpressionSyntax blocking, IOperation operation, string? twin)
    {
        var awaited = (twin is null ? AwaitedBy(operation, blocking) : TwinOf((InvocationExpressionSyntax)blocking, twin)) ?? blocking;
        return Awaiting(awaited, operation).WithTriviaFrom(blocking);
    }

    /// <summary>An await of an expression in the place of an operation.</summary>
    internal static ExpressionSyntax Awaiting(ExpressionSyntax awaited, IOperation operation)
    {
        ExpressionSyntax result = SyntaxFactory.AwaitExpression(
            SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space),
            awaited.WithoutTrivia()
        );
        if (
            operation.Syntax.Parent
            is MemberAccessExpressionSyntax
                or ElementAccessExpressionSyntax
                or ConditionalAccessExpressionSyntax
                or PostfixUnaryExpressionSyntax
                or InvocationExpressionSyntax
        )
        {
            result = SyntaxFactory.ParenthesizedExpression(result);
        }

        return result;
    }

    /// <summary>The expression before <c>.Result</c>, <c>.Wait()</c> or <c>.GetAwaiter().GetResult()</c>.</summary>
    internal static ExpressionSyntax? AwaitedBy(IOperation operation, ExpressionSyntax blocking) =>
        (operation, blocking) switch
        {
            (IPropertyReferenceOperation, MemberAccessExpressionSyntax access) => access.Expression,
            (
                IInvocationOperation { TargetMethod: { Name: "Wait", Parameters.IsEmpty: true } },
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
            ) => access.Expression,
            (
                IInvocationOperation { TargetMethod.Name: "GetResult" },
                InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax
                    {
                        Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
                    }
                }
            ) => access.Expression,
            _ => null,
        };

    private static InvocationExpressionSyntax? TwinOf(InvocationExpressionSyntax call, string twin) =>
        call.Expression switch
        {
            MemberAccessExpressionSyntax access => call.WithExpression(access.WithName(Renamed(access.Name, twin))),
            SimpleNameSyntax name => call.WithExpression(Renamed(name, twin)),
            _ => null,
        };

    private static SimpleNameSyntax Renamed(SimpleNameSyntax name, string to) =>
        name.WithIdentifier(SyntaxFactory.Identifier(to).WithTriviaFrom(name.Identifier));

    /// <summary>An await can stand here, and no handler of the exception that only a blocking wait throws is in the way.</summary>
    internal static bool IsInAsyncFunction(IOperation operation, SemanticModel model, CancellationToken cancellation)
    {
        var isAsync = Operations.FunctionAround(operation) switch
        {
            ILocalFunctionOperation local => local.Symbol.IsAsync,
            IAnonymousFunctionOperation lambda => lambda.Symbol.IsAsync,
            _ => model.GetEnclosingSymbol(operation.Syntax.SpanStart, cancellation) is IMethodSymbol { IsAsync: true },
        };
        return isAsync && !IsUnderAggregateHandler(operation, model, cancellation);
    }

    /// <summary>A handler of the exception that only a blocking wait throws.</summary>
    internal static bool IsUnderAggregateHandler(IOperation operation, SemanticModel model, CancellationToken cancellation) =>
        operation
            .Syntax.Ancestors()
            .OfType<TryStatementSyntax>()
            .Any(attempt =>
                attempt.Catches.Any(handler =>
                    handler.Declaration is { } declaration
                    && model.GetTypeInfo(declaration.Type, cancellation).Type is { Name: "AggregateException" }
                )
            );
}
