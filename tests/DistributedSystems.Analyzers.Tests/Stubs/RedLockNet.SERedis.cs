// Mirrors the public surface of RedLockNet.SERedis 2.3.2 that the catalog describes; signatures only.
// https://github.com/samcook/RedLock.net/tree/release-2.3.2
using System.Collections.Generic;
using RedLockNet.SERedis;
using RedLockNet.SERedis.Configuration;

namespace RedLockNet.SERedis
{
    public class RedLockFactory
    {
        public static RedLockFactory Create(IList<RedLockEndPoint> endPoints) => throw null;

        public static RedLockFactory Create(IList<RedLockEndPoint> endPoints, RedLockRetryConfiguration retryConfiguration) => throw null;

        public static RedLockFactory Create(IList<RedLockMultiplexer> existingMultiplexers) => throw null;

        public static RedLockFactory Create(IList<RedLockMultiplexer> existingMultiplexers, RedLockRetryConfiguration retryConfiguration) => throw null;
    }
}

namespace RedLockNet.SERedis.Configuration
{
    public class RedLockEndPoint { }

    public class RedLockRetryConfiguration { }

    public class RedLockMultiplexer { }
}
