namespace OrderService.Locks;

/// <summary>The stand-in for Redis. Its holders share a process, so none can crash and leave its lock behind.</summary>
public sealed class InMemoryLockStore : ILockStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, string> owners = [];
    private long lastFencingToken;

    public Task<long?> TryAcquireAsync(string name, string owner, CancellationToken token)
    {
        lock (gate)
        {
            return Task.FromResult<long?>(owners.TryAdd(name, owner) ? ++lastFencingToken : null);
        }
    }

    public Task ReleaseAsync(string name, string owner, CancellationToken token)
    {
        lock (gate)
        {
            if (owners.TryGetValue(name, out var holder) && holder == owner)
            {
                owners.Remove(name);
            }
        }

        return Task.CompletedTask;
    }
}
