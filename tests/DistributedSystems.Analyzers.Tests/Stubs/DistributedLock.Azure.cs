// Mirrors the public surface of DistributedLock.Azure 2.8 that the catalog describes; signatures only.
// https://github.com/madelson/DistributedLock/tree/release-2.8
using System;
using System.Threading;
using System.Threading.Tasks;
using Medallion.Threading.Azure;

namespace Medallion.Threading.Azure
{
    public class AzureBlobLeaseDistributedLock
    {
        public ValueTask<AzureBlobLeaseDistributedLockHandle> AcquireAsync(
            TimeSpan? timeout = null,
            CancellationToken cancellationToken = default
        ) => throw null;

        public AzureBlobLeaseDistributedLockHandle Acquire(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
            throw null;

        public ValueTask<AzureBlobLeaseDistributedLockHandle> TryAcquireAsync(
            TimeSpan timeout = default,
            CancellationToken cancellationToken = default
        ) => throw null;

        public AzureBlobLeaseDistributedLockHandle TryAcquire(TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
            throw null;
    }

    public class AzureBlobLeaseDistributedLockHandle { }
}
