namespace ReplicatedRegister.Leases;

public static class LeaseDemo
{
    public static async Task RunAsync()
    {
        var (time, storage) = (new ManualTime(), new InMemoryStorage());
        var (first, second) = (new LeaseHolder("the first leader", storage, time), new LeaseHolder("the second leader", storage, time));
        first.HeardOf(1);
        second.HeardOf(1);

        // The first leader is paused, the second one takes over and writes, and the first one goes on where it was.
        time.Pass(TimeSpan.FromSeconds(30));
        second.CheckLease();
        await second.WriteAsync();
        await first.WriteAsync();
        Console.WriteLine($"Lease: {storage.Text} wrote last");
    }
}
