using DistributedSystems;

namespace ReplicatedRegister.Elections;

/// <summary>What survives a crash of its process.</summary>
public interface IDisk
{
    long VotedIn { get; }

    [Durable]
    Task SaveVoteAsync(long term);
}
