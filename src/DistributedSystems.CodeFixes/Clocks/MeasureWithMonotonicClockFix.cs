using System.Composition;
using DistributedSystems.Analyzers.Rules.Clocks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace DistributedSystems.CodeFixes.Clocks;

/// <summary>
/// Measures with a monotonic clock: the <c>TimeProvider</c> that is read already, or <c>Stopwatch</c>. Every use of the start is
/// rewritten; where it is also a timestamp, a second variable is added beside it.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class MeasureWithMonotonicClockFix : DistributedCodeFix
{
    public MeasureWithMonotonicClockFix()
        : base(ElapsedTimeOnWallClock.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            await SiteOf(document, diagnostic, cancellation).ConfigureAwait(false)
            is not { Operation: { } subtraction, Model: { } model, Facts: { } facts }
        )
        {
            return null;
        }

        if (MeasuredField.Of(subtraction, facts, model) is { } field)
        {
            if (MonotonicClock.OfStopwatch(facts) is not { } stopwatch)
            {
                return null;
            }

            // The value of an assignment may be used where it is all that a member does.
            var ofField = new DocumentEdit(
                stopwatch.Title,
                field.Declaration.SpanStart.ToString(),
                editor => Rewrite(editor, field, stopwatch)
            );
            return await ofField.CompilesAsync(document, cancellation).ConfigureAwait(false) ? ofField : null;
        }

        if (
            MeasuredGroup.Around(subtraction, facts) is not { } group
            || MonotonicClock.For(group, facts, model) is not { } clock
            || !CanRewrite(group, clock)
        )
        {
            return null;
        }

        var names = group.Locals.ToDictionary(
            local => local.Symbol,
            local => local.IsAlsoTimestamp ? UnusedName(local, clock, model) : local.Symbol.Name,
            (IEqualityComparer<ILocalSymbol>)SymbolEqualityComparer.Default
        );
        var edit = new DocumentEdit(
            clock.Title,
            group.Locals.Min(local => local.Declarator.SpanStart).ToString(),
            editor => Rewrite(editor, group, clock, names)
        );
        return await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }

    private static bool CanRewrite(MeasuredGroup group, MonotonicClock clock)
    {
        // A running stopwatch has no instant to keep: only "now minus start" can be asked of it.
        if (!clock.HasTimestamps && group.Measurements.Any(measurement => measurement.Later is not null))
        {
            return false;
        }

        // Locals that share one declaration share its type.
        return group.Locals.All(local => ((VariableDeclarationSyntax)local.Declarator.Parent!).Variables.Count == 1);
    }

    private static void Rewrite(DocumentEditor editor, MeasuredGroup group, MonotonicClock clock, Dictionary<ILocalSymbol, string> names)
    {
        foreach (var local in group.Locals)
        {
            var declaration = (VariableDeclarationSyntax)local.Declarator.Parent!;
            if (local.IsAlsoTimestamp)
            {
                var after = (StatementSyntax)declaration.Parent!;
                var statement = Beside(
                    after,
                    (StatementSyntax)editor.Generator.LocalDeclarationStatement(names[local.Symbol], clock.Start(editor.Generator))
                );
                if (after.Parent is GlobalStatementSyntax global)
                {
                    editor.InsertAfter(global, SyntaxFactory.GlobalStatement(statement));
                }
                else
                {
                    editor.InsertAfter(after, statement);
                }

                continue;
            }

            if (!declaration.Type.IsVar)
            {
                editor.ReplaceNode(declaration.Type, clock.StartType(editor.Generator).WithTriviaFrom(declaration.Type));
            }

            foreach (var reading in local.Readings)
            {
                editor.ReplaceNode(reading, clock.Start(editor.Generator).WithTriviaFrom(reading));
            }
        }

        foreach (var measurement in group.Measurements)
        {
            var replaced = WithParentheses(measurement.Syntax);

            var elapsed = clock.Elapsed(
                editor.Generator,
                editor.Generator.IdentifierName(names[measurement.Earlier]),
                measurement.Later is null ? null : editor.Generator.IdentifierName(names[measurement.Later])
            );
            editor.ReplaceNode(replaced, elapsed.WithTriviaFrom(replaced));
        }
    }

    private static void Rewrite(DocumentEditor editor, MeasuredField field, MonotonicClock clock)
    {
        editor.ReplaceNode(field.Declaration.Type, clock.StartType(editor.Generator).WithTriviaFrom(field.Declaration.Type));
        foreach (var reading in field.Readings)
        {
            editor.ReplaceNode(reading, clock.Start(editor.Generator).WithTriviaFrom(reading));
        }

        foreach (var (syntax, start) in field.Measurements)
        {
            var replaced = WithParentheses(syntax);
            editor.ReplaceNode(replaced, clock.Elapsed(editor.Generator, start.WithoutTrivia(), end: null).WithTriviaFrom(replaced));
        }
    }

    private static ExpressionSyntax WithParentheses(ExpressionSyntax expression) =>
        expression.Parent is ParenthesizedExpressionSyntax parentheses ? WithParentheses(parentheses) : expression;

    /// <summary>A statement on a line of its own below another, indented alike.</summary>
    private static StatementSyntax Beside(StatementSyntax neighbour, StatementSyntax statement)
    {
        var indentation = neighbour.GetLeadingTrivia().LastOrDefault(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        var endOfLine = neighbour.GetTrailingTrivia().LastOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        return statement
            .NormalizeWhitespace()
            .WithLeadingTrivia(indentation)
            .WithTrailingTrivia(endOfLine.IsKind(SyntaxKind.None) ? SyntaxFactory.ElasticLineFeed : endOfLine);
    }

    private static string UnusedName(MeasuredLocal local, MonotonicClock clock, SemanticModel model)
    {
        var name = local.Symbol.Name + (clock.HasTimestamps ? "Timestamp" : "Stopwatch");
        var body = local.Declarator.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? model.SyntaxTree.GetRoot();
        var taken = new HashSet<string>(
            body.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText),
            StringComparer.Ordinal
        );
        taken.UnionWith(model.LookupSymbols(local.Declarator.SpanStart).Select(symbol => symbol.Name));
        var unused = name;
        for (var suffix = 2; taken.Contains(unused); suffix++)
        {
            unused = name + suffix;
        }

        return unused;
    }
}
