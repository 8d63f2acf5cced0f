using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Promises;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.CodeFixes.Retries;

/// <summary>
/// A wait in a loop that repeats a call: in each handler that goes round, or once at the end of the body where other failures reach it
/// too. After the last attempt there is nothing to wait for, so it stands under the loop's own question whether another one follows;
/// where that is not known there, and in loops over a collection, there is no such wait.
/// </summary>
internal static class LoopWait
{
    /// <summary>The edits to try, the one that touches least first.</summary>
    public static IEnumerable<DocumentEdit> EditsOf(
        StatementSyntax loop,
        SemanticModel model,
        CompilationFacts facts,
        string random,
        CancellationToken cancellation
    )
    {
        if (
            model.GetOperation(loop, cancellation) is not ILoopOperation operation
            // What does not bind may wait already, even for a person.
            || operation.Descendants().Any(step => step is IInvalidOperation)
            || facts.RepeatedCalls.By(operation).FirstOrDefault(call => facts.RetryLoops.GoesRoundAtOnce(call) is not null)
                is not { } repeated
        )
        {
            yield break;
        }

        var attempt = repeated
            .Call.Syntax.Ancestors()
            .TakeWhile(ancestor => ancestor != loop)
            .OfType<TryStatementSyntax>()
            .FirstOrDefault(attempt => attempt.Block.Span.Contains(repeated.Call.Syntax.Span));
        var handlers = attempt?.Catches.Select(handler => handler.Block).Where(block => GoesOn(block, model)).ToList();
        if (handlers?.RemoveAll(block => block.EndsByThrowing(model)) > 0 && handlers.Count == 0)
        {
            yield break;
        }

        var wait = WaitIn(loop, repeated.Call, facts, random);
        // Where an answer may go round too, a wait in the handlers alone would miss it.
        var answersGoRound = attempt is not null && GoesOn(attempt.Block, model) && IsLeft(attempt.Block);
        if (!answersGoRound && handlers is { Count: > 0 } && EditOf(loop, handlers, wait, model) is { } inHandlers)
        {
            yield return inHandlers;
        }

        if (
            NextAttempt.BodyOf(loop) is BlockSyntax body
            && GoesOn(body, model)
            && (handlers is null || (!IsContinued(body) && IsLeft(body)))
            && EditOf(loop, new List<BlockSyntax> { body }, wait, model) is { } atTheEnd
        )
        {
            yield return atTheEnd;
        }
    }

    /// <summary>After the edit nothing in the loop goes round at once any more.</summary>
    public static async Task<bool> EndsHasteAsync(
        this DocumentEdit edit,
        Document document,
        StatementSyntax loop,
        CancellationToken cancellation
    )
    {
        var editor = await DocumentEditor.CreateAsync(document, cancellation).ConfigureAwait(false);
        edit.Apply(editor);
        var changed = editor.GetChangedDocument();
        if (
            await changed.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || await changed.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
        )
        {
            return false;
        }

        // The edit lies behind the loop's first token.
        var facts = CompilationFacts.Of(model.Compilation, document.Project.AnalyzerOptions);
        return root.FindToken(loop.SpanStart).Parent is { } same
            && model.GetOperation(same, cancellation) is ILoopOperation operation
            && facts.RepeatedCalls.By(operation).All(call => facts.RetryLoops.GoesRoundAtOnce(call) is null);
    }

    private static DocumentEdit? EditOf(StatementSyntax loop, List<BlockSyntax> blocks, string wait, SemanticModel model)
    {
        var statements = new Dictionary<BlockSyntax, StatementSyntax>();
        foreach (var block in blocks)
        {
            if (NextAttempt.AnotherFollows(loop, block, model) is not { } condition)
            {
                return null;
            }

            statements[block] = SyntaxFactory
                .ParseStatement(condition.Length == 0 ? wait : $"if ({condition})\n{{\n{wait}\n}}")
                .WithAdditionalAnnotations(Formatter.Annotation)
                .WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed)
                .Qualified();
        }

        return new DocumentEdit(
            "Wait before the next attempt",
            loop.Span.ToString(),
            editor =>
            {
                foreach (var block in blocks)
                {
                    editor.ReplaceNode(block, (current, _) => WithWait((BlockSyntax)current, statements[block]));
                }
            }
        );
    }

    private static string WaitIn(StatementSyntax loop, IOperation call, CompilationFacts facts, string random)
    {
        var isAsync = loop.Ancestors().Select(AsyncOf).FirstOrDefault(isAsync => isAsync is not null) == true;
        var duration = NextAttempt.CounterOf(loop) is { Initializer.Value: LiteralExpressionSyntax { Token.ValueText: "0" } } counter
            ? $"global::System.TimeSpan.FromSeconds(global::System.Math.Min(30, global::System.Math.Pow(2, {counter.Identifier.Text})) * (0.5 + {random}))"
            : $"global::System.TimeSpan.FromSeconds(0.5 + {random})";
        if (!isAsync)
        {
            return $"global::System.Threading.Thread.Sleep({duration});";
        }

        var token = facts.Tokens.TokensInScope(call).FirstOrDefault(token => token.IsSure)?.Expression;
        var configured = NeighbourAwaits.AreConfigured(loop) ? ".ConfigureAwait(false)" : "";
        return $"await global::System.Threading.Tasks.Task.Delay({duration}{(token is null ? "" : ", " + token)}){configured};";
    }

    /// <summary>Its end is reached, or it goes round by a last <c>continue</c>.</summary>
    private static bool GoesOn(BlockSyntax block, SemanticModel model) =>
        block.Statements.LastOrDefault() is ContinueStatementSyntax
        || model.AnalyzeControlFlow(block) is { Succeeded: true, EndPointIsReachable: true };

    private static IEnumerable<SyntaxNode> Own(SyntaxNode body) =>
        body.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax));

    private static bool IsOfThisLoop(SyntaxNode jump, SyntaxNode body) =>
        jump.Ancestors()
            .TakeWhile(ancestor => ancestor != body)
            .All(ancestor =>
                ancestor is not (ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax)
            );

    private static bool IsContinued(BlockSyntax body) => Own(body).Any(node => node is ContinueStatementSyntax && IsOfThisLoop(node, body));

    /// <summary>A success leaves the loop, so that only failures reach its end.</summary>
    private static bool IsLeft(BlockSyntax body) =>
        Own(body)
            .Any(node =>
                node is ReturnStatementSyntax
                || (
                    node is BreakStatementSyntax
                    && !node.Ancestors().TakeWhile(one => one != body).OfType<SwitchStatementSyntax>().Any()
                    && IsOfThisLoop(node, body)
                )
            );

    private static BlockSyntax WithWait(BlockSyntax block, StatementSyntax wait)
    {
        if (block.ToString().IndexOf('\n') < 0)
        {
            block = InLines(block);
        }

        var end = block.CloseBraceToken;
        if (block.Statements.LastOrDefault() is ContinueStatementSyntax)
        {
            block = block.WithStatements(block.Statements.Insert(block.Statements.Count - 1, wait));
        }
        else if (end.LeadingTrivia.Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia)) && !end.ContainsDirectives)
        {
            // The comment was the end of the block, and says why nothing is done: it stays in front.
            block = block
                .WithCloseBraceToken(end.WithLeadingTrivia(SyntaxFactory.ElasticMarker))
                .AddStatements(wait.WithLeadingTrivia(end.LeadingTrivia));
        }
        else
        {
            block = block.AddStatements(wait);
        }

        return block.WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>A block in one line has no room for a further statement.</summary>
    private static BlockSyntax InLines(BlockSyntax block)
    {
        var end = SyntaxFactory.CarriageReturnLineFeed;
        return block
            .WithOpenBraceToken(block.OpenBraceToken.WithLeadingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed).WithTrailingTrivia(end))
            .WithStatements(
                SyntaxFactory.List(
                    block.Statements.Select(statement =>
                        statement
                            .WithLeadingTrivia(SyntaxFactory.ElasticMarker)
                            .WithTrailingTrivia(
                                SyntaxFactory.TriviaList(statement.GetTrailingTrivia().Reverse().SkipWhile(IsSpace).Reverse()).Add(end)
                            )
                    )
                )
            )
            .WithCloseBraceToken(block.CloseBraceToken.WithLeadingTrivia(SyntaxFactory.ElasticMarker));

        static bool IsSpace(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.WhitespaceTrivia);
    }

    private static bool? AsyncOf(SyntaxNode function) =>
        function switch
        {
            AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.RawKind != 0,
            LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
            MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
            GlobalStatementSyntax => true,
            MemberDeclarationSyntax => false,
            _ => null,
        };
}
