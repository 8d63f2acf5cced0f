// Mirrors the public surface of DistributedLock.Redis 2.8 that the catalog describes; signatures only.
// https://github.com/madelson/DistributedLock/tree/release-2.8
using System;
using System.Threading;
using System.Threading.Tasks;
using Medallion.Threading.Redis;

namespace Medallion.Threading.Redis
{
    public class RedisDistributedLock
    {
        public ValueTask<RedisDistributedLockHandle> AcquireAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) => throw null;

        public RedisDistributedLockHandle Acquire(TimeSpan? timeout = null, CancellationToken cancellationToken = default) => throw null;

        public ValueTask<RedisDistributedLockHandle> TryAcquireAsync(TimeSpan timeout = default, CancellationToken cancellationToken = default) => throw null;

        public RedisDistributedLockHandle TryAcquire(TimeSpan timeout = default, CancellationToken cancellationToken = default) => throw null;
    }

    public class RedisDistributedSemaphore
    {
        public ValueTask<RedisDistributedSemaphoreHandle> AcquireAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) => throw null;

        public RedisDistributedSemaphoreHandle Acquire(TimeSpan? timeout = null, CancellationToken cancellationToken = default) => throw null;

        public ValueTask<RedisDistributedSemaphoreHandle> TryAcquireAsync(TimeSpan timeout = default, CancellationToken cancellationToken = default) => throw null;

        public RedisDistributedSemaphoreHandle TryAcquire(TimeSpan timeout = default, CancellationToken cancellationToken = default) => throw null;
    }

    public class RedisDistributedLockHandle { }

    public class RedisDistributedSemaphoreHandle { }
}
