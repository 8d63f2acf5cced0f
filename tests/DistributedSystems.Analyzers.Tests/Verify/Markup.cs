using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

namespace DistributedSystems.Analyzers.Tests.Verify;

/// <summary>A place where a diagnostic is expected; <see cref="Id"/> is null where the rule under test is meant.</summary>
public sealed record ExpectedDiagnostic(string? Id, TextSpan Span);

/// <summary>Reads the marks <c>[|…|]</c> and <c>{|DIST2001:…|}</c> out of a test's source.</summary>
public static class Markup
{
    public static (string Source, IReadOnlyList<ExpectedDiagnostic> Expected) Parse(string marked)
    {
#if !NEWEST_ROSLYN
        marked = OlderLanguage.Lower(marked);
#endif
        TestFileMarkupParser.GetSpans(marked, treatPositionIndicatorsAsCode: true, out var source, out var spans);
        return (
            source,
            [
                .. spans.SelectMany(named =>
                    named.Value.Select(span => new ExpectedDiagnostic(named.Key.Length == 0 ? null : named.Key, span))
                ),
            ]
        );
    }
}
