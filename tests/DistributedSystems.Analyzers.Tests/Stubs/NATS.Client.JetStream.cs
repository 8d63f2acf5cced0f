// Mirrors the public surface of NATS.Client.JetStream 3.1 that the catalog describes; signatures only.
// https://github.com/nats-io/nats.net/tree/v3.1.0/src/NATS.Client.JetStream
using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace NATS.Client.Core
{
    public interface INatsSerialize<T> { }

    public class NatsHeaders { }

    public struct NatsResult<T> { }

    public interface INatsDeserialize<T> { }
}

namespace NATS.Client.JetStream
{
    public interface INatsJSContext
    {
        ValueTask<PubAckResponse> PublishAsync<T>(string subject, T data, INatsSerialize<T> serializer = null, NatsJSPubOpts opts = null, NatsHeaders headers = null, CancellationToken cancellationToken = default);

        ValueTask<NatsResult<PubAckResponse>> TryPublishAsync<T>(string subject, T data, INatsSerialize<T> serializer = null, NatsJSPubOpts opts = null, NatsHeaders headers = null, CancellationToken cancellationToken = default);

        ValueTask<NatsJSPublishConcurrentFuture> PublishConcurrentAsync<T>(string subject, T data, INatsSerialize<T> serializer = null, NatsJSPubOpts opts = null, NatsHeaders headers = null, CancellationToken cancellationToken = default);

        ValueTask<INatsJSStream> CreateStreamAsync(StreamConfig config, CancellationToken cancellationToken = default);

        ValueTask<INatsJSConsumer> CreateConsumerAsync(string stream, ConsumerConfig config, CancellationToken cancellationToken = default);

        ValueTask<INatsJSStream> CreateOrUpdateStreamAsync(StreamConfig config, CancellationToken cancellationToken = default);

        ValueTask<INatsJSConsumer> CreateOrUpdateConsumerAsync(string stream, ConsumerConfig config, CancellationToken cancellationToken = default);

        ValueTask<NatsJSStream> UpdateStreamAsync(StreamConfig request, CancellationToken cancellationToken = default);

        ValueTask<INatsJSConsumer> UpdateConsumerAsync(string stream, ConsumerConfig config, CancellationToken cancellationToken = default);

        ValueTask<bool> DeleteStreamAsync(string stream, CancellationToken cancellationToken = default);

        ValueTask<bool> DeleteConsumerAsync(string stream, string consumer, CancellationToken cancellationToken = default);

        ValueTask<StreamMsgDeleteResponse> DeleteMessageAsync(string stream, StreamMsgDeleteRequest request, CancellationToken cancellationToken = default);

        ValueTask<ConsumerPauseResponse> PauseConsumerAsync(string stream, string consumer, DateTimeOffset pauseUntil, CancellationToken cancellationToken = default);

        ValueTask<bool> ResumeConsumerAsync(string stream, string consumer, CancellationToken cancellationToken = default);

        ValueTask<StreamPurgeResponse> PurgeStreamAsync(string stream, StreamPurgeRequest request, CancellationToken cancellationToken = default);

        ValueTask<INatsJSStream> GetStreamAsync(string stream, StreamInfoRequest request = null, CancellationToken cancellationToken = default);

        ValueTask<INatsJSConsumer> GetConsumerAsync(string stream, string consumer, CancellationToken cancellationToken = default);

        ValueTask<AccountInfoResponse> GetAccountInfoAsync(CancellationToken cancellationToken = default);

        IAsyncEnumerable<INatsJSStream> ListStreamsAsync(string subject = null, CancellationToken cancellationToken = default);

        IAsyncEnumerable<string> ListStreamNamesAsync(string subject = null, CancellationToken cancellationToken = default);

        IAsyncEnumerable<INatsJSConsumer> ListConsumersAsync(string stream, CancellationToken cancellationToken = default);

        IAsyncEnumerable<string> ListConsumerNamesAsync(string stream, CancellationToken cancellationToken = default);
    }

    public interface INatsJSConsumer
    {
        IAsyncEnumerable<INatsJSMsg<T>> ConsumeAsync<T>(INatsDeserialize<T> serializer = null, NatsJSConsumeOpts opts = null, CancellationToken cancellationToken = default);

        IAsyncEnumerable<INatsJSMsg<T>> FetchAsync<T>(NatsJSFetchOpts opts, INatsDeserialize<T> serializer = null, CancellationToken cancellationToken = default);

        IAsyncEnumerable<INatsJSMsg<T>> FetchNoWaitAsync<T>(NatsJSFetchOpts opts, INatsDeserialize<T> serializer = null, CancellationToken cancellationToken = default);

        ValueTask<INatsJSMsg<T>> NextAsync<T>(INatsDeserialize<T> serializer = null, NatsJSNextOpts opts = null, CancellationToken cancellationToken = default);

        ValueTask RefreshAsync(CancellationToken cancellationToken = default);
    }

    public class NatsJSPubOpts
    {
        public string MsgId { get; set; }
    }

    public struct NatsJSPublishConcurrentFuture { }

    public interface INatsJSStream { }

    public class NatsJSStream { }

    public interface INatsJSMsg<T> { }

    public class NatsJSConsumeOpts { }

    public class NatsJSFetchOpts { }

    public class NatsJSNextOpts { }
}

namespace NATS.Client.JetStream.Models
{
    public class PubAckResponse { }

    public class StreamConfig { }

    public class ConsumerConfig { }

    public class StreamMsgDeleteResponse { }

    public class StreamMsgDeleteRequest { }

    public class ConsumerPauseResponse { }

    public class StreamPurgeResponse { }

    public class StreamPurgeRequest { }

    public class StreamInfoRequest { }

    public class AccountInfoResponse { }

    public class NatsJSOpts
    {
        public System.TimeSpan RequestTimeout { get; }
    }
}
