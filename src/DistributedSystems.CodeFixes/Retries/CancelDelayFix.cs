using System.Composition;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.CodeFixes.Deadlines;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.CodeFixes.Retries;

/// <summary>Passes the token in scope to the delay between two attempts. Not offered for <c>Thread.Sleep</c>, which takes none, nor where
/// the loop says of a call that it is to go on although its caller gave up: <c>default</c> or <c>CancellationToken.None</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class CancelDelayFix : DistributedCodeFix
{
    public CancelDelayFix()
        : base(RetryDelayIgnoresCancellation.Id) { }

    private protected override async Task<DocumentEdit?> PlanAsync(
        Document document,
        Diagnostic diagnostic,
        CancellationToken cancellation
    ) =>
        await SiteOf(document, diagnostic, cancellation).ConfigureAwait(false) is { } site && !GoesOnWhenCancelled(site)
            ? await PassTokenFix.PlanAsync(document, diagnostic, diagnostic.Location, cancellation).ConfigureAwait(false)
            : null;

    private static bool GoesOnWhenCancelled(ReportedSite site)
    {
        for (var around = site.Operation.Parent; around is not null; around = around.Parent)
        {
            if (around is ILoopOperation)
            {
                return around
                    .Descendants()
                    .OfType<IArgumentOperation>()
                    .Any(argument =>
                        argument is { ArgumentKind: ArgumentKind.Explicit, Syntax: var written }
                        && site.Facts.Types.IsToken(argument.Parameter?.Type)
                        && !site.Operation.Syntax.Span.Contains(written.Span)
                        && IsNone(Values.Unwrap(argument.Value))
                    );
            }
        }

        return false;
    }

    private static bool IsNone(IOperation token) =>
        token is IDefaultValueOperation
        || token is IPropertyReferenceOperation { Property: { Name: nameof(CancellationToken.None), IsStatic: true } };
}
