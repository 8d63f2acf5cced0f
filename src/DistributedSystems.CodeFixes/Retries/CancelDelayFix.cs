using System.Composition;
using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.CodeFixes.Deadlines;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DistributedSystems.CodeFixes.Retries;

/// <summary>Passes the token in scope to the delay between two attempts. Not offered for <c>Thread.Sleep</c>, which takes none.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class CancelDelayFix : DistributedCodeFix
{
    public CancelDelayFix()
        : base(RetryDelayIgnoresCancellation.Id) { }

    private protected override Task<DocumentEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation) =>
        PassTokenFix.PlanAsync(document, diagnostic, diagnostic.Location, cancellation);
}
