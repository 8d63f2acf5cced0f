// Mirrors the public surface of NATS.Client.Core 3.1 that the catalog describes; signatures only.
// https://github.com/nats-io/nats.net/tree/v3.1.0/src/NATS.Client.Core
using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using NATS.Client.Core;

namespace NATS.Client.Core
{
    public interface INatsClient
    {
        ValueTask PublishAsync<T>(string subject, T data, NatsHeaders headers = null, string replyTo = null, INatsSerialize<T> serializer = null, NatsPubOpts opts = null, CancellationToken cancellationToken = default);

        ValueTask PublishAsync(string subject, NatsHeaders headers = null, string replyTo = null, NatsPubOpts opts = null, CancellationToken cancellationToken = default);

        ValueTask<NatsMsg<TReply>> RequestAsync<TRequest, TReply>(string subject, TRequest data, NatsHeaders headers = null, INatsSerialize<TRequest> requestSerializer = null, INatsDeserialize<TReply> replySerializer = null, NatsPubOpts requestOpts = null, NatsSubOpts replyOpts = null, CancellationToken cancellationToken = default);

        ValueTask<NatsMsg<TReply>> RequestAsync<TReply>(string subject, INatsDeserialize<TReply> replySerializer = null, NatsSubOpts replyOpts = null, CancellationToken cancellationToken = default);

        ValueTask ConnectAsync();

        ValueTask<TimeSpan> PingAsync(CancellationToken cancellationToken = default);

        ValueTask ReconnectAsync();

        IAsyncEnumerable<NatsMsg<T>> SubscribeAsync<T>(string subject, string queueGroup = null, INatsDeserialize<T> serializer = null, NatsSubOpts opts = null, CancellationToken cancellationToken = default);
    }

    public interface INatsConnection : INatsClient
    {
        ValueTask PublishAsync<T>(in NatsMsg<T> msg, INatsSerialize<T> serializer = null, NatsPubOpts opts = null, CancellationToken cancellationToken = default);

        IAsyncEnumerable<NatsMsg<TReply>> RequestManyAsync<TRequest, TReply>(string subject, TRequest data, NatsHeaders headers = null, INatsSerialize<TRequest> requestSerializer = null, INatsDeserialize<TReply> replySerializer = null, NatsPubOpts requestOpts = null, NatsSubOpts replyOpts = null, CancellationToken cancellationToken = default);

        ValueTask<INatsSub<T>> SubscribeCoreAsync<T>(string subject, string queueGroup = null, INatsDeserialize<T> serializer = null, NatsSubOpts opts = null, CancellationToken cancellationToken = default);
    }

    public class NatsConnection : INatsConnection
    {
        public ValueTask PublishAsync(string subject, NatsHeaders headers = null, string replyTo = null, NatsPubOpts opts = null, CancellationToken cancellationToken = default) => throw null;

        public ValueTask PublishAsync<T>(string subject, T data, NatsHeaders headers = null, string replyTo = null, INatsSerialize<T> serializer = null, NatsPubOpts opts = null, CancellationToken cancellationToken = default) => throw null;

        public ValueTask PublishAsync<T>(in NatsMsg<T> msg, INatsSerialize<T> serializer = null, NatsPubOpts opts = null, CancellationToken cancellationToken = default) => throw null;

        public ValueTask<NatsMsg<TReply>> RequestAsync<TRequest, TReply>(string subject, TRequest data, NatsHeaders headers = null, INatsSerialize<TRequest> requestSerializer = null, INatsDeserialize<TReply> replySerializer = null, NatsPubOpts requestOpts = null, NatsSubOpts replyOpts = null, CancellationToken cancellationToken = default) => throw null;

        public ValueTask<NatsMsg<TReply>> RequestAsync<TReply>(string subject, INatsDeserialize<TReply> replySerializer = null, NatsSubOpts replyOpts = null, CancellationToken cancellationToken = default) => throw null;

        public IAsyncEnumerable<NatsMsg<TReply>> RequestManyAsync<TRequest, TReply>(string subject, TRequest data, NatsHeaders headers = null, INatsSerialize<TRequest> requestSerializer = null, INatsDeserialize<TReply> replySerializer = null, NatsPubOpts requestOpts = null, NatsSubOpts replyOpts = null, CancellationToken cancellationToken = default) => throw null;

        public ValueTask ConnectAsync() => throw null;

        public ValueTask<TimeSpan> PingAsync(CancellationToken cancellationToken = default) => throw null;

        public ValueTask ReconnectAsync() => throw null;

        public IAsyncEnumerable<NatsMsg<T>> SubscribeAsync<T>(string subject, string queueGroup = null, INatsDeserialize<T> serializer = null, NatsSubOpts opts = null, CancellationToken cancellationToken = default) => throw null;

        public ValueTask<INatsSub<T>> SubscribeCoreAsync<T>(string subject, string queueGroup = null, INatsDeserialize<T> serializer = null, NatsSubOpts opts = null, CancellationToken cancellationToken = default) => throw null;
    }

    public class NatsHeaders { }

    public interface INatsSerialize<T> { }

    public class NatsPubOpts { }

    public struct NatsMsg<T> { }

    public interface INatsDeserialize<T> { }

    public class NatsSubOpts { }

    public interface INatsSub<T> { }

    public class NatsOpts
    {
        public TimeSpan RequestTimeout { get; set; }
    }
}
