using System.Composition;
using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Rules.Clocks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.CodeFixes.Clocks;

/// <summary>Reads UTC instead. Offered where the value goes out and nowhere else: what a member holds is read by others, as local
/// time. Not offered where the member that takes it starts as local time: it would hold both.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class SendUtcFix : DistributedCodeFix
{
    public SendUtcFix()
        : base(LocalTimeLeavesProcess.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax reading
            || (reading as MemberAccessExpressionSyntax)?.Name is not { Identifier.ValueText: "Now" } name
            || model.GetOperation(reading, cancellation) is not { } operation
        )
        {
            return null;
        }

        var facts = CompilationFacts.Of(model.Compilation, document.Project.AnalyzerOptions);
        return
            facts.ExchangedInstants.DepartureOf(operation, out _, out var isOnlyUse) is not null
            && isOnlyUse
            && !StartsAsLocalTime(reading, model, cancellation)
            ? new DocumentEdit(
                "Use 'DateTime.UtcNow'",
                reading.SpanStart.ToString(),
                editor => editor.ReplaceNode(name, SyntaxFactory.IdentifierName("UtcNow").WithTriviaFrom(name))
            )
            : null;
    }

    private static bool StartsAsLocalTime(ExpressionSyntax reading, SemanticModel model, CancellationToken cancellation) =>
        reading.Parent is AssignmentExpressionSyntax assignment
        && assignment.Right == reading
        && model.GetSymbolInfo(assignment.Left, cancellation).Symbol is IPropertySymbol or IFieldSymbol
        && model
            .GetSymbolInfo(assignment.Left, cancellation)
            .Symbol!.DeclaringSyntaxReferences.Select(declared => declared.GetSyntax(cancellation))
            .Select(static declared =>
                declared is PropertyDeclarationSyntax property ? property.Initializer : (declared as VariableDeclaratorSyntax)?.Initializer
            )
            .Any(static start => start?.Value is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Now" });
}
