namespace DistributedSystems.Annotations.Tests;

public sealed class QuorumEdgeTests
{
    [Fact]
    public void The_2f_plus_1_of_folklore_is_unsafe_at_six_replicas()
    {
        Assert.Equal(4, Quorums.Byzantine(6, 1));
        Assert.False(Quorums.IntersectByzantine(3, 3, 6, 1));
        Assert.True(Quorums.IntersectByzantine(4, 4, 6, 1));
    }

    [Theory]
    [InlineData(4, 1, 3)]
    [InlineData(7, 2, 5)]
    [InlineData(10, 3, 7)]
    public void At_3f_plus_1_the_byzantine_quorum_is_2f_plus_1_and_live(int n, int f, int quorum)
    {
        Assert.Equal(quorum, Quorums.Byzantine(n, f));
        Assert.True(Quorums.IsLive(quorum, n, f));
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(6, 2)]
    [InlineData(9, 3)]
    public void Below_3f_plus_1_no_byzantine_quorum_is_both_safe_and_live(int n, int f) =>
        Assert.False(Quorums.IsLive(Quorums.Byzantine(n, f), n, f));

    [Theory]
    [InlineData(1, 2, 3, false)]
    [InlineData(2, 2, 3, true)]
    [InlineData(1, 3, 3, true)]
    [InlineData(2, 2, 4, false)]
    [InlineData(2, 3, 4, true)]
    [InlineData(1, 1, 1, true)]
    public void Intersection_turns_at_one_more_than_all(int read, int write, int of, bool intersect) =>
        Assert.Equal(intersect, Quorums.Intersect(read, write, of));

    [Fact]
    public void Nothing_overflows_at_the_largest_numbers()
    {
        Assert.Equal(1_073_741_824, Quorums.Majority(int.MaxValue));
        Assert.Equal(int.MaxValue, Quorums.Byzantine(int.MaxValue, int.MaxValue - 1));
        Assert.True(Quorums.Intersect(int.MaxValue, int.MaxValue, int.MaxValue));
        Assert.False(Quorums.IntersectByzantine(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue));
        Assert.False(Quorums.IntersectMasking(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue));
        Assert.False(Quorums.IsLive(1, int.MaxValue, int.MaxValue));
    }

    [Fact]
    public void Sizes_that_no_group_has_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("n", () => Quorums.Majority(0));
        Assert.Throws<ArgumentOutOfRangeException>("n", () => Quorums.Byzantine(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>("f", () => Quorums.Byzantine(4, -1));
        Assert.Throws<ArgumentOutOfRangeException>("f", () => Quorums.Byzantine(4, 4));
        Assert.Throws<ArgumentOutOfRangeException>("n", () => Quorums.Intersect(0, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>("r", () => Quorums.Intersect(-1, 2, 3));
        Assert.Throws<ArgumentOutOfRangeException>("r", () => Quorums.Intersect(4, 2, 3));
        Assert.Throws<ArgumentOutOfRangeException>("w", () => Quorums.Intersect(2, 4, 3));
        Assert.Throws<ArgumentOutOfRangeException>("w", () => Quorums.WritersIntersect(-1, 3));
        Assert.Throws<ArgumentOutOfRangeException>("f", () => Quorums.IntersectByzantine(2, 2, 3, -1));
        Assert.Throws<ArgumentOutOfRangeException>("f", () => Quorums.IntersectMasking(2, 2, 3, -1));
        Assert.Throws<ArgumentOutOfRangeException>("q", () => Quorums.IsLive(4, 3, 1));
        Assert.Throws<ArgumentOutOfRangeException>("f", () => Quorums.IsLive(2, 3, -1));
    }
}
