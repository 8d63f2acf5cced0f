using System.Composition;
using DistributedSystems.Analyzers;
using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Simplification;

namespace DistributedSystems.CodeFixes.Deadlines;

/// <summary>
/// Lets the limit of an awaited <c>WaitAsync</c> cancel the call instead: a source with that timeout, linked to the token that is passed. Not
/// offered where the code catches <c>TimeoutException</c>, since a cancelled call throws another one.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AbandonedCallFix : DistributedCodeFix
{
    public AbandonedCallFix()
        : base(RuleIds.TimeoutAbandonsCall)
    {
    }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await SiteOf(document, diagnostic, cancellation).ConfigureAwait(false) is not { Operation: IInvocationOperation { TargetMethod.Name: "WaitAsync", Syntax: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: InvocationExpressionSyntax call } } wait } operation, Model: { } model, Facts: { } facts }
            || facts.AbandonedBy(operation) is not { } abandoned || abandoned.Call.Syntax != call
            || wait.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax } statement || !IsAwaitedFirst(wait, statement)
            || CatchesTimeout(statement, model) || ((CSharpParseOptions)call.SyntaxTree.Options).LanguageVersion.MapSpecifiedToEffectiveVersion() < LanguageVersion.CSharp8)
        {
            return null;
        }

        var name = FreeName(statement, call.SpanStart, model);
        var token = SyntaxFactory.ParseExpression(name + ".Token");
        var limited = abandoned.Passed is { Syntax: ExpressionSyntax passed } ? call.ReplaceNode(passed, token.WithTriviaFrom(passed))
            : abandoned.Explicit is { Syntax: ExpressionSyntax none } ? call.ReplaceNode(none, token.WithTriviaFrom(none))
            : TokenArguments.Added(call, abandoned.Call.TargetMethod, abandoned.TokenParameter, PlaceholderToken(), model) is { } change ? call.WithArgumentList(WithToken(change(call.ArgumentList), token))
            : null;

        return limited is null
            ? null
            : new DocumentEdit("Let the timeout cancel the call", wait.Span.ToString(), editor =>
            {
                editor.InsertBefore(statement, Source(name, abandoned, statement).Select(made => made.WithAdditionalAnnotations(Formatter.Annotation)));
                editor.ReplaceNode(wait, limited.WithTriviaFrom(wait));
            });
    }

    private static ExpressionSyntax PlaceholderToken() => SyntaxFactory.ParseExpression("default(global::System.Threading.CancellationToken)");

    /// <summary>The source is declared in the same edit, so the arguments were tried with another token.</summary>
    private static ArgumentListSyntax WithToken(ArgumentListSyntax arguments, ExpressionSyntax token) =>
        arguments.ReplaceNode(arguments.Arguments.Last().Expression, token);

    private static IEnumerable<StatementSyntax> Source(string name, AbandonedCall abandoned, StatementSyntax statement)
    {
        const string Type = "global::System.Threading.CancellationTokenSource";
        var limit = abandoned.Limit.Syntax.WithoutTrivia().ToFullString();
        var lines = abandoned.Passed is { } passed
            ? new[] { $"using var {name} = {Type}.CreateLinkedTokenSource({passed.Syntax.WithoutTrivia().ToFullString()});", $"{name}.CancelAfter({limit});" }
            : new[] { $"using var {name} = new {Type}({limit});" };
        var end = SyntaxFactory.ElasticCarriageReturnLineFeed;
        return lines.Select(line =>
        {
            var made = SyntaxFactory.ParseStatement(line);
            made = made.ReplaceNodes(made.DescendantNodes().OfType<QualifiedNameSyntax>().Cast<SyntaxNode>().Concat(made.DescendantNodes().OfType<MemberAccessExpressionSyntax>()), (_, rewritten) => rewritten.WithAdditionalAnnotations(Simplifier.Annotation));
            return made.WithLeadingTrivia(statement.GetLeadingTrivia().LastOrDefault(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia))).WithTrailingTrivia(end);
        });
    }

    /// <summary>Nothing of the statement is evaluated before the call, and it is awaited there.</summary>
    private static bool IsAwaitedFirst(InvocationExpressionSyntax wait, StatementSyntax statement)
    {
        SyntaxNode value = wait;
        while (value.Parent is InvocationExpressionSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } or ParenthesizedExpressionSyntax)
        {
            value = value.Parent;
        }

        return value.Parent is AwaitExpressionSyntax awaited && (statement, awaited.Parent) switch
        {
            (ReturnStatementSyntax or ExpressionStatementSyntax, ReturnStatementSyntax or ExpressionStatementSyntax) => true,
            (LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 }, EqualsValueClauseSyntax) => true,
            _ => false,
        };
    }

    private static bool CatchesTimeout(StatementSyntax statement, SemanticModel model) =>
        statement.Ancestors().OfType<TryStatementSyntax>().SelectMany(attempt => attempt.Catches).Any(clause => clause.Declaration is { } declared && model.GetTypeInfo(declared.Type).Type is { Name: "TimeoutException" });

    private static string FreeName(StatementSyntax statement, int position, SemanticModel model)
    {
        var earlier = statement.FirstAncestorOrSelf<MemberDeclarationSyntax>()?.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Count(access => access.Name.Identifier.ValueText == "WaitAsync" && access.SpanStart < statement.SpanStart) ?? 0;
        for (var number = earlier; ; number++)
        {
            var name = number == 0 ? "timeout" : "timeout" + (number + 1);
            if (!model.LookupSymbols(position, name: name).Any())
            {
                return name;
            }
        }
    }
}
