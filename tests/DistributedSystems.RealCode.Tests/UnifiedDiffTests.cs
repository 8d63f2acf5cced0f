using DistributedSystems.RealCode.Findings;
using Xunit;

namespace DistributedSystems.RealCode.Tests;

public sealed class UnifiedDiffTests
{
    [Fact]
    public void Equal_texts_have_no_difference() => Assert.Equal("", UnifiedDiff.Of("a\nb\n", "a\nb\n"));

    [Fact]
    public void Shows_a_change_with_three_lines_around_it() =>
        Assert.Equal(
            "@@ -2,7 +2,8 @@\n 2\n 3\n 4\n-5\n+five\n+and more\n 6\n 7\n 8\n",
            UnifiedDiff.Of("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\nand more\n6\n7\n8\n9\n")
        );

    [Fact]
    public void Changes_far_from_each_other_are_hunks_of_their_own() =>
        Assert.Equal(
            "@@ -1,3 +1,4 @@\n+0\n 1\n 2\n 3\n@@ -8,4 +9,3 @@\n 8\n 9\n 10\n-11\n",
            UnifiedDiff.Of("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11", "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10")
        );

    [Fact]
    public void A_new_line_that_ends_unlike_the_others_is_seen() =>
        Assert.Equal("@@ -1,3 +1,4 @@\n a\n+b␍\n c\n \n", UnifiedDiff.Of("a\nc\n", "a\nb\r\nc\n"));

    [Fact]
    public void Line_ends_that_all_lines_have_are_not_shown() =>
        Assert.Equal("@@ -1,3 +1,4 @@\n a\n+b\n c\n \n", UnifiedDiff.Of("a\r\nc\r\n", "a\r\nb\r\nc\r\n"));
}
