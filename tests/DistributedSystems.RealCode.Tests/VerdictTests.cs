using DistributedSystems.RealCode.Findings;
using DistributedSystems.RealCode.Recall;

namespace DistributedSystems.RealCode.Tests;

public sealed class VerdictTests
{
    private static readonly HistoricalDefect Defect = new(
        "acme/shop",
        "f",
        "p",
        "src/Client.cs",
        [(10, 12)],
        ["DIST2009", "DIST2008"],
        "Sent twice."
    );

    [Theory]
    [InlineData("DIST2009", 10)]
    [InlineData("DIST2008", 12)]
    public void Any_of_its_rules_on_any_of_its_lines_is_found(string rule, int line) =>
        Assert.Equal(Outcome.Found, Verdict.Of(Defect, [At(rule, line)]).Outcome);

    [Fact]
    public void Its_rule_elsewhere_in_the_file_is_not_found()
    {
        var verdict = Verdict.Of(Defect, [At("DIST2008", 40), At("DIST1001", 11)]);

        Assert.Equal(Outcome.OtherLine, verdict.Outcome);
        Assert.Contains("40", verdict.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_rule_on_its_line_is_not_found()
    {
        var verdict = Verdict.Of(Defect, [At("DIST1001", 11), At("DIST1001", 50)]);

        Assert.Equal(Outcome.OtherRule, verdict.Outcome);
        Assert.Equal("line 11 DIST1001", verdict.Evidence);
    }

    [Fact]
    public void The_same_line_of_another_file_says_nothing() =>
        Assert.Equal(Outcome.Missed, Verdict.Of(Defect, [At("DIST2008", 10, "src/Other.cs")]).Outcome);

    [Fact]
    public void The_table_counts_each_defect_once_under_its_first_rule()
    {
        var table = RecallTable.Of([
            Verdict.Of(Defect, [At("DIST2008", 10)]),
            Verdict.Of(Defect, []),
            Verdict.NotJudged(Defect with { Rules = ["DIST2001"] }, "no clone"),
        ]);

        Assert.Equal(
            """
            | rule | defects | found | other line | other rule | missed | not judged |
            |---|---:|---:|---:|---:|---:|---:|
            | DIST2001 | 1 | 0 | 0 | 0 | 0 | 1 |
            | DIST2009 | 2 | 1 | 0 | 0 | 1 | 0 |
            | all | 3 | 1 | 0 | 0 | 1 | 1 |

            """,
            table,
            ignoreLineEndingDifferences: true
        );
    }

    private static Finding At(string rule, int line, string path = "src/Client.cs") => new(rule, "Warning", path, line, "", "", "");
}
