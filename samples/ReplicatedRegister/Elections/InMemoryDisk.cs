namespace ReplicatedRegister.Elections;

public sealed class InMemoryDisk : IDisk
{
    public long VotedIn { get; private set; }

    public Task SaveVoteAsync(long term)
    {
        VotedIn = term;
        return Task.CompletedTask;
    }
}
