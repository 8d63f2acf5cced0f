namespace ReplicatedRegister.Elections;

public static class ElectionDemo
{
    public static async Task RunAsync()
    {
        // Two of four vote for each candidate.
        Console.WriteLine($"Election: {Election.Leaders([1, 1, 2, 2]).Count()} leaders of a split vote");

        // The process crashes after its vote was sent, comes back, and is asked by the other candidate.
        var (disk, transport) = (new InMemoryDisk(), new CrashingTransport());
        try
        {
            await new Voter(disk, transport).VoteAsync(candidate: 1, term: 7);
        }
        catch (Crash)
        {
            await new Voter(disk, transport).VoteAsync(candidate: 2, term: 7);
        }

        Console.WriteLine($"Vote: granted {transport.Granted} times in one term");
    }
}
