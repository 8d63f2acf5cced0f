using System.Text;
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
        var source = new StringBuilder(marked.Length);
        var expected = new List<ExpectedDiagnostic>();
        var open = new Stack<(string? Id, int Start)>();
        for (var i = 0; i < marked.Length; i++)
        {
            if (At("[|"))
            {
                open.Push((null, source.Length));
                i++;
            }
            else if (At("{|") && marked.IndexOf(':', i) is > 0 and var colon && colon - i <= 12)
            {
                open.Push((marked[(i + 2)..colon], source.Length));
                i = colon;
            }
            else if ((At("|]") || At("|}")) && open.Count > 0)
            {
                var (id, start) = open.Pop();
                expected.Add(new ExpectedDiagnostic(id, TextSpan.FromBounds(start, source.Length)));
                i++;
            }
            else
            {
                source.Append(marked[i]);
            }

            bool At(string mark) => string.CompareOrdinal(marked, i, mark, 0, mark.Length) == 0;
        }

        if (open.Count > 0)
        {
            throw new ArgumentException("A mark is opened and not closed.", nameof(marked));
        }

        return (source.ToString(), expected);
    }
}
