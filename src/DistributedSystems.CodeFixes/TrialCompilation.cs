using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Editing;

namespace DistributedSystems.CodeFixes;

/// <summary>Makes an edit on trial: a fix that changes types is offered only where the compiler accepts the result.</summary>
internal static class TrialCompilation
{
    public static async Task<bool> CompilesAsync(this DocumentEdit edit, Document document, CancellationToken cancellation)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancellation).ConfigureAwait(false);
        edit.Apply(editor);
        return await ErrorsOf(editor.GetChangedDocument(), cancellation).ConfigureAwait(false)
            <= await ErrorsOf(document, cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// One file may be compiled for several targets, or by several projects; what one of them has, another may lack. Tries the text of an
    /// edited document in all the others.
    /// </summary>
    public static async Task<bool> CompilesWhereLinkedAsync(this Document edited, Document original, CancellationToken cancellation)
    {
        var text = await edited.GetTextAsync(cancellation).ConfigureAwait(false);
        foreach (var linked in original.GetLinkedDocumentIds())
        {
            var solution = original.Project.Solution;
            if (
                solution.GetDocument(linked) is { } before
                && solution.WithDocumentText(linked, text).GetDocument(linked) is { } after
                && await ErrorsOf(after, cancellation).ConfigureAwait(false) > await ErrorsOf(before, cancellation).ConfigureAwait(false)
            )
            {
                return false;
            }
        }

        return true;
    }

    private static async Task<int> ErrorsOf(Document document, CancellationToken cancellation) =>
        await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is { } model
            ? model.GetDiagnostics(cancellationToken: cancellation).Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            : int.MaxValue;
}
