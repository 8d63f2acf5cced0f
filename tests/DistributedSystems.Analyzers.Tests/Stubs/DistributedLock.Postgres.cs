// Mirrors the public surface of DistributedLock.Postgres 2.8 that the catalog describes; signatures only.
// https://github.com/madelson/DistributedLock/tree/release-2.8
using System;
using System.Threading;
using System.Threading.Tasks;
using Medallion.Threading.Postgres;

namespace Medallion.Threading.Postgres
{
    public class PostgresDistributedLock
    {
        public ValueTask<PostgresDistributedLockHandle> AcquireAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) => throw null;

        public PostgresDistributedLockHandle Acquire(TimeSpan? timeout = null, CancellationToken cancellationToken = default) => throw null;

        public ValueTask<PostgresDistributedLockHandle> TryAcquireAsync(TimeSpan timeout = default, CancellationToken cancellationToken = default) => throw null;

        public PostgresDistributedLockHandle TryAcquire(TimeSpan timeout = default, CancellationToken cancellationToken = default) => throw null;
    }

    public class PostgresDistributedLockHandle { }
}
