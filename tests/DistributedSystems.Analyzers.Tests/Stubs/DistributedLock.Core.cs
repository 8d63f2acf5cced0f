// Mirrors the public surface of DistributedLock.Core 2.8 that the catalog describes; signatures only.
// https://github.com/madelson/DistributedLock/tree/release-2.8
using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Medallion.Threading;

namespace Medallion.Threading
{
    public interface IDistributedLock
    {
        ValueTask<IDistributedSynchronizationHandle> AcquireAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default);

        IDistributedSynchronizationHandle Acquire(TimeSpan? timeout = null, CancellationToken cancellationToken = default);

        ValueTask<IDistributedSynchronizationHandle> TryAcquireAsync(TimeSpan timeout = default, CancellationToken cancellationToken = default);

        IDistributedSynchronizationHandle TryAcquire(TimeSpan timeout = default, CancellationToken cancellationToken = default);
    }

    public interface IDistributedReaderWriterLock
    {
        ValueTask<IDistributedSynchronizationHandle> AcquireReadLockAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default);

        IDistributedSynchronizationHandle AcquireReadLock(TimeSpan? timeout = null, CancellationToken cancellationToken = default);

        ValueTask<IDistributedSynchronizationHandle> TryAcquireReadLockAsync(TimeSpan timeout = default, CancellationToken cancellationToken = default);

        IDistributedSynchronizationHandle TryAcquireReadLock(TimeSpan timeout = default, CancellationToken cancellationToken = default);

        ValueTask<IDistributedSynchronizationHandle> AcquireWriteLockAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default);

        IDistributedSynchronizationHandle AcquireWriteLock(TimeSpan? timeout = null, CancellationToken cancellationToken = default);

        ValueTask<IDistributedSynchronizationHandle> TryAcquireWriteLockAsync(TimeSpan timeout = default, CancellationToken cancellationToken = default);

        IDistributedSynchronizationHandle TryAcquireWriteLock(TimeSpan timeout = default, CancellationToken cancellationToken = default);
    }

    public interface IDistributedUpgradeableReaderWriterLock : IDistributedReaderWriterLock
    {
        ValueTask<IDistributedLockUpgradeableHandle> AcquireUpgradeableReadLockAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default);

        IDistributedLockUpgradeableHandle AcquireUpgradeableReadLock(TimeSpan? timeout = null, CancellationToken cancellationToken = default);

        ValueTask<IDistributedLockUpgradeableHandle> TryAcquireUpgradeableReadLockAsync(TimeSpan timeout = default, CancellationToken cancellationToken = default);

        IDistributedLockUpgradeableHandle TryAcquireUpgradeableReadLock(TimeSpan timeout = default, CancellationToken cancellationToken = default);
    }

    public interface IDistributedSemaphore
    {
        ValueTask<IDistributedSynchronizationHandle> AcquireAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default);

        IDistributedSynchronizationHandle Acquire(TimeSpan? timeout = null, CancellationToken cancellationToken = default);

        ValueTask<IDistributedSynchronizationHandle> TryAcquireAsync(TimeSpan timeout = default, CancellationToken cancellationToken = default);

        IDistributedSynchronizationHandle TryAcquire(TimeSpan timeout = default, CancellationToken cancellationToken = default);
    }

    public static class DistributedLockProviderExtensions
    {
        public static ValueTask<IDistributedSynchronizationHandle> AcquireLockAsync(this IDistributedLockProvider provider, string name, TimeSpan? timeout = null, CancellationToken cancellationToken = default) => throw null;

        public static IDistributedSynchronizationHandle AcquireLock(this IDistributedLockProvider provider, string name, TimeSpan? timeout = null, CancellationToken cancellationToken = default) => throw null;

        public static ValueTask<IDistributedSynchronizationHandle> TryAcquireLockAsync(this IDistributedLockProvider provider, string name, TimeSpan timeout = default, CancellationToken cancellationToken = default) => throw null;

        public static IDistributedSynchronizationHandle TryAcquireLock(this IDistributedLockProvider provider, string name, TimeSpan timeout = default, CancellationToken cancellationToken = default) => throw null;

        public static ValueTask<IDistributedSynchronizationHandle> AcquireAllLocksAsync(this IDistributedLockProvider provider, IReadOnlyList<string> names, TimeSpan? timeout = null, CancellationToken cancellationToken = default) => throw null;

        public static IDistributedSynchronizationHandle AcquireAllLocks(this IDistributedLockProvider provider, IReadOnlyList<string> names, TimeSpan? timeout = null, CancellationToken cancellationToken = default) => throw null;

        public static ValueTask<IDistributedSynchronizationHandle> TryAcquireAllLocksAsync(this IDistributedLockProvider provider, IReadOnlyList<string> names, TimeSpan timeout = default, CancellationToken cancellationToken = default) => throw null;

        public static IDistributedSynchronizationHandle TryAcquireAllLocks(this IDistributedLockProvider provider, IReadOnlyList<string> names, TimeSpan timeout = default, CancellationToken cancellationToken = default) => throw null;
    }

    public static class DistributedReaderWriterLockProviderExtensions
    {
        public static ValueTask<IDistributedSynchronizationHandle> AcquireReadLockAsync(this IDistributedReaderWriterLockProvider provider, string name, TimeSpan? timeout = null, CancellationToken cancellationToken = default) => throw null;

        public static IDistributedSynchronizationHandle AcquireReadLock(this IDistributedReaderWriterLockProvider provider, string name, TimeSpan? timeout = null, CancellationToken cancellationToken = default) => throw null;

        public static ValueTask<IDistributedSynchronizationHandle> TryAcquireReadLockAsync(this IDistributedReaderWriterLockProvider provider, string name, TimeSpan timeout = default, CancellationToken cancellationToken = default) => throw null;

        public static IDistributedSynchronizationHandle TryAcquireReadLock(this IDistributedReaderWriterLockProvider provider, string name, TimeSpan timeout = default, CancellationToken cancellationToken = default) => throw null;

        public static ValueTask<IDistributedSynchronizationHandle> AcquireWriteLockAsync(this IDistributedReaderWriterLockProvider provider, string name, TimeSpan? timeout = null, CancellationToken cancellationToken = default) => throw null;

        public static IDistributedSynchronizationHandle AcquireWriteLock(this IDistributedReaderWriterLockProvider provider, string name, TimeSpan? timeout = null, CancellationToken cancellationToken = default) => throw null;

        public static ValueTask<IDistributedSynchronizationHandle> TryAcquireWriteLockAsync(this IDistributedReaderWriterLockProvider provider, string name, TimeSpan timeout = default, CancellationToken cancellationToken = default) => throw null;

        public static IDistributedSynchronizationHandle TryAcquireWriteLock(this IDistributedReaderWriterLockProvider provider, string name, TimeSpan timeout = default, CancellationToken cancellationToken = default) => throw null;
    }

    public static class DistributedSemaphoreProviderExtensions
    {
        public static ValueTask<IDistributedSynchronizationHandle> AcquireSemaphoreAsync(this IDistributedSemaphoreProvider provider, string name, int maxCount, TimeSpan? timeout = null, CancellationToken cancellationToken = default) => throw null;

        public static IDistributedSynchronizationHandle AcquireSemaphore(this IDistributedSemaphoreProvider provider, string name, int maxCount, TimeSpan? timeout = null, CancellationToken cancellationToken = default) => throw null;

        public static ValueTask<IDistributedSynchronizationHandle> TryAcquireSemaphoreAsync(this IDistributedSemaphoreProvider provider, string name, int maxCount, TimeSpan timeout = default, CancellationToken cancellationToken = default) => throw null;

        public static IDistributedSynchronizationHandle TryAcquireSemaphore(this IDistributedSemaphoreProvider provider, string name, int maxCount, TimeSpan timeout = default, CancellationToken cancellationToken = default) => throw null;
    }

    public interface IDistributedSynchronizationHandle { }

    public interface IDistributedLockUpgradeableHandle { }

    public interface IDistributedLockProvider { }

    public interface IDistributedReaderWriterLockProvider { }

    public interface IDistributedSemaphoreProvider { }
}
