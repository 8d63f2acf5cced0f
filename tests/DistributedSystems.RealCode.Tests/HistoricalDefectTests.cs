using DistributedSystems.RealCode.Recall;

namespace DistributedSystems.RealCode.Tests;

public sealed class HistoricalDefectTests
{
    private const string Heading = "repository\tfix\tparent\tpath\tlines\trules\twhat is wrong\ttoday";

    [Fact]
    public void A_row_is_read_by_the_headings_of_its_columns()
    {
        var defect = Assert.Single(
            HistoricalDefect.Parse([
                "rule\twhat is wrong\tline\tpath\tparent\tfix\trepository",
                "DIST2008\tSent twice.\t81\tsrc/Client.cs\tabc123\tdef456\tacme/shop",
            ])
        );

        Assert.Equal("acme/shop", defect.Repository);
        Assert.Equal("def456", defect.Fix);
        Assert.Equal("abc123", defect.Parent);
        Assert.Equal("src/Client.cs", defect.Path);
        Assert.Equal([(81, 81)], defect.Lines);
        Assert.Equal(["DIST2008"], defect.Rules);
        Assert.Equal("Sent twice.", defect.WhatIsWrong);
    }

    [Theory]
    [InlineData("7", new[] { 7 }, new[] { 6, 8 })]
    [InlineData("54-57,112", new[] { 54, 56, 57, 112 }, new[] { 53, 58, 111 })]
    [InlineData("10, 20-21", new[] { 10, 20, 21 }, new[] { 11, 22 })]
    public void Lines_are_numbers_and_ranges(string lines, int[] within, int[] outside)
    {
        var defect = Assert.Single(HistoricalDefect.Parse([Heading, Row(lines: lines)]));

        Assert.All(within, line => Assert.True(defect.StandsOn(line)));
        Assert.All(outside, line => Assert.False(defect.StandsOn(line)));
    }

    [Theory]
    [InlineData("DIST2009,DIST2008")]
    [InlineData("DIST2009 or DIST2008")]
    public void Several_rules_may_be_right(string rules) =>
        Assert.Equal(["DIST2009", "DIST2008"], HistoricalDefect.Parse([Heading, Row(rules: rules)])[0].Rules);

    [Fact]
    public void An_empty_line_is_no_defect() => Assert.Single(HistoricalDefect.Parse([Heading, "", Row(), "\t\t"]));

    [Theory]
    [InlineData("8-7", "DIST2008", "line")]
    [InlineData("seven", "DIST2008", "line")]
    [InlineData("1-2-3", "DIST2008", "line")]
    [InlineData("7", "CA2016", "no rule")]
    [InlineData("7", "", "'rules'")]
    public void What_cannot_be_read_is_told_with_its_line(string lines, string rules, string told)
    {
        var problem = Assert.Throws<UsageException>(() => HistoricalDefect.Parse([Heading, Row(), Row(lines, rules)]));

        Assert.Contains("Line 3", problem.Message, StringComparison.Ordinal);
        Assert.Contains(told, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_column_is_told_by_name() =>
        Assert.Contains(
            "'parent'",
            Assert.Throws<UsageException>(() => HistoricalDefect.Parse(["repository\tfix"])).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void An_empty_list_is_told() => Assert.Throws<UsageException>(() => HistoricalDefect.Parse([]));

    private static string Row(string lines = "1", string rules = "DIST2008") =>
        $"acme/shop\tdef456\tabc123\tsrc/Client.cs\t{lines}\t{rules}\tSent twice.\tmissed";
}
