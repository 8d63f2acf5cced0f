using System.Composition;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.CodeFixes.Deadlines;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.CodeFixes.RemoteCalls;

/// <summary>
/// Awaits the task, or the blocking call's asynchronous twin, where the function is asynchronous already, or is a private method that can
/// become so (<see cref="AwaitingMethod"/>). The twin gets the token in scope, as what it is called for would else go on without it. Not
/// offered where the wait has a limit, where something catches the <c>AggregateException</c> that only a blocking wait throws, and in code
/// that a flag tells to block.
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
        if (
            (twin is null ? AwaitedBy(site.Operation, blocking) : TwinOf((InvocationExpressionSyntax)blocking, twin)) is not { } awaited
            || Blocking.IsChosenByFlag(site.Operation, twin ?? NameOf(awaited))
        )
        {
            return null;
        }

        var withToken = twin is null ? null : TokenFor((InvocationExpressionSyntax)blocking, (InvocationExpressionSyntax)awaited, site);
        var edit = new DocumentEdit(
            twin is null ? "Await the call" : $"Await '{twin}'",
            blocking.Span.ToString(),
            editor => editor.ReplaceNode(blocking, (current, _) => Await((ExpressionSyntax)current, site.Operation, twin, withToken))
        );
        return await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }

    internal static ExpressionSyntax Await(
        ExpressionSyntax blocking,
        IOperation operation,
        string? twin,
        Func<ArgumentListSyntax, ArgumentListSyntax>? withToken = null
    )
    {
        var awaited = (twin is null ? AwaitedBy(operation, blocking) : TwinOf((InvocationExpressionSyntax)blocking, twin)) ?? blocking;
        if (withToken is not null && awaited is InvocationExpressionSyntax call)
        {
            awaited = call.WithArgumentList(withToken(call.ArgumentList));
        }

        return Awaiting(awaited, operation).WithTriviaFrom(blocking);
    }

    /// <summary>An await of an expression in the place of an operation.</summary>
    internal static ExpressionSyntax Awaiting(ExpressionSyntax awaited, IOperation operation)
    {
        ExpressionSyntax result = SyntaxFactory.AwaitExpression(
            SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space),
            awaited.WithoutTrivia().AsAwaitedAround(operation.Syntax)
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

    /// <summary>The change that gives a twin the one token that it could get; null where it takes none or there is a choice.</summary>
    private static Func<ArgumentListSyntax, ArgumentListSyntax>? TokenFor(
        InvocationExpressionSyntax blocking,
        InvocationExpressionSyntax twin,
        ReportedSite site
    )
    {
        var tokens = site.Facts.Tokens.TokensInScope(site.Operation).Where(token => token.IsSure).ToList();
        if (
            tokens.Count == 0
            || (
                tokens[0].Symbol is IParameterSymbol
                && tokens.Count(token =>
                    SymbolEqualityComparer.Default.Equals(token.Symbol.ContainingSymbol, tokens[0].Symbol.ContainingSymbol)
                ) > 1
            )
            || site.Facts.Cancellation.IsCleanUp(site.Operation)
            || site.Model.MethodInPlaceOf(blocking, twin) is not { } method
            || method
                .ContainingType.GetMembers(method.Name)
                .OfType<IMethodSymbol>()
                .SelectMany(overload => overload.Parameters)
                .FirstOrDefault(parameter => site.Facts.Types.IsToken(parameter.Type))
                is not { } taker
        )
        {
            return null;
        }

        return TokenArguments.Added(blocking, twin, method, taker.Name, SyntaxFactory.ParseExpression(tokens[0].Expression), site.Model);
    }

    internal static string NameOf(ExpressionSyntax task) =>
        task is InvocationExpressionSyntax call
            ? call.Expression switch
            {
                MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: var configured } => NameOf(
                    configured
                ),
                MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
                SimpleNameSyntax name => name.Identifier.ValueText,
                _ => "",
            }
            : "";

    internal static InvocationExpressionSyntax? TwinOf(InvocationExpressionSyntax call, string twin) =>
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
