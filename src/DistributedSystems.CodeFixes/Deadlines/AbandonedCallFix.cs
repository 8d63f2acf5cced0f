using System.Composition;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Promises;
using DistributedSystems.Analyzers.Rules.Deadlines;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Simplification;

namespace DistributedSystems.CodeFixes.Deadlines;

/// <summary>
/// Lets the limit of an awaited <c>WaitAsync</c> cancel the call instead: a source with that timeout, linked to the token that is passed.
/// A cancelled call throws another exception than a wait that is over, so it is not offered where a handler around it tells the two apart,
/// or where the file speaks of the one of the wait.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AbandonedCallFix : DistributedCodeFix
{
    public AbandonedCallFix()
        : base(TimeoutAbandonsCall.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            await SiteOf(document, diagnostic, cancellation).ConfigureAwait(false)
                is not {
                    Operation: IInvocationOperation
                    {
                        TargetMethod: { Name: "WaitAsync", ContainingType.Name: nameof(Task) },
                        Syntax: InvocationExpressionSyntax
                        {
                            Expression: MemberAccessExpressionSyntax { Expression: InvocationExpressionSyntax call }
                        } wait
                    } operation,
                    Model: { } model,
                    Facts: { } facts
                }
            || facts.AbandonedCalls.AbandonedBy(operation) is not { } abandoned
            || abandoned.Call.Syntax != call
            || PlaceOf(wait) is not { } place
            || (abandoned.Limit.Type?.Name == nameof(TimeSpan) && TellsTimeoutFromCancellation(place, model))
            || ((CSharpParseOptions)call.SyntaxTree.Options).LanguageVersion.MapSpecifiedToEffectiveVersion() < LanguageVersion.CSharp8
        )
        {
            return null;
        }

        // A token beside the limit ends the wait too: the call has to end with both, and with the one that it is given.
        var beside = operation
            .Arguments.Select(argument => argument.Value)
            .FirstOrDefault(value => facts.Types.IsToken(value.Type) && value != abandoned.Limit);
        if (beside is { Syntax: var other } && abandoned.Passed is { } given && !SyntaxFactory.AreEquivalent(other, given.Syntax))
        {
            return null;
        }

        // Where the wait has the token already, the call takes it as it is.
        var isToken = facts.Types.IsToken(abandoned.Limit.Type);
        var name = FreeName(place, call.SpanStart, model);
        var token = isToken ? ((ExpressionSyntax)abandoned.Limit.Syntax).WithoutTrivia() : SyntaxFactory.ParseExpression(name + ".Token");
        var limited =
            abandoned.Passed is { Syntax: ExpressionSyntax passed } ? call.ReplaceNode(passed, token.WithTriviaFrom(passed))
            : abandoned.Explicit is { Syntax: ExpressionSyntax none } ? call.ReplaceNode(none, token.WithTriviaFrom(none))
            : TokenArguments.Added(call, abandoned.Call.TargetMethod, abandoned.TokenParameter, PlaceholderToken(), model) is { } change
                ? call.WithArgumentList(WithToken(change(call.ArgumentList), token))
            : null;

        return limited is null
            ? null
            : new DocumentEdit(
                isToken ? "Pass the token to the call" : "Let the timeout cancel the call (throws OperationCanceledException)",
                wait.Span.ToString(),
                editor =>
                {
                    if (isToken)
                    {
                        editor.ReplaceNode(wait, limited.WithTriviaFrom(wait));
                        return;
                    }

                    var source = Source(name, abandoned.Limit, abandoned.Passed ?? beside, place)
                        .Select(made => made.WithAdditionalAnnotations(Formatter.Annotation));
                    editor.ReplaceNode(wait, limited.WithTriviaFrom(wait));
                    if (place is StatementSyntax)
                    {
                        editor.InsertBefore(place, source);
                    }
                    else
                    {
                        editor.ReplaceNode(place.Parent!, (current, _) => InBlock(current, source, ReturnsValue(place.Parent!, model)));
                    }
                }
            );
    }

    /// <summary>The statement in a block, or the whole body of a function, that awaits the call before it does anything else.</summary>
    private static SyntaxNode? PlaceOf(InvocationExpressionSyntax wait)
    {
        var place = wait.Ancestors()
            .FirstOrDefault(ancestor => ancestor is StatementSyntax or ArrowExpressionClauseSyntax or AnonymousFunctionExpressionSyntax);
        return
            place
                is StatementSyntax { Parent: BlockSyntax }
                    or ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax or LocalFunctionStatementSyntax }
            && (place is not ArrowExpressionClauseSyntax || IsAsynchronous(place.Parent!))
            && IsAwaitedFirst(wait, place)
            ? place
            : null;
    }

    // Half-typed code awaits where nothing may.
    private static bool IsAsynchronous(SyntaxNode function) =>
        (function is MethodDeclarationSyntax method ? method.Modifiers : ((LocalFunctionStatementSyntax)function).Modifiers).Any(
            SyntaxKind.AsyncKeyword
        );

    private static bool ReturnsValue(SyntaxNode function, SemanticModel model) =>
        model.GetDeclaredSymbol(function) is IMethodSymbol { ReturnsVoid: false, ReturnType: INamedTypeSymbol { IsGenericType: true } };

    /// <summary>A function with an expression for its body becomes one with a block of the source and that expression.</summary>
    private static SyntaxNode InBlock(SyntaxNode function, IEnumerable<StatementSyntax> source, bool returns)
    {
        var (body, end) = function is MethodDeclarationSyntax method
            ? (method.ExpressionBody!, method.SemicolonToken)
            : (((LocalFunctionStatementSyntax)function).ExpressionBody!, ((LocalFunctionStatementSyntax)function).SemicolonToken);
        var value = body.Expression.WithoutTrivia();
        StatementSyntax last = returns
            ? SyntaxFactory.ReturnStatement(value.WithLeadingTrivia(SyntaxFactory.Space))
            : SyntaxFactory.ExpressionStatement(value);
        var block = SyntaxFactory
            .Block(source.Append(last.WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed)))
            .WithTrailingTrivia(end.TrailingTrivia)
            .WithAdditionalAnnotations(Formatter.Annotation);
        return function is MethodDeclarationSyntax declared
            ? declared.WithExpressionBody(null).WithSemicolonToken(default).WithBody(block)
            : ((LocalFunctionStatementSyntax)function).WithExpressionBody(null).WithSemicolonToken(default).WithBody(block);
    }

    private static ExpressionSyntax PlaceholderToken() =>
        SyntaxFactory.ParseExpression("default(global::System.Threading.CancellationToken)");

    /// <summary>The source is declared in the same edit, so the arguments were tried with another token.</summary>
    private static ArgumentListSyntax WithToken(ArgumentListSyntax arguments, ExpressionSyntax token) =>
        arguments.ReplaceNode(arguments.Arguments.Last().Expression, token);

    private static IEnumerable<StatementSyntax> Source(string name, IOperation after, IOperation? with, SyntaxNode place)
    {
        const string Type = "global::System.Threading.CancellationTokenSource";
        var limit = after.Syntax.WithoutTrivia().ToFullString();
        var lines = with is { } passed
            ? new[]
            {
                $"using var {name} = {Type}.CreateLinkedTokenSource({passed.Syntax.WithoutTrivia().ToFullString()});",
                $"{name}.CancelAfter({limit});",
            }
            : new[] { $"using var {name} = new {Type}({limit});" };
        var end = SyntaxFactory.ElasticCarriageReturnLineFeed;
        return lines.Select(line =>
        {
            var made = SyntaxFactory.ParseStatement(line);
            made = made.ReplaceNodes(
                made.DescendantNodes()
                    .OfType<QualifiedNameSyntax>()
                    .Cast<SyntaxNode>()
                    .Concat(made.DescendantNodes().OfType<MemberAccessExpressionSyntax>()),
                (_, rewritten) => rewritten.WithAdditionalAnnotations(Simplifier.Annotation)
            );
            return made.WithLeadingTrivia(place.GetLeadingTrivia().LastOrDefault(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)))
                .WithTrailingTrivia(end);
        });
    }

    /// <summary>Nothing of the place is evaluated before the call, and it is awaited there.</summary>
    private static bool IsAwaitedFirst(InvocationExpressionSyntax wait, SyntaxNode place)
    {
        SyntaxNode value = wait;
        while (
            value.Parent
                is InvocationExpressionSyntax
                    or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" }
                    or ParenthesizedExpressionSyntax
        )
        {
            value = value.Parent;
        }

        return value.Parent is AwaitExpressionSyntax awaited
            && (place, awaited.Parent) switch
            {
                (
                    ReturnStatementSyntax
                        or ExpressionStatementSyntax
                        or ArrowExpressionClauseSyntax,
                    ReturnStatementSyntax
                        or ExpressionStatementSyntax
                        or ArrowExpressionClauseSyntax
                ) => true,
                (LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 }, EqualsValueClauseSyntax) => true,
                _ => false,
            };
    }

    /// <summary>A handler takes one of the two exceptions only, or asks which it is.</summary>
    private static bool TellsTimeoutFromCancellation(SyntaxNode place, SemanticModel model)
    {
        var timeout = model.Compilation.GetTypeByMetadataName(typeof(TimeoutException).FullName);
        var cancelled = model.Compilation.GetTypeByMetadataName(typeof(OperationCanceledException).FullName);
        return place
                .Ancestors()
                .OfType<TryStatementSyntax>()
                .Where(attempt => attempt.Block.Span.Contains(place.Span))
                .SelectMany(attempt => attempt.Catches)
                .Any(TellsApart)
            || place
                .SyntaxTree.GetRoot()
                .DescendantNodes(descendIntoTrivia: true)
                .OfType<IdentifierNameSyntax>()
                .Any(name =>
                    name.Identifier.ValueText == nameof(TimeoutException)
                    && name.FirstAncestorOrSelf<BaseObjectCreationExpressionSyntax>() is null
                );

        bool TellsApart(CatchClauseSyntax handler)
        {
            var caught = handler.Declaration is { } declared ? model.GetTypeInfo(declared.Type).Type : null;
            var takesTimeout = caught is null || IsOrDerives(timeout, caught);
            var takesCancelled = caught is null || IsOrDerives(cancelled, caught);
            return takesTimeout != takesCancelled
                || IsOrDerives(caught, timeout)
                || IsOrDerives(caught, cancelled)
                || (takesTimeout && (handler.Filter is not null || AsksForType(handler)));
        }
    }

    private static bool AsksForType(CatchClauseSyntax handler) =>
        handler.Declaration is { } declared
        && declared.Identifier.ValueText is { Length: > 0 } name
        && handler
            .Block.DescendantNodes()
            .Any(node =>
                node is IsPatternExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var asked } } && asked == name
                || node
                    is BinaryExpressionSyntax
                    {
                        RawKind: (int)SyntaxKind.IsExpression,
                        Left: IdentifierNameSyntax { Identifier.ValueText: var tested }
                    }
                    && tested == name
                || node is SwitchStatementSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var switched } }
                    && switched == name
                || node is SwitchExpressionSyntax { GoverningExpression: IdentifierNameSyntax { Identifier.ValueText: var governing } }
                    && governing == name
            );

    private static bool IsOrDerives(ITypeSymbol? type, ITypeSymbol? from) => from is not null && Symbols.DerivesFrom(type, from);

    private static string FreeName(SyntaxNode place, int position, SemanticModel model)
    {
        var earlier =
            place
                .FirstAncestorOrSelf<MemberDeclarationSyntax>()
                ?.DescendantNodes()
                .OfType<MemberAccessExpressionSyntax>()
                .Count(access => access.Name.Identifier.ValueText == "WaitAsync" && access.SpanStart < place.SpanStart)
            ?? 0;
        var isTaken = model.LookupSymbols(position, name: "timeout").Any(symbol => symbol is not ILocalSymbol);
        for (var number = earlier; ; number++)
        {
            var name = (isTaken ? "timeoutSource" : "timeout") + (number == 0 ? "" : (number + 1).ToString());
            if (!model.LookupSymbols(position, name: name).Any())
            {
                return name;
            }
        }
    }
}
