// Mirrors the public surface of NATS.Client.KeyValueStore 3.1 that the catalog describes; signatures only.
// https://github.com/nats-io/nats.net/tree/v3.1.0/src/NATS.Client.KeyValueStore
using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using NATS.Client.Core;
using NATS.Client.KeyValueStore;

namespace NATS.Client.Core
{
    public interface INatsDeserialize<T> { }

    public struct NatsResult<T> { }

    public interface INatsSerialize<T> { }

    public struct NatsResult { }
}

namespace NATS.Client.KeyValueStore
{
    public interface INatsKVStore
    {
        ValueTask<NatsKVEntry<T>> GetEntryAsync<T>(string key, ulong revision = 0, INatsDeserialize<T> serializer = null, CancellationToken cancellationToken = default);

        ValueTask<NatsResult<NatsKVEntry<T>>> TryGetEntryAsync<T>(string key, ulong revision = 0, INatsDeserialize<T> serializer = null, CancellationToken cancellationToken = default);

        ValueTask<NatsKVStatus> GetStatusAsync(CancellationToken cancellationToken = default);

        ValueTask<ulong> PutAsync<T>(string key, T value, INatsSerialize<T> serializer = null, CancellationToken cancellationToken = default);

        ValueTask<NatsResult<ulong>> TryPutAsync<T>(string key, T value, INatsSerialize<T> serializer = null, CancellationToken cancellationToken = default);

        ValueTask DeleteAsync(string key, NatsKVDeleteOpts opts = null, CancellationToken cancellationToken = default);

        ValueTask<NatsResult> TryDeleteAsync(string key, NatsKVDeleteOpts opts = null, CancellationToken cancellationToken = default);

        ValueTask PurgeAsync(string key, NatsKVDeleteOpts opts = null, CancellationToken cancellationToken = default);

        ValueTask PurgeAsync(string key, TimeSpan ttl, NatsKVDeleteOpts opts = null, CancellationToken cancellationToken = default);

        ValueTask<NatsResult> TryPurgeAsync(string key, NatsKVDeleteOpts opts = null, CancellationToken cancellationToken = default);

        ValueTask<NatsResult> TryPurgeAsync(string key, TimeSpan ttl, NatsKVDeleteOpts opts = null, CancellationToken cancellationToken = default);

        ValueTask<ulong> CreateAsync<T>(string key, T value, INatsSerialize<T> serializer = null, CancellationToken cancellationToken = default);

        ValueTask<ulong> CreateAsync<T>(string key, T value, TimeSpan ttl, INatsSerialize<T> serializer = null, CancellationToken cancellationToken = default);

        ValueTask<NatsResult<ulong>> TryCreateAsync<T>(string key, T value, INatsSerialize<T> serializer = null, CancellationToken cancellationToken = default);

        ValueTask<NatsResult<ulong>> TryCreateAsync<T>(string key, T value, TimeSpan ttl, INatsSerialize<T> serializer = null, CancellationToken cancellationToken = default);

        ValueTask<ulong> UpdateAsync<T>(string key, T value, ulong revision, INatsSerialize<T> serializer = null, CancellationToken cancellationToken = default);

        ValueTask<NatsResult<ulong>> TryUpdateAsync<T>(string key, T value, ulong revision, INatsSerialize<T> serializer = null, CancellationToken cancellationToken = default);

        IAsyncEnumerable<NatsKVEntry<T>> WatchAsync<T>(string key, INatsDeserialize<T> serializer = null, NatsKVWatchOpts opts = null, CancellationToken cancellationToken = default);

        IAsyncEnumerable<NatsKVEntry<T>> WatchAsync<T>(IEnumerable<string> keys, INatsDeserialize<T> serializer = null, NatsKVWatchOpts opts = null, CancellationToken cancellationToken = default);

        IAsyncEnumerable<NatsKVEntry<T>> WatchAsync<T>(INatsDeserialize<T> serializer = null, NatsKVWatchOpts opts = null, CancellationToken cancellationToken = default);

        IAsyncEnumerable<NatsKVEntry<T>> HistoryAsync<T>(string key, INatsDeserialize<T> serializer = null, NatsKVWatchOpts opts = null, CancellationToken cancellationToken = default);

        IAsyncEnumerable<string> GetKeysAsync(NatsKVWatchOpts opts = null, CancellationToken cancellationToken = default);

        IAsyncEnumerable<string> GetKeysAsync(IEnumerable<string> filters, NatsKVWatchOpts opts = null, CancellationToken cancellationToken = default);
    }

    public struct NatsKVEntry<T> { }

    public class NatsKVStatus { }

    public class NatsKVDeleteOpts { }

    public class NatsKVWatchOpts { }
}
