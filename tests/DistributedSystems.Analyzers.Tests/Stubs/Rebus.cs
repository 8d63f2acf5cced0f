// Mirrors the public surface of Rebus 8.9 that the catalog describes; signatures only.
// https://github.com/rebus-org/Rebus/tree/master/Rebus
using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Rebus.Routing;

namespace Rebus.Bus
{
    public interface IBus
    {
        Task Send(object commandMessage, IDictionary<string, string> optionalHeaders = null);

        Task SendLocal(object commandMessage, IDictionary<string, string> optionalHeaders = null);

        Task Publish(object eventMessage, IDictionary<string, string> optionalHeaders = null);

        Task Defer(TimeSpan delay, object message, IDictionary<string, string> optionalHeaders = null);

        Task DeferLocal(TimeSpan delay, object message, IDictionary<string, string> optionalHeaders = null);

        Task Reply(object replyMessage, IDictionary<string, string> optionalHeaders = null);

        Task Subscribe<TEvent>();

        Task Subscribe(Type eventType);

        Task Unsubscribe<TEvent>();

        Task Unsubscribe(Type eventType);
    }
}

namespace Rebus.Bus.Advanced
{
    public interface IRoutingApi
    {
        Task Send(string destinationAddress, object explicitlyRoutedMessage, IDictionary<string, string> optionalHeaders = null);

        Task Defer(string destinationAddress, TimeSpan delay, object explicitlyRoutedMessage, IDictionary<string, string> optionalHeaders = null);

        Task SendRoutingSlip(Itinerary itinerary, object message, IDictionary<string, string> optionalHeaders = null);
    }

    public interface ITopicsApi
    {
        Task Publish(string topic, object eventMessage, IDictionary<string, string> optionalHeaders = null);

        Task Subscribe(string topic);

        Task Unsubscribe(string topic);
    }

    public interface ISyncBus
    {
        void Send(object commandMessage, IDictionary<string, string> optionalHeaders = null);

        void SendLocal(object commandMessage, IDictionary<string, string> optionalHeaders = null);

        void Publish(object eventMessage, IDictionary<string, string> optionalHeaders = null);

        void Defer(TimeSpan delay, object message, IDictionary<string, string> optionalHeaders = null);

        void DeferLocal(TimeSpan delay, object message, IDictionary<string, string> optionalHeaders = null);

        void Reply(object replyMessage, IDictionary<string, string> optionalHeaders = null);

        void Subscribe<TEvent>();

        void Subscribe(Type eventType);

        void Unsubscribe<TEvent>();

        void Unsubscribe(Type eventType);
    }
}

namespace Rebus.Handlers
{
    public interface IHandleMessages<in TMessage>
    {
        Task Handle(TMessage message);
    }
}

namespace Rebus.Config
{
    public class OptionsConfigurer
    {
    }
}

namespace Rebus.Retry.Simple
{
    public static class RetryStrategyConfigurationExtensions
    {
        public static void RetryStrategy(this Config.OptionsConfigurer optionsConfigurer, string errorQueueName = "error", int maxDeliveryAttempts = 5, bool secondLevelRetriesEnabled = false) { }
    }
}

namespace Rebus.Routing
{
    public class Itinerary { }
}
