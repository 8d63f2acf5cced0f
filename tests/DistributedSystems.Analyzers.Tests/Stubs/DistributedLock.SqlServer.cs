// Mirrors the public surface of DistributedLock.SqlServer 2.8 that the catalog describes; signatures only.
// https://github.com/madelson/DistributedLock/tree/release-2.8
using System;
using System.Threading;
using System.Threading.Tasks;
using Medallion.Threading.SqlServer;

namespace Medallion.Threading.SqlServer
{
    public class SqlDistributedLock
    {
        public ValueTask<SqlDistributedLockHandle> AcquireAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
            throw null;

        public SqlDistributedLockHandle Acquire(TimeSpan? timeout = null, CancellationToken cancellationToken = default) => throw null;

        public ValueTask<SqlDistributedLockHandle> TryAcquireAsync(
            TimeSpan timeout = default,
            CancellationToken cancellationToken = default
        ) => throw null;

        public SqlDistributedLockHandle TryAcquire(TimeSpan timeout = default, CancellationToken cancellationToken = default) => throw null;
    }

    public class SqlDistributedLockHandle { }
}
