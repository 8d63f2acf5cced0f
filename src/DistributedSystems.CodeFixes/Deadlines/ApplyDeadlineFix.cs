using System.Composition;
using DistributedSystems.Analyzers.Rules.Deadlines;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DistributedSystems.CodeFixes.Deadlines;

/// <summary>Passes the token of a source with a timeout to the one remote call that it can be meant for.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ApplyDeadlineFix : DistributedCodeFix
{
    public ApplyDeadlineFix()
        : base(DeadlineNeverApplied.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(
        Document document,
        Diagnostic diagnostic,
        CancellationToken cancellation
    ) =>
        diagnostic.AdditionalLocations.Count == 1
            ? await PassTokenFix.PlanAsync(document, diagnostic, diagnostic.AdditionalLocations[0], cancellation).ConfigureAwait(false)
            : null;
}
