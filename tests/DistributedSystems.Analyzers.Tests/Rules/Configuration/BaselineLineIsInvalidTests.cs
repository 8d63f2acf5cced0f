using DistributedSystems.Analyzers.Rules.Configuration;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Configuration;

public class BaselineLineIsInvalidTests
{
    private const string Good = "DIST4001 | src/Orders.cs | Orders.Process | Elapsed time";

    [Theory]
    [InlineData("DIST4001", "a line is 'rule | file | member | message'")]
    [InlineData("DIST4001 | src/Orders.cs | Elapsed time", "a line is 'rule | file | member | message'")]
    [InlineData("DIST4001|src/Orders.cs|Orders.Process|Elapsed time", "a line is 'rule | file | member | message'")]
    [InlineData("DIST9999 | a.cs | A.M | text", "'DIST9999' does not begin with a rule")]
    [InlineData("CA2016 | a.cs | A.M | text", "'CA2016' does not begin with a rule")]
    [InlineData(" | a.cs | A.M | text", "a line is 'rule | file | member | message'")]
    [InlineData("DIST4001 x0 | a.cs | A.M | text", "'DIST4001 x0' has more behind the rule")]
    [InlineData("DIST4001 xx | a.cs | A.M | text", "'DIST4001 xx' has more behind the rule")]
    [InlineData("DIST4001 x99999999999 | a.cs | A.M | text", "has more behind the rule")]
    [InlineData("DIST4001 2 | a.cs | A.M | text", "'DIST4001 2' has more behind the rule")]
    [InlineData("DIST4001 x2 x3 | a.cs | A.M | text", "has more behind the rule")]
    [InlineData("<<<<<<< HEAD", "the mark of a merge conflict")]
    [InlineData("=======", "the mark of a merge conflict")]
    [InlineData(">>>>>>> feature | a | b | c", "the mark of a merge conflict")]
    public async Task A_line_that_cannot_be_read_is_reported(string line, string reason)
    {
        var reported = Assert.Single(await Reported($"# known\n{Good}\n{line}\n{Good}\n"));

        Assert.Contains(reason, reported.Message);
        Assert.Equal(2, reported.Line);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n\n   \n")]
    [InlineData(Good)]
    [InlineData(Good + "\r\n" + Good + "\r\n")]
    [InlineData("  DIST4001 x2 | src/Orders.cs | Orders.Process | a | b | c")]
    public async Task A_baseline_that_can_be_read_is_silent(string baseline) => Assert.Empty(await Reported(baseline));

    [Fact]
    public async Task Other_files_are_none_of_its_business() => Assert.Empty(await Reported("nonsense", "notes.txt"));

    private static async Task<IReadOnlyList<(string Message, int Line)>> Reported(string baseline, string name = "distsys.baseline")
    {
        var setup = Setup.Default with { AdditionalFiles = new Dictionary<string, string> { [name] = baseline } };
        return
        [
            .. (await Analysis.DiagnosticsOf(Analysis.Compile("class C { }", setup), [new BaselineLineIsInvalid()], setup)).Select(
                diagnostic => (diagnostic.GetMessage(), diagnostic.Location.GetLineSpan().StartLinePosition.Line)
            ),
        ];
    }
}
