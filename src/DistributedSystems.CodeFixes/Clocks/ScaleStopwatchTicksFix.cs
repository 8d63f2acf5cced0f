using System.Composition;
using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Rules.Clocks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.CodeFixes.Clocks;

/// <summary>
/// Asks the clock for a duration instead of its ticks: <c>Elapsed</c>, or <c>GetElapsedTime</c> of two timestamps where it exists. Offered
/// where the ticks are read in place, so that nothing else sees them.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ScaleStopwatchTicksFix : DistributedCodeFix
{
    public ScaleStopwatchTicksFix()
        : base(StopwatchTicksAsTimeSpanTicks.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            await SiteOf(document, diagnostic, cancellation).ConfigureAwait(false)
            is not { Operation: { } problem, Model: { } model, Facts: { } facts }
        )
        {
            return null;
        }

        var ticks = problem switch
        {
            IObjectCreationOperation creation => creation.Arguments[0].Value,
            IInvocationOperation call => (
                call.Arguments.FirstOrDefault(argument => facts.Ticks.TakenForOthersBy(argument) is not null) ?? call.Arguments[0]
            ).Value,
            IBinaryOperation binary => facts.Ticks.StopwatchTicksOf(binary.LeftOperand) is not null
                ? binary.LeftOperand
                : binary.RightOperand,
            _ => null,
        };
        if (
            ticks is null
            || problem.Syntax is not ExpressionSyntax
            || Values.Unwrap(ticks).Syntax is not ExpressionSyntax syntax
            || DurationOf(Values.Unwrap(ticks), facts) is not { } duration
        )
        {
            return null;
        }

        // A time span made of the ticks is the duration itself; anything else goes on counting ticks, of 100 ns.
        var makesSpan =
            SymbolEqualityComparer.Default.Equals(problem.Type, facts.Types.TimeSpan)
            && (
                problem is not IInvocationOperation { TargetMethod.ContainingType: { } owner }
                || SymbolEqualityComparer.Default.Equals(owner, facts.Types.TimeSpan)
            );
        var replaced = makesSpan ? (ExpressionSyntax)problem.Syntax : syntax;
        while (!makesSpan && replaced.Parent is ParenthesizedExpressionSyntax parentheses)
        {
            replaced = parentheses;
        }

        var edit = new DocumentEdit(
            "Use the elapsed time",
            replaced.SpanStart.ToString(),
            editor =>
            {
                var value = duration(editor.Generator).WithoutTrivia();
                editor.ReplaceNode(replaced, (makesSpan ? value : Member(value, "Ticks")).WithTriviaFrom(replaced));
            }
        );
        return await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }

    private static Func<SyntaxGenerator, ExpressionSyntax>? DurationOf(IOperation ticks, CompilationFacts facts)
    {
        if (ticks is IPropertyReferenceOperation { Property.Name: "ElapsedTicks", Syntax: MemberAccessExpressionSyntax elapsed })
        {
            return _ => elapsed.WithName(SyntaxFactory.IdentifierName("Elapsed"));
        }

        if (
            ticks is not IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } difference
            || ClockOf(facts.Ticks.StopwatchTicksOf(difference.LeftOperand)) is not { } clock
            || ClockOf(facts.Ticks.StopwatchTicksOf(difference.RightOperand))?.ToString() != clock.ToString()
            || Values.Unwrap(difference.LeftOperand).Syntax is not ExpressionSyntax later
            || Values.Unwrap(difference.RightOperand).Syntax is not ExpressionSyntax earlier
            || later is BinaryExpressionSyntax
            || earlier is BinaryExpressionSyntax
        )
        {
            return null;
        }

        return generator =>
        {
            var arguments = later is InvocationExpressionSyntax ? new[] { earlier } : new[] { earlier, later };
            return (ExpressionSyntax)
                generator.InvocationExpression(Member(clock, "GetElapsedTime"), arguments.Select(argument => argument.WithoutTrivia()));
        };
    }

    private static MemberAccessExpressionSyntax Member(ExpressionSyntax instance, string name) =>
        SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, instance, SyntaxFactory.IdentifierName(name));

    /// <summary>The clock whose timestamp this is, as it is spelled there.</summary>
    private static ExpressionSyntax? ClockOf(IOperation? reading) =>
        reading?.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
            ? access.Expression.WithoutTrivia()
            : null;
}
