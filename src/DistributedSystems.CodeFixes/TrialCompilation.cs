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

    private static async Task<int> ErrorsOf(Document document, CancellationToken cancellation) =>
        await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is { } model
            ? model.GetDiagnostics(cancellationToken: cancellation).Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            : int.MaxValue;
}
