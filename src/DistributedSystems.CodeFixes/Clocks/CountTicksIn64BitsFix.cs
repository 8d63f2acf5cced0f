using System.Composition;
using DistributedSystems.Analyzers.Rules.Clocks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.CodeFixes.Clocks;

/// <summary>Reads <c>Environment.TickCount64</c> instead, with every variable and private field that holds the count.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class CountTicksIn64BitsFix : DistributedCodeFix
{
    private const string Wide = "TickCount64";

    public CountTicksIn64BitsFix()
        : base(TickCountWraps.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            await SiteOf(document, diagnostic, cancellation).ConfigureAwait(false)
            is not { Operation: { } problem, Model: { } model, Facts: { } facts }
        )
        {
            return null;
        }

        if (facts.Types.Environment?.GetMembers(Wide).IsEmpty != false || TickCountGroup.Around(problem, facts, model) is not { } group)
        {
            return null;
        }

        var edit = new DocumentEdit(
            "Use 'Environment.TickCount64'",
            group.Readings.Min(reading => reading.SpanStart).ToString(),
            editor =>
            {
                foreach (var reading in group.Readings)
                {
                    editor.ReplaceNode(reading, (current, _) => Widened((ExpressionSyntax)current));
                }

                foreach (var type in group.NarrowTypes)
                {
                    editor.ReplaceNode(
                        type,
                        (current, generator) => generator.TypeExpression(SpecialType.System_Int64).WithTriviaFrom(current)
                    );
                }
            }
        );
        return await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }

    private static ExpressionSyntax Widened(ExpressionSyntax reading) =>
        reading is MemberAccessExpressionSyntax access
            ? access.WithName(SyntaxFactory.IdentifierName(Wide).WithTriviaFrom(access.Name))
            : SyntaxFactory.IdentifierName(Wide).WithTriviaFrom(reading);
}
