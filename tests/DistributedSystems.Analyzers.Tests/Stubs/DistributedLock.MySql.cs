// Mirrors the public surface of DistributedLock.MySql 2.8 that the catalog describes; signatures only.
// https://github.com/madelson/DistributedLock/tree/release-2.8
using System;
using System.Threading;
using System.Threading.Tasks;
using Medallion.Threading.MySql;

namespace Medallion.Threading.MySql
{
    public class MySqlDistributedLock
    {
        public ValueTask<MySqlDistributedLockHandle> AcquireAsync(
            TimeSpan? timeout = null,
            CancellationToken cancellationToken = default
        ) => throw null;

        public MySqlDistributedLockHandle Acquire(TimeSpan? timeout = null, CancellationToken cancellationToken = default) => throw null;

        public ValueTask<MySqlDistributedLockHandle> TryAcquireAsync(
            TimeSpan timeout = default,
            CancellationToken cancellationToken = default
        ) => throw null;

        public MySqlDistributedLockHandle TryAcquire(TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
            throw null;
    }

    public class MySqlDistributedLockHandle { }
}
