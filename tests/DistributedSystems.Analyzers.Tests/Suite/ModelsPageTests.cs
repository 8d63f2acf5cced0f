using System.Text.RegularExpressions;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Suite;

/// <summary>The examples of docs/models.md are programs: what their comments name is reported on that line, and nothing else is.</summary>
public partial class ModelsPageTests
{
    public static TheoryData<int> Examples => new(Enumerable.Range(0, ExamplesOnPage().Count));

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_reports_exactly_what_it_says(int index)
    {
        var example = Markup.Parse(ExamplesOnPage()[index]).Source;
        var setup = Setup.With(Library.Annotations);
        var diagnostics = await Analysis.DiagnosticsOf(Analysis.Compile(example, setup), Pack.Analyzers, setup);
        var announced = example
            .Split('\n')
            .SelectMany((line, number) => Announcement().Matches(line).Select(match => (number, match.Value[3..])));
        Assert.Equal(
            announced,
            diagnostics.Select(diagnostic => (diagnostic.Location.GetLineSpan().StartLinePosition.Line, diagnostic.Id))
        );
    }

    [Fact]
    public void There_are_violations_and_repairs_among_them()
    {
        Assert.Contains(ExamplesOnPage(), example => Announcement().IsMatch(example));
        Assert.Contains(ExamplesOnPage(), example => !Announcement().IsMatch(example));
    }

    private static List<string> ExamplesOnPage() =>
        Example().Matches(Pack.Read("docs", "models.md").ReplaceLineEndings("\n")).Select(match => match.Groups[1].Value).ToList();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"// DIST\d{4}")]
    private static partial Regex Announcement();
}
