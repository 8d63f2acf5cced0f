using StackExchange.Redis;

namespace OrderService.Locks;

/// <summary>One key for each lock, and one counter for the fencing tokens. The client ends each wait after 5 seconds.</summary>
public sealed class RedisLockStore(IDatabase redis) : ILockStore
{
    public async Task<long?> TryAcquireAsync(string name, string owner, CancellationToken token)
    {
        if (!await redis.StringSetAsync(KeyOf(name), owner, when: When.NotExists).WaitAsync(token))
        {
            return null;
        }

        return await redis.StringIncrementAsync("fencing").WaitAsync(token);
    }

    public Task ReleaseAsync(string name, string owner, CancellationToken token) =>
        redis.LockReleaseAsync(KeyOf(name), owner).WaitAsync(token);

    private static RedisKey KeyOf(string name) => $"lock:{name}";
}
