using System.Composition;
using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Rules.Clocks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.CodeFixes.Clocks;

/// <summary>
/// Reads the <c>TimeProvider</c> that is there, with the same type and kind as before. A stopwatch is left to the author: its
/// start and its end have to change together.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ReadInjectedClockFix : DistributedCodeFix
{
    public ReadInjectedClockFix()
        : base(StaticClockBesideInjectedOne.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (
            await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax reading
            || model.GetOperation(reading, cancellation) is not IPropertyReferenceOperation { Property: { } property } operation
            || MonotonicClock.EnclosingMember(model, reading.SpanStart) is not { } member
        )
        {
            return null;
        }

        var facts = CompilationFacts.Of(model.Compilation, document.Project.AnalyzerOptions);
        if (
            facts.Clocks.InjectedClockAt(operation, member) is not { IsTimeProvider: true, Holder: { } holder }
            || !model.LookupSymbols(reading.SpanStart, name: holder.Name).Contains(holder, SymbolEqualityComparer.Default)
        )
        {
            return null;
        }

        var isOffset = SymbolEqualityComparer.Default.Equals(property.ContainingType, facts.Types.DateTimeOffset);
        var text =
            property.Name == "UtcNow"
                ? holder.Name + (isOffset ? ".GetUtcNow()" : ".GetUtcNow().UtcDateTime")
                : holder.Name + (isOffset ? ".GetLocalNow()" : ".GetLocalNow().LocalDateTime");
        var edit = new DocumentEdit(
            $"Read '{holder.Name}'",
            reading.SpanStart.ToString(),
            editor => editor.ReplaceNode(reading, SyntaxFactory.ParseExpression(text).WithTriviaFrom(reading))
        );
        return await edit.CompilesAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }
}
