// Mirrors the public surface of Wolverine 6.29 that the catalog describes; signatures only.
// https://github.com/JasperFx/wolverine/tree/main/src/Wolverine
using System;
using System.Threading;
using System.Threading.Tasks;
using Wolverine;
using Wolverine.Runtime.RemoteInvocation;

namespace Wolverine
{
    public class WolverineOptions
    {
        public TimeSpan DefaultRemoteInvocationTimeout { get; set; }
    }

    public interface IMessageBus
    {
        ValueTask PublishAsync<T>(T message, DeliveryOptions options = null);

        ValueTask SendAsync<T>(T message, DeliveryOptions options = null);

        ValueTask BroadcastToTopicAsync(string topicName, object message, DeliveryOptions options = null);
    }

    public static class MessageBusExtensions
    {
        public static ValueTask ScheduleAsync<T>(this IMessageBus bus, T message, DateTimeOffset time, DeliveryOptions options = null) => throw null;

        public static ValueTask ScheduleAsync<T>(this IMessageBus bus, T message, TimeSpan delay, DeliveryOptions options = null) => throw null;
    }

    public interface IMessageContext : IMessageBus
    {
        ValueTask RespondToSenderAsync(object response);
    }

    public interface IDestinationEndpoint
    {
        ValueTask SendAsync<T>(T message, DeliveryOptions options = null);

        ValueTask SendRawMessageAsync(byte[] data, Type messageType = null, Action<Envelope> configure = null);

        Task<Acknowledgement> InvokeAsync(object message, CancellationToken cancellation = default, TimeSpan? timeout = null);

        Task<Acknowledgement> InvokeAsync(object message, DeliveryOptions options, CancellationToken cancellation = default, TimeSpan? timeout = null);

        Task<T> InvokeAsync<T>(object message, CancellationToken cancellation = default, TimeSpan? timeout = null) where T : class;

        Task<T> InvokeAsync<T>(object message, DeliveryOptions options, CancellationToken cancellation = default, TimeSpan? timeout = null) where T : class;
    }

    public class DeliveryOptions { }

    public class Envelope { }
}

namespace Wolverine.Runtime.RemoteInvocation
{
    public class Acknowledgement { }
}
