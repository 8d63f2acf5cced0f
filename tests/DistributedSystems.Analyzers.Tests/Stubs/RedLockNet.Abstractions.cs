// Mirrors the public surface of RedLockNet.Abstractions 2.3.2 that the catalog describes; signatures only.
// https://github.com/samcook/RedLock.net/tree/release-2.3.2
using System;
using System.Threading;
using System.Threading.Tasks;
using RedLockNet;

namespace RedLockNet
{
    public interface IDistributedLockFactory
    {
        Task<IRedLock> CreateLockAsync(string resource, TimeSpan expiryTime);

        Task<IRedLock> CreateLockAsync(string resource, TimeSpan expiryTime, TimeSpan waitTime, TimeSpan retryTime, CancellationToken? cancellationToken = null);

        IRedLock CreateLock(string resource, TimeSpan expiryTime);

        IRedLock CreateLock(string resource, TimeSpan expiryTime, TimeSpan waitTime, TimeSpan retryTime, CancellationToken? cancellationToken = null);
    }

    public interface IRedLock { }
}
