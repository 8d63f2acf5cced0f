using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace DistributedSystems.CodeFixes;

/// <summary>What a fix does to one document.</summary>
/// <param name="Title">What the person sees before choosing it.</param>
/// <param name="Key">Two diagnostics whose edits have the same key are cured by one of them.</param>
/// <param name="Apply">Makes the edit; everything was validated before.</param>
public sealed record DocumentEdit(string Title, string Key, Action<DocumentEditor> Apply);

/// <summary>The operation a diagnostic stands on, and what may be asked about its surroundings.</summary>
internal sealed record ReportedSite(IOperation Operation, SemanticModel Model, CompilationFacts Facts);

/// <summary>
/// Base of every fix: one edit per diagnostic, planned and validated before it is offered, and FixAll that applies the edits of a
/// whole document in one pass, so that iterating and fixing all give the same text.
/// </summary>
public abstract class DistributedCodeFix : CodeFixProvider
{
    private protected DistributedCodeFix(string diagnosticId) => FixableDiagnosticIds = ImmutableArray.Create(diagnosticId);

    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    public sealed override FixAllProvider GetFixAllProvider() =>
        FixAllProvider.Create(
            async (context, document, diagnostics) => await FixAsync(document, diagnostics, context.CancellationToken).ConfigureAwait(false)
        );

    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        // Named arguments, conditional access and the like: the fixes write what every compiler that runs them can read, unless the project
        // forbids it.
        if (context.Document.Project.ParseOptions is CSharpParseOptions { LanguageVersion: < LanguageVersion.CSharp6 })
        {
            return;
        }

        foreach (var diagnostic in context.Diagnostics)
        {
            if (await OfferedAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } edit)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        edit.Title,
                        cancellation => FixAsync(context.Document, ImmutableArray.Create(diagnostic), cancellation),
                        GetType().Name
                    ),
                    diagnostic
                );
            }
        }
    }

    /// <summary>The edit that cures a diagnostic, or null where it cannot be made without doubt.</summary>
    private protected abstract Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation);

    /// <summary>Where a diagnostic stands; null where the code has changed under it.</summary>
    private protected static async Task<ReportedSite?> SiteOf(Document document, Diagnostic diagnostic, CancellationToken cancellation) =>
        await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is { } root
        && await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is { } model
        && model.GetOperation(root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true), cancellation) is { } operation
            ? new ReportedSite(operation, model, CompilationFacts.Of(model.Compilation, document.Project.AnalyzerOptions))
            : null;

    private async Task<Document> FixAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancellation).ConfigureAwait(false);
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var diagnostic in diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start))
        {
            if (await OfferedAsync(document, diagnostic, cancellation).ConfigureAwait(false) is { } edit && done.Add(edit.Key))
            {
                edit.Apply(editor);
            }
        }

        return await TidiedAsync(editor, cancellation).ConfigureAwait(false);
    }

    /// <summary>The planned edit, where it keeps what people wrote for each other and each target and project that the file is part of can
    /// compile it.</summary>
    private async Task<DocumentEdit?> OfferedAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var edit = await PlanAsync(document, diagnostic, cancellation).ConfigureAwait(false);
        if (edit is null)
        {
            return null;
        }

        var editor = await DocumentEditor.CreateAsync(document, cancellation).ConfigureAwait(false);
        edit.Apply(editor);
        if (!editor.OriginalRoot.HasSameRemarks(editor.GetChangedRoot()))
        {
            return null;
        }

        if (document.GetLinkedDocumentIds().IsEmpty)
        {
            return edit;
        }

        var edited = await TidiedAsync(editor, cancellation).ConfigureAwait(false);
        return await edited.CompilesWhereLinkedAsync(document, cancellation).ConfigureAwait(false) ? edit : null;
    }

    private static async Task<Document> TidiedAsync(DocumentEditor editor, CancellationToken cancellation)
    {
        // Hosts tidy a single fix by themselves, but not every one tidies what FixAll makes. Names are shortened first, as what a global
        // using brings needs no import.
        var changed = editor.GetChangedDocument();
        changed = await Simplifier.ReduceAsync(changed, Simplifier.Annotation, cancellationToken: cancellation).ConfigureAwait(false);
        changed = await Imports.WantedForFullNamesAsync(changed, cancellation).ConfigureAwait(false);
        changed = await ImportAdder
            .AddImportsAsync(changed, Simplifier.AddImportsAnnotation, cancellationToken: cancellation)
            .ConfigureAwait(false);
        changed = await Simplifier.ReduceAsync(changed, Simplifier.Annotation, cancellationToken: cancellation).ConfigureAwait(false);
        changed = await Imports.SettledAsync(changed, editor.OriginalRoot, cancellation).ConfigureAwait(false);
        changed = await FormattedAsync(changed, editor.OriginalRoot, cancellation).ConfigureAwait(false);
        return changed.WithSyntaxRoot(
            WithLineEndsOf(editor.OriginalRoot, (await changed.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!)
        );
    }

    /// <summary>New code is indented as the file is, also where no setting says that it is by tabs; a host that formats once more would not know.</summary>
    private static async Task<Document> FormattedAsync(Document changed, SyntaxNode original, CancellationToken cancellation)
    {
        if (!IsIndentedByTabs(original))
        {
            return await Formatter.FormatAsync(changed, Formatter.Annotation, cancellationToken: cancellation).ConfigureAwait(false);
        }

        var options = (await changed.GetOptionsAsync(cancellation).ConfigureAwait(false)).WithChangedOption(
            FormattingOptions.UseTabs,
            LanguageNames.CSharp,
            true
        );
        foreach (var annotation in new[] { Formatter.Annotation, SyntaxAnnotation.ElasticAnnotation })
        {
            changed = await Formatter.FormatAsync(changed, annotation, options, cancellation).ConfigureAwait(false);
        }

        var root = (await changed.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        return changed.WithSyntaxRoot(
            root.ReplaceSyntax(
                root.GetAnnotatedNodes(Formatter.Annotation),
                static (_, node) => node.WithoutAnnotations(Formatter.Annotation),
                root.GetAnnotatedTokens(Formatter.Annotation),
                static (_, token) => token.WithoutAnnotations(Formatter.Annotation),
                root.GetAnnotatedTrivia(SyntaxAnnotation.ElasticAnnotation),
                static (_, trivia) => trivia.WithoutAnnotations(SyntaxAnnotation.ElasticAnnotation)
            )
        );
    }

    private static bool IsIndentedByTabs(SyntaxNode root)
    {
        var (tabs, others) = (0, 0);
        foreach (var token in root.DescendantTokens())
        {
            var indent = token.LeadingTrivia.LastOrDefault();
            if (indent.IsKind(SyntaxKind.WhitespaceTrivia))
            {
                _ = indent.ToString()[0] == '\t' ? tabs++ : others++;
            }
        }

        return tabs > others;
    }

    /// <summary>New lines end as those of the file do, not as the host's settings have it; a file that mixes them is left alone.</summary>
    private static SyntaxNode WithLineEndsOf(SyntaxNode original, SyntaxNode changed) =>
        LineEndsOf(original).Select(end => end.ToString()).Distinct().ToList() is { Count: 1 } one
        && LineEndsOf(changed).Where(end => end.ToString() != one[0]).ToList() is { Count: > 0 } others
            ? changed.ReplaceTrivia(others, (_, _) => SyntaxFactory.EndOfLine(one[0]))
            : changed;

    private static IEnumerable<SyntaxTrivia> LineEndsOf(SyntaxNode root) =>
        root.DescendantTrivia().Where(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
}
