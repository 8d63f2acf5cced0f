namespace DistributedSystems.Annotations.Tests;

/// <summary>
/// The closed forms against the definitions: every read quorum, every write quorum and every set of liars of up to six replicas.
/// </summary>
public sealed class QuorumIntersectionTests
{
    private const int MostReplicas = 6;

    public static TheoryData<int> Replicas => new(Enumerable.Range(1, MostReplicas));

    [Theory]
    [MemberData(nameof(Replicas))]
    public void Read_and_write_quorums_meet_exactly_when_all_sets_of_these_sizes_do(int n) =>
        ForEverySize(
            n,
            (r, w) =>
                Assert.Equal(
                    Sets.ForEveryPair(Sets.OfSize(r, n), Sets.OfSize(w, n), (read, write) => (read & write) != 0),
                    Quorums.Intersect(r, w, n)
                )
        );

    [Theory]
    [MemberData(nameof(Replicas))]
    public void Write_quorums_meet_each_other_exactly_when_all_sets_of_this_size_do(int n)
    {
        for (var w = 0; w <= n; w++)
        {
            Assert.Equal(
                Sets.ForEveryPair(Sets.OfSize(w, n), Sets.OfSize(w, n), (one, other) => (one & other) != 0),
                Quorums.WritersIntersect(w, n)
            );
        }
    }

    [Theory]
    [MemberData(nameof(Replicas))]
    public void Byzantine_quorums_share_a_correct_replica_whoever_lies(int n) =>
        ForEverySize(
            n,
            (r, w) =>
            {
                for (var f = 0; f <= n; f++)
                {
                    var everyLiars = Sets.OfSize(f, n).ToArray();
                    Assert.Equal(
                        Sets.ForEveryPair(
                            Sets.OfSize(r, n),
                            Sets.OfSize(w, n),
                            (read, write) => everyLiars.All(liars => (read & write & ~liars) != 0)
                        ),
                        Quorums.IntersectByzantine(r, w, n, f)
                    );
                }
            }
        );

    [Theory]
    [MemberData(nameof(Replicas))]
    public void Masking_quorums_share_enough_correct_replicas_to_outvote_the_liars(int n) =>
        ForEverySize(
            n,
            (r, w) =>
            {
                for (var f = 0; f <= n; f++)
                {
                    // Malkhi and Reiter's M-consistency for a threshold: what is left of the intersection without one set of f must not
                    // itself be a set that could be lying.
                    var everyLiars = Sets.OfSize(f, n).ToArray();
                    var mostLiars = f;
                    Assert.Equal(
                        Sets.ForEveryPair(
                            Sets.OfSize(r, n),
                            Sets.OfSize(w, n),
                            (read, write) => everyLiars.All(liars => Sets.Size(read & write & ~liars) > mostLiars)
                        ),
                        Quorums.IntersectMasking(r, w, n, f)
                    );
                }
            }
        );

    [Theory]
    [MemberData(nameof(Replicas))]
    public void Majority_is_the_smallest_size_whose_sets_all_meet(int n) =>
        Assert.Equal(
            Enumerable.Range(1, n).First(q => Sets.ForEveryPair(Sets.OfSize(q, n), Sets.OfSize(q, n), (one, other) => (one & other) != 0)),
            Quorums.Majority(n)
        );

    [Theory]
    [MemberData(nameof(Replicas))]
    public void Byzantine_quorum_is_the_smallest_size_whose_sets_all_share_a_correct_replica(int n)
    {
        for (var f = 0; f < n; f++)
        {
            var everyLiars = Sets.OfSize(f, n).ToArray();
            Assert.Equal(
                Enumerable
                    .Range(1, n)
                    .First(q =>
                        Sets.ForEveryPair(
                            Sets.OfSize(q, n),
                            Sets.OfSize(q, n),
                            (one, other) => everyLiars.All(liars => (one & other & ~liars) != 0)
                        )
                    ),
                Quorums.Byzantine(n, f)
            );
        }
    }

    [Theory]
    [MemberData(nameof(Replicas))]
    public void A_quorum_is_live_when_some_set_of_its_size_avoids_whoever_is_silent(int n)
    {
        for (var q = 0; q <= n; q++)
        {
            for (var f = 0; f <= n; f++)
            {
                var quorums = Sets.OfSize(q, n).ToArray();
                Assert.Equal(Sets.OfSize(f, n).All(silent => quorums.Any(quorum => (quorum & silent) == 0)), Quorums.IsLive(q, n, f));
            }
        }
    }

    private static void ForEverySize(int n, Action<int, int> check)
    {
        for (var r = 0; r <= n; r++)
        {
            for (var w = 0; w <= n; w++)
            {
                check(r, w);
            }
        }
    }
}
