using DistributedSystems;

namespace ReplicatedRegister.Elections;

/// <summary>Elects a leader a term by a majority of the votes, as in Raft (Ongaro and Ousterhout 2014).</summary>
[SystemModel(Timing.PartiallySynchronous, Failures.CrashRecovery)]
[ReplicaGroup(Replicas = 4, Faults = 1, Problem = Problem.Consensus)]
[Consensus]
[Safety("at most one leader a term")]
[Liveness("some leader is elected", Requires = Timing.PartiallySynchronous)]
public static class Election
{
    /// <summary>The votes that make a leader of n.</summary>
    [QuorumSize(QuorumKind.Majority)]
    public static int Majority(int n) => (n + 1) / 2;

    /// <summary>The candidates that may call themselves leader.</summary>
    public static IEnumerable<int> Leaders(IReadOnlyList<int> votes) =>
        votes.Distinct().Where(candidate => votes.Count(vote => vote == candidate) >= Majority(votes.Count)).Order();
}
