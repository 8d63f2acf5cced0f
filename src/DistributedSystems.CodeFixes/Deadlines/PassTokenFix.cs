using System.Composition;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Rules.Deadlines;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.CodeFixes.Deadlines;

/// <summary>Passes the nearest token to a remote call that does not get it: in place of another, as a further argument, or to the overload
/// that takes one. Not offered where a local source or token lies nearer, whose limit the caller's token would go past, and where the
/// function ends quietly at a limit of its own, which it asks for: the call would end it with an exception. An action's own request ends
/// what reads; whether it may end what writes is for the person to say.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class PassTokenFix : DistributedCodeFix
{
    public PassTokenFix()
        : base(CallersCancellationDropped.Id) { }

    private protected override Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation) =>
        PlanAsync(document, diagnostic, diagnostic.Location, cancellation);

    /// <summary>Passes the token that a diagnostic names where it stands, or where one of its further locations does.</summary>
    internal static async Task<DocumentEdit?> PlanAsync(
        Document document,
        Diagnostic diagnostic,
        Location location,
        CancellationToken cancellation
    )
    {
        if (
            !diagnostic.Properties.TryGetValue(CallersCancellationDropped.Token, out var token)
            || !diagnostic.Properties.TryGetValue(CallersCancellationDropped.TokenParameter, out var parameter)
            || await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || root.FindNode(location.SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax place
            || GoesPastNearer(token!, place, model)
            || EndsQuietly(token!, place, model)
            || WouldEndHalfWay(token!, place, model, document)
        )
        {
            return null;
        }

        var value = SyntaxFactory.ParseExpression(token!);

        // The place is a token that is passed already, or the call that gets none; that call may be an argument itself.
        if (place.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax } && IsToken(place, model, cancellation))
        {
            return new DocumentEdit(
                $"Pass '{token}'",
                place.Span.ToString(),
                editor => editor.ReplaceNode(place, value.WithTriviaFrom(place))
            );
        }

        if (place is not InvocationExpressionSyntax call || model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol method)
        {
            return null;
        }

        if (method.Parameters.FirstOrDefault(taker => taker.Name == parameter) is { Type.Name: "CallOptions" } options)
        {
            return
                (
                    call.ArgumentList.Arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == parameter)
                    ?? call.ArgumentList.Arguments.ElementAtOrDefault(options.Ordinal)
                )
                    is { Expression: var given }
                && WithToken(given, value) is { } limited
                ? new DocumentEdit(
                    $"Pass '{token}'",
                    call.Span.ToString(),
                    editor => editor.ReplaceNode(given, limited.WithTriviaFrom(given))
                )
                : null;
        }

        if (TokenArguments.Added(call, method, parameter!, value, model) is { } change)
        {
            return new DocumentEdit(
                $"Pass '{token}'",
                call.Span.ToString(),
                editor =>
                    editor.ReplaceNode(
                        call,
                        (current, _) =>
                            ((InvocationExpressionSyntax)current).WithArgumentList(
                                change(((InvocationExpressionSyntax)current).ArgumentList)
                            )
                    )
            );
        }

        return null;
    }

    /// <summary>A caller's token where the method has made or taken one of its own before: which of them is meant is not known.</summary>
    private static bool GoesPastNearer(string token, ExpressionSyntax place, SemanticModel model)
    {
        var symbols = model.LookupSymbols(place.SpanStart);
        var first = token.Split('.')[0];
        return symbols.Any(symbol => symbol is IParameterSymbol && symbol.Name == first)
            && symbols
                .OfType<ILocalSymbol>()
                .Any(local =>
                    local.Type.Name is nameof(CancellationToken) or nameof(CancellationTokenSource)
                    && local.Locations.Any(declared => declared.SourceTree == place.SyntaxTree && declared.SourceSpan.End < place.SpanStart)
                );
    }

    /// <summary>The token of the request that a controller's action did not ask for, and a call that may change something.</summary>
    private static bool WouldEndHalfWay(string token, ExpressionSyntax place, SemanticModel model, Document document)
    {
        if (
            !token.EndsWith(".RequestAborted", StringComparison.Ordinal)
            || !model.LookupSymbols(place.SpanStart, name: token.Split('.')[0]).Any(symbol => symbol is IPropertySymbol)
            || model.GetOperation(place) is not IInvocationOperation invocation
        )
        {
            return false;
        }

        var facts = CompilationFacts.Of(model.Compilation, document.Project.AnalyzerOptions);
        return facts.RemoteCalls.RemoteCallOf(invocation) is { } call && facts.Replays.Of(call).Replay != Replay.Safe;
    }

    private static bool EndsQuietly(string token, ExpressionSyntax place, SemanticModel model)
    {
        var first = token.Split('.')[0];
        var function = place
            .Ancestors()
            .First(node =>
                node
                    is AnonymousFunctionExpressionSyntax
                        or LocalFunctionStatementSyntax
                        or MemberDeclarationSyntax
                        or CompilationUnitSyntax
            );
        return model.LookupSymbols(place.SpanStart, name: first).Any(symbol => symbol is ILocalSymbol)
            && function
                .DescendantNodes()
                .OfType<MemberAccessExpressionSyntax>()
                .Any(asked =>
                    asked.Name.Identifier.ValueText == nameof(CancellationToken.IsCancellationRequested)
                    && asked.GetFirstToken().ValueText == first
                )
            && !place
                .Ancestors()
                .TakeWhile(node => node != function)
                .OfType<TryStatementSyntax>()
                .Any(attempt =>
                    attempt.Block.Span.Contains(place.Span) && attempt.Catches.Any(handler => TakesCancellation(handler, model))
                );
    }

    private static bool TakesCancellation(CatchClauseSyntax handler, SemanticModel model) =>
        handler.Declaration is not { } declared
        || (
            model.GetTypeInfo(declared.Type).Type is { } caught
            && model.Compilation.GetTypeByMetadataName(typeof(OperationCanceledException).FullName) is { } cancelled
            && (Symbols.DerivesFrom(caught, cancelled) || Symbols.DerivesFrom(cancelled, caught))
        );

    private static bool IsToken(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellation)
    {
        var tokenType = model.Compilation.GetTypeByMetadataName(typeof(CancellationToken).FullName);
        var found = model.GetTypeInfo(expression, cancellation);
        return tokenType is not null
            && (
                SymbolEqualityComparer.Default.Equals(found.Type, tokenType)
                || SymbolEqualityComparer.Default.Equals(found.ConvertedType, tokenType)
            );
    }

    /// <summary>Call options of gRPC with the token; what has no type of its own is given it where it is made.</summary>
    private static ExpressionSyntax? WithToken(ExpressionSyntax options, ExpressionSyntax token) =>
        options switch
        {
            ImplicitObjectCreationExpressionSyntax { Initializer: null } creation => creation.WithArgumentList(
                creation.ArgumentList.WithNamedArgument("cancellationToken", token)
            ),
            IdentifierNameSyntax
            or MemberAccessExpressionSyntax
            or InvocationExpressionSyntax
            or ObjectCreationExpressionSyntax
            or DefaultExpressionSyntax => SyntaxFactory.InvocationExpression(
                SyntaxFactory.MemberAccessExpression(
                    SyntaxKind.SimpleMemberAccessExpression,
                    options.WithoutTrivia(),
                    SyntaxFactory.IdentifierName("WithCancellationToken")
                ),
                SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(token)))
            ),
            _ => null,
        };
}
