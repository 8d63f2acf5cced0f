using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.CodeFixes.Retries;

/// <summary>What a loop says about its next attempt.</summary>
internal static class NextAttempt
{
    public static StatementSyntax? BodyOf(StatementSyntax loop) =>
        loop switch
        {
            ForStatementSyntax f => f.Statement,
            WhileStatementSyntax w => w.Statement,
            DoStatementSyntax d => d.Statement,
            CommonForEachStatementSyntax e => e.Statement,
            _ => null,
        };

    /// <summary>The variable that a <c>for</c> steps by one.</summary>
    public static VariableDeclaratorSyntax? CounterOf(StatementSyntax loop) =>
        loop is ForStatementSyntax { Declaration.Variables: { Count: 1 } variables, Incrementors: { Count: 1 } steps }
        && steps[0] switch
        {
            PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression, Operand: var stepped } => stepped,
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression, Operand: var stepped } => stepped,
            _ => null,
        }
            is IdentifierNameSyntax counter
        && counter.Identifier.ValueText == variables[0].Identifier.ValueText
            ? variables[0]
            : null;

    /// <summary>The condition under which another attempt follows the end of a block; empty where one always does, null where that is not
    /// known.</summary>
    public static string? AnotherFollows(StatementSyntax loop, BlockSyntax block, SemanticModel model)
    {
        var condition = loop switch
        {
            ForStatementSyntax f => f.Condition,
            WhileStatementSyntax w => w.Condition,
            DoStatementSyntax d => d.Condition,
            _ => null,
        };
        if (loop is CommonForEachStatementSyntax)
        {
            return null;
        }

        if (condition is null or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression })
        {
            return "";
        }

        var variables = condition
            .DescendantNodesAndSelf()
            .OfType<IdentifierNameSyntax>()
            .Select(name => model.GetSymbolInfo(name).Symbol)
            .Where(symbol => symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol)
            .ToList();
        if (!IsPlain(condition) || variables.Any(variable => LeavesFor(variable!, block)))
        {
            return IsPlain(condition) ? "" : null;
        }

        if (CounterOf(loop) is { } counter)
        {
            return
                condition is BinaryExpressionSyntax { Left: IdentifierNameSyntax left, Right: var end } comparison
                && left.Identifier.ValueText == counter.Identifier.ValueText
                && variables.All(variable => Writes(variable!, BodyOf(loop)!, model).Count == 0)
                ? comparison.Kind() switch
                {
                    SyntaxKind.LessThanExpression when end is LiteralExpressionSyntax { Token.Value: int count } =>
                        $"{left.Identifier.Text} < {count - 1}",
                    SyntaxKind.LessThanExpression => $"{left.Identifier.Text} < {end.WithoutTrivia()} - 1",
                    SyntaxKind.LessThanOrEqualExpression => $"{left.Identifier.Text} < {end.WithoutTrivia()}",
                    _ => null,
                }
                : null;
        }

        if (loop is ForStatementSyntax)
        {
            return null;
        }

        // What a failure does not write is as it was when the attempt began; what is counted has to be counted by then.
        var isSame = true;
        foreach (var variable in variables)
        {
            var writes = Writes(variable!, loop, model);
            if (writes.Count == 0 || (TypeOf(variable!) is { SpecialType: SpecialType.System_Boolean } && !writes.Any(IsInBlock)))
            {
                continue;
            }

            isSame = false;
            if (
                !writes.All(write =>
                    IsInBlock(write)
                    || (write.Parent?.FirstAncestorOrSelf<StatementSyntax>()?.Parent == BodyOf(loop) && write.Span.End < block.SpanStart)
                )
            )
            {
                return null;
            }
        }

        return isSame ? "" : condition.WithoutTrivia().ToString();

        bool IsInBlock(SyntaxNode write) => block.Span.Contains(write.Span);
    }

    private static ITypeSymbol? TypeOf(ISymbol variable) =>
        variable switch
        {
            ILocalSymbol local => local.Type,
            IParameterSymbol parameter => parameter.Type,
            IFieldSymbol field => field.Type,
            _ => null,
        };

    /// <summary>It can be asked a second time.</summary>
    private static bool IsPlain(ExpressionSyntax condition) =>
        condition
            .DescendantNodesAndSelf()
            .All(node =>
                node
                    is BinaryExpressionSyntax
                        or LiteralExpressionSyntax
                        or IdentifierNameSyntax
                        or MemberAccessExpressionSyntax
                        or ParenthesizedExpressionSyntax
                        or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression }
            );

    /// <summary>The handler is not entered, or left, when a variable says that it was the last attempt.</summary>
    private static bool LeavesFor(ISymbol variable, BlockSyntax block) =>
        (block.Parent is CatchClauseSyntax { Filter: { } filter } && Mentions(filter, variable))
        || block
            .Statements.OfType<IfStatementSyntax>()
            .Any(question =>
                Mentions(question.Condition, variable)
                && question
                    .Statement.DescendantNodesAndSelf()
                    .Any(node => node is ThrowStatementSyntax or ReturnStatementSyntax or BreakStatementSyntax)
            );

    private static bool Mentions(SyntaxNode node, ISymbol variable) =>
        node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == variable.Name);

    private static List<SyntaxNode> Writes(ISymbol variable, SyntaxNode code, SemanticModel model) =>
        code.DescendantNodes()
            .OfType<IdentifierNameSyntax>()
            .Where(name =>
                name.Identifier.ValueText == variable.Name
                && (
                    name.Parent is PostfixUnaryExpressionSyntax or ArgumentSyntax { RefKindKeyword.RawKind: not 0 }
                    || name.Parent
                        is PrefixUnaryExpressionSyntax
                        {
                            RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression
                        }
                    || (name.Parent is AssignmentExpressionSyntax assignment && assignment.Left == name)
                )
                && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, variable)
            )
            .ToList<SyntaxNode>();
}
