namespace DistributedSystems.Annotations.Tests;

/// <summary>Votes, changing groups and partial quorums, against every set there is of up to five replicas.</summary>
public sealed class WeightedQuorumTests
{
    public static TheoryData<int[]> Votes => new(new[] { 1, 1, 1 }, new[] { 2, 1, 1 }, new[] { 3, 1, 1, 0 }, new[] { 2, 2, 1, 1, 1 });

    [Theory]
    [MemberData(nameof(Votes))]
    public void Enough_votes_for_two_quorums_always_share_a_replica(int[] votes)
    {
        for (var r = 1; r <= votes.Sum(); r++)
        {
            for (var w = 1; w <= votes.Sum(); w++)
            {
                if (Quorums.IntersectWeighted(r, w, votes))
                {
                    Assert.True(Sets.ForEveryPair(With(r, votes), With(w, votes), static (read, write) => (read & write) != 0));
                }
            }
        }

        Assert.Equal(votes.Sum() > 1, !Quorums.IntersectWeighted(1, votes.Sum() - 1, votes));
    }

    [Theory]
    [MemberData(nameof(Votes))]
    public void Votes_are_left_whoever_is_silent(int[] votes)
    {
        for (var f = 0; f <= votes.Length; f++)
        {
            for (var q = 0; q <= votes.Sum(); q++)
            {
                Assert.Equal(Sets.OfSize(f, votes.Length).All(silent => VotesOf(~silent, votes) >= q), Quorums.IsLiveWeighted(q, votes, f));
            }
        }
    }

    [Theory]
    [InlineData(3, 4, 3, true)]
    [InlineData(4, 3, 3, true)]
    [InlineData(3, 5, 3, false)]
    [InlineData(3, 3, 2, false)]
    [InlineData(3, 3, 3, true)]
    [InlineData(1, 2, 1, true)]
    [InlineData(1, 1, 0, false)]
    public void Majorities_of_two_configurations(int before, int after, int kept, bool meet)
    {
        // The members of both come first, then those of the old one, then those of the new one.
        var old = (1u << before) - 1;
        var next = ((1u << kept) - 1) | (((1u << (after - kept)) - 1) << before);
        var all = before + after - kept;
        var really = Sets.ForEveryPair(
            Sets.OfSize(Quorums.Majority(before), all).Where(set => (set & ~old) == 0),
            Sets.OfSize(Quorums.Majority(after), all).Where(set => (set & ~next) == 0),
            static (one, other) => (one & other) != 0
        );
        Assert.Equal(meet, really);
        Assert.Equal(really, Quorums.MajoritiesMeet(before, after, kept));
    }

    [Fact]
    public void How_often_a_partial_quorum_misses()
    {
        for (var n = 1; n <= 5; n++)
        {
            for (var r = 0; r <= n; r++)
            {
                for (var w = 0; w <= n; w++)
                {
                    var reads = Sets.OfSize(r, n).ToArray();
                    var written = (1u << w) - 1;
                    Assert.Equal(reads.Count(read => (read & written) == 0) / (double)reads.Length, Quorums.ProbabilityOfMiss(r, w, n), 12);
                    Assert.Equal(Quorums.Intersect(r, w, n), Quorums.ProbabilityOfMiss(r, w, n) == 0);
                }
            }
        }
    }

    [Fact]
    public void Out_of_range()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => Quorums.IntersectWeighted(-1, 1, [1]));
        Assert.Throws<ArgumentOutOfRangeException>(static () => Quorums.IntersectWeighted(1, 1, [-1]));
        Assert.Throws<ArgumentOutOfRangeException>(static () => Quorums.IsLiveWeighted(1, [1], 2));
        Assert.Throws<ArgumentOutOfRangeException>(static () => Quorums.MajoritiesMeet(3, 5, 4));
        Assert.Throws<ArgumentOutOfRangeException>(static () => Quorums.ProbabilityOfMiss(4, 1, 3));
    }

    private static IEnumerable<uint> With(int least, int[] votes) =>
        Enumerable.Range(0, 1 << votes.Length).Select(static set => (uint)set).Where(set => VotesOf(set, votes) >= least);

    private static int VotesOf(uint set, int[] votes) => votes.Where((_, replica) => (set & (1u << replica)) != 0).Sum();
}
