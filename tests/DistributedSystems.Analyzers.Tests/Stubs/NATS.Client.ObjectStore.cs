// Mirrors the public surface of NATS.Client.ObjectStore 3.1 that the catalog describes; signatures only.
// https://github.com/nats-io/nats.net/tree/v3.1.0/src/NATS.Client.ObjectStore
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using NATS.Client.ObjectStore;
using NATS.Client.ObjectStore.Models;

namespace NATS.Client.ObjectStore
{
    public interface INatsObjStore
    {
        ValueTask<ObjectMetadata> GetAsync(string key, Stream stream, bool leaveOpen = false, CancellationToken cancellationToken = default);

        ValueTask<byte[]> GetBytesAsync(string key, CancellationToken cancellationToken = default);

        ValueTask<ObjectMetadata> GetInfoAsync(string key, bool showDeleted = false, CancellationToken cancellationToken = default);

        IAsyncEnumerable<ObjectMetadata> ListAsync(NatsObjListOpts opts = null, CancellationToken cancellationToken = default);

        ValueTask<ObjectMetadata> PutAsync(string key, byte[] value, CancellationToken cancellationToken = default);

        ValueTask<ObjectMetadata> PutAsync(string key, Stream stream, bool leaveOpen = false, CancellationToken cancellationToken = default);

        ValueTask<ObjectMetadata> PutAsync(ObjectMetadata meta, Stream stream, bool leaveOpen = false, CancellationToken cancellationToken = default);

        ValueTask DeleteAsync(string key, CancellationToken cancellationToken = default);

        IAsyncEnumerable<ObjectMetadata> WatchAsync(NatsObjWatchOpts opts = null, CancellationToken cancellationToken = default);
    }

    public class NatsObjListOpts { }

    public class NatsObjWatchOpts { }
}

namespace NATS.Client.ObjectStore.Models
{
    public class ObjectMetadata { }
}
