using System.Composition;
using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Rules.Clocks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Simplification;

namespace DistributedSystems.CodeFixes.Clocks;

/// <summary>
/// Keeps a deadline as <c>Environment.TickCount64</c>, which counts monotonic milliseconds. Offered for a local that is set once and
/// only ever compared with, or subtracted from by, the clock.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class TrackTimeoutWithTickCountFix : DistributedCodeFix
{
    private const string Title = "Track the timeout with Environment.TickCount64";

    public TrackTimeoutWithTickCountFix()
        : base(TimeoutOnWallClock.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            await SiteOf(document, diagnostic, cancellation).ConfigureAwait(false)
                is not { Operation: IBinaryOperation comparison, Model: { } model, Facts: { } facts }
            || model.Compilation.GetTypesByMetadataName("System.Environment").All(type => type.GetMembers("TickCount64").IsEmpty)
        )
        {
            return null;
        }

        if (
            new[] { comparison.LeftOperand, comparison.RightOperand }
                .Select(Values.Unwrap)
                .OfType<IFieldReferenceOperation>()
                .Select(field => PlanField(field, facts, model))
                .FirstOrDefault(edit => edit is not null) is
            { } ofField
        )
        {
            return await ofField.CompilesAsync(document, cancellation).ConfigureAwait(false) ? ofField : null;
        }

        var deadline = new[] { comparison.LeftOperand, comparison.RightOperand }
            .Select(Values.Unwrap)
            .OfType<ILocalReferenceOperation>()
            .FirstOrDefault();
        if (
            deadline?.Local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation)
                is not VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1 } declaration } declarator
            || facts.Values.WritesTo(deadline) is not { Complete: true, Values: { Length: 1 } writes }
            || declarator.Initializer?.Value is not { } initializer
            || Values.Unwrap(writes[0]).Syntax != initializer
            || MillisecondsAdded(writes[0], facts) is not { } milliseconds
        )
        {
            return null;
        }

        var uses = new List<(ExpressionSyntax Replaced, Func<ExpressionSyntax> By)>();
        foreach (var operation in Values.RootOf(comparison).Descendants())
        {
            if (operation is ILocalReferenceOperation use && SymbolEqualityComparer.Default.Equals(use.Local, deadline.Local))
            {
                if (RewrittenUse(use, facts) is not { } rewritten)
                {
                    return null;
                }

                uses.Add(rewritten);
            }
        }

        var ofLocal = new DocumentEdit(
            Title,
            declarator.Span.ToString(),
            editor =>
            {
                if (!declaration.Type.IsVar)
                {
                    editor.ReplaceNode(declaration.Type, Long().WithTriviaFrom(declaration.Type));
                }

                editor.ReplaceNode(initializer, Sum(milliseconds).WithTriviaFrom(initializer));
                foreach (var (replaced, by) in uses)
                {
                    editor.ReplaceNode(replaced, by().WithTriviaFrom(replaced));
                }
            }
        );
        return await ofLocal.CompilesAsync(document, cancellation).ConfigureAwait(false) ? ofLocal : null;
    }

    /// <summary>A private field that only ever holds such deadlines, or the sentinel it starts with, becomes a tick count with all its
    /// uses.</summary>
    private static DocumentEdit? PlanField(IFieldReferenceOperation reference, CompilationFacts facts, SemanticModel model)
    {
        if (
            !facts.Types.IsInstant(reference.Field.Type)
            || PrivateFieldUses.Of(reference.Field, model) is not { } field
            || facts.Values.WritesTo(reference) is not { Complete: true } writes
        )
        {
            return null;
        }

        var replacements = new List<(ExpressionSyntax Replaced, Func<ExpressionSyntax> By)>();
        foreach (var written in writes.Values)
        {
            if (written.Syntax is not ExpressionSyntax syntax)
            {
                return null;
            }

            if (MillisecondsAdded(written, facts) is { } milliseconds)
            {
                replacements.Add((syntax, () => Sum(milliseconds)));
            }
            else if (syntax == field.Declarator.Initializer?.Value && SentinelOf(written) is { } sentinel)
            {
                replacements.Add((syntax, () => sentinel));
            }
            else
            {
                return null;
            }
        }

        foreach (var use in field.Uses.Where(use => !PrivateFieldUses.IsWritten(use)))
        {
            if (model.GetOperation(use) is not { } operation || RewrittenUse(operation, facts) is not { } rewritten)
            {
                return null;
            }

            replacements.Add(rewritten);
        }

        return new DocumentEdit(
            Title,
            field.Declarator.Span.ToString(),
            editor =>
            {
                editor.ReplaceNode(field.Declaration.Type, Long().WithTriviaFrom(field.Declaration.Type));
                foreach (var (replaced, by) in replacements)
                {
                    editor.ReplaceNode(replaced, by().WithTriviaFrom(replaced));
                }
            }
        );
    }

    /// <summary>What a tick count starts with so that it compares like the instant did: before, or after, all that is ever read.</summary>
    private static ExpressionSyntax? SentinelOf(IOperation value) =>
        Values.Unwrap(value) switch
        {
            IDefaultValueOperation => SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(0)),
            IFieldReferenceOperation { Field.Name: "MinValue" or "UnixEpoch" } => SyntaxFactory.LiteralExpression(
                SyntaxKind.NumericLiteralExpression,
                SyntaxFactory.Literal(0)
            ),
            IFieldReferenceOperation { Field.Name: "MaxValue" } => Member(
                SyntaxFactory.PredefinedType(SyntaxFactory.Token(SyntaxKind.LongKeyword)),
                "MaxValue"
            ),
            _ => null,
        };

    private static ExpressionSyntax Sum(ExpressionSyntax milliseconds) =>
        SyntaxFactory.BinaryExpression(
            SyntaxKind.AddExpression,
            TickCount().WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Token(SyntaxKind.PlusToken).WithTrailingTrivia(SyntaxFactory.Space),
            milliseconds
        );

    private static TypeSyntax Long() => SyntaxFactory.PredefinedType(SyntaxFactory.Token(SyntaxKind.LongKeyword));

    /// <summary>The duration added to a direct reading of the static clock, as an expression in milliseconds.</summary>
    private static ExpressionSyntax? MillisecondsAdded(IOperation deadline, CompilationFacts facts)
    {
        var (instant, unit, amount) = Values.Unwrap(deadline) switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum => (sum.LeftOperand, "", sum.RightOperand),
            IInvocationOperation { Instance: { } receiver, Arguments.Length: 1 } add
                when add.TargetMethod.Name is "Add" or "AddMilliseconds" or "AddSeconds" or "AddMinutes" or "AddHours" or "AddDays" => (
                receiver,
                add.TargetMethod.Name.Substring("Add".Length),
                add.Arguments[0].Value
            ),
            _ => default((IOperation?, string, IOperation)),
        };
        if (
            instant is null
            || facts.Clocks.ReadingOf(instant) is not { IsDirect: true, Provider: null }
            || amount.Syntax is not ExpressionSyntax expression
        )
        {
            return null;
        }

        expression = expression.WithoutTrivia();
        if (
            unit is "Milliseconds" or "Seconds"
            && Values.Unwrap(amount)
                is ILiteralOperation { ConstantValue: { HasValue: true, Value: int and >= 0 and < 1_000_000 and var count } }
        )
        {
            return SyntaxFactory.LiteralExpression(
                SyntaxKind.NumericLiteralExpression,
                SyntaxFactory.Literal(unit == "Seconds" ? count * 1000 : count)
            );
        }

        if (unit == "Milliseconds")
        {
            var operand = SyntaxFactory.ParenthesizedExpression(expression).WithAdditionalAnnotations(Simplifier.Annotation);
            return IsWholeNumber(amount)
                ? operand
                : SyntaxFactory.CastExpression(SyntaxFactory.PredefinedType(SyntaxFactory.Token(SyntaxKind.LongKeyword)), operand);
        }

        var duration =
            unit.Length == 0
                ? expression is IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax
                    ? expression
                    : SyntaxFactory.ParenthesizedExpression(expression)
                : SyntaxFactory.InvocationExpression(
                    Member(System("TimeSpan"), "From" + unit),
                    SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(expression)))
                );
        return SyntaxFactory.CastExpression(
            SyntaxFactory.PredefinedType(SyntaxFactory.Token(SyntaxKind.LongKeyword)),
            Member(duration, "TotalMilliseconds")
        );
    }

    private static bool IsWholeNumber(IOperation amount)
    {
        while (amount is IConversionOperation { IsImplicit: true } conversion)
        {
            amount = conversion.Operand;
        }

        return amount.Type?.SpecialType
            is SpecialType.System_Int32
                or SpecialType.System_Int64
                or SpecialType.System_Int16
                or SpecialType.System_Byte
                or SpecialType.System_UInt16
                or SpecialType.System_UInt32;
    }

    /// <summary>What becomes of one use of the deadline; null where it is used as an instant in some other way.</summary>
    private static (ExpressionSyntax Replaced, Func<ExpressionSyntax> By)? RewrittenUse(IOperation use, CompilationFacts facts)
    {
        if (
            use.Parent is not IBinaryOperation { Syntax: BinaryExpressionSyntax syntax } binary
            || !facts.Types.IsInstant(binary.OperatorMethod?.ContainingType)
        )
        {
            return null;
        }

        var other = binary.LeftOperand == use ? binary.RightOperand : binary.LeftOperand;
        if (facts.Clocks.ReadingOf(other) is not { IsDirect: true, Provider: null } || other.Syntax is not ExpressionSyntax reading)
        {
            return null;
        }

        if (binary.OperatorKind != BinaryOperatorKind.Subtract)
        {
            return (reading, TickCount);
        }

        // What remains: end - now.
        return binary.LeftOperand != use
            ? null
            : (
                syntax.Parent is ParenthesizedExpressionSyntax { Parent: MemberAccessExpressionSyntax } parentheses ? parentheses : syntax,
                () =>
                    SyntaxFactory.InvocationExpression(
                        Member(System("TimeSpan"), "FromMilliseconds"),
                        SyntaxFactory.ArgumentList(
                            SyntaxFactory.SingletonSeparatedList(
                                SyntaxFactory.Argument(syntax.WithoutTrivia().WithRight(TickCount().WithTriviaFrom(syntax.Right)))
                            )
                        )
                    )
            );
    }

    private static ExpressionSyntax TickCount() => Member(System("Environment"), "TickCount64");

    private static ExpressionSyntax Member(ExpressionSyntax target, string name) =>
        SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, target, SyntaxFactory.IdentifierName(name));

    private static ExpressionSyntax System(string type) =>
        SyntaxFactory
            .ParseExpression("global::System." + type)
            .WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation);
}
