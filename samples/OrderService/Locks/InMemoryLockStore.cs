namespace OrderService.Locks;

/// <summary>The stand-in for the lock store. Expiry runs on the monotonic clock.</summary>
public sealed class InMemoryLockStore : ILockStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (string Owner, long FreeAt)> held = [];
    private long lastFencingToken;

    public Task<long?> TryAcquireAsync(string name, string owner, TimeSpan? expiry = null, CancellationToken token = default)
    {
        lock (gate)
        {
            var now = Environment.TickCount64;
            if (held.TryGetValue(name, out var holder) && now < holder.FreeAt)
            {
                return Task.FromResult<long?>(null);
            }

            held[name] = (owner, expiry is { } life ? now + (long)life.TotalMilliseconds : long.MaxValue);
            return Task.FromResult<long?>(++lastFencingToken);
        }
    }

    public Task ReleaseAsync(string name, string owner, CancellationToken token = default)
    {
        lock (gate)
        {
            if (held.TryGetValue(name, out var holder) && holder.Owner == owner)
            {
                held.Remove(name);
            }
        }

        return Task.CompletedTask;
    }
}
