using StackExchange.Redis;

namespace OrderService.Locks;

/// <summary>One key for each lock, and one counter for the fencing tokens. The client ends each wait after 5 seconds.</summary>
public sealed class RedisLockStore(IDatabase redis) : ILockStore
{
    // Frees what a crashed holder held; one that is merely slow is overruled by the larger fencing token.
    private static readonly TimeSpan Expiry = TimeSpan.FromSeconds(30);

    public async Task<long?> TryAcquireAsync(string name, string owner, CancellationToken token)
    {
        if (!await redis.StringSetAsync(KeyOf(name), owner, Expiry, when: When.NotExists).WaitAsync(token))
        {
            return null;
        }

        // Who was paused before this token was drawn may have lost the lock, and the token would overrule the present holder's.
        var fencingToken = await redis.StringIncrementAsync("fencing").WaitAsync(token);
        return await redis.StringGetAsync(KeyOf(name)).WaitAsync(token) == owner ? fencingToken : null;
    }

    public Task ReleaseAsync(string name, string owner, CancellationToken token) =>
        redis.LockReleaseAsync(KeyOf(name), owner).WaitAsync(token);

    private static RedisKey KeyOf(string name) => $"lock:{name}";
}
