// Mirrors the public surface of NServiceBus 10 that the catalog describes; signatures only.
// https://github.com/Particular/NServiceBus/tree/master/src/NServiceBus.Core
using System;
using System.Threading;
using System.Threading.Tasks;
using NServiceBus;

namespace NServiceBus
{
    public interface IHandleMessages<T>
    {
        Task Handle(T message, IMessageHandlerContext context);
    }

    public interface ICancellableContext
    {
        CancellationToken CancellationToken { get; }
    }

    public interface IMessageHandlerContext : IMessageProcessingContext { }

    public static class RecoverabilityEndpointConfigurationExtensions
    {
        public static RecoverabilitySettings Recoverability(this EndpointConfiguration configuration) => throw null;
    }

    public class RecoverabilitySettings
    {
        public RecoverabilitySettings Immediate(Action<ImmediateRetriesSettings> customizations) => throw null;

        public RecoverabilitySettings Delayed(Action<DelayedRetriesSettings> customizations) => throw null;
    }

    public class ImmediateRetriesSettings
    {
        public void NumberOfRetries(int numberOfRetries) { }
    }

    public class DelayedRetriesSettings
    {
        public DelayedRetriesSettings NumberOfRetries(int numberOfRetries) => throw null;
    }

    public interface IMessageSession
    {
        Task Send(object message, SendOptions sendOptions, CancellationToken cancellationToken = default);

        Task Send<T>(Action<T> messageConstructor, SendOptions sendOptions, CancellationToken cancellationToken = default);

        Task Publish(object message, PublishOptions publishOptions, CancellationToken cancellationToken = default);

        Task Publish<T>(Action<T> messageConstructor, PublishOptions publishOptions, CancellationToken cancellationToken = default);

        Task Subscribe(Type eventType, SubscribeOptions subscribeOptions, CancellationToken cancellationToken = default);

        Task Unsubscribe(Type eventType, UnsubscribeOptions unsubscribeOptions, CancellationToken cancellationToken = default);
    }

    public static class MessageSessionExtensions
    {
        public static Task Send(this IMessageSession session, object message, CancellationToken cancellationToken = default) => throw null;

        public static Task Send<T>(
            this IMessageSession session,
            Action<T> messageConstructor,
            CancellationToken cancellationToken = default
        ) => throw null;

        public static Task Send(
            this IMessageSession session,
            string destination,
            object message,
            CancellationToken cancellationToken = default
        ) => throw null;

        public static Task Send<T>(
            this IMessageSession session,
            string destination,
            Action<T> messageConstructor,
            CancellationToken cancellationToken = default
        ) => throw null;

        public static Task SendLocal(this IMessageSession session, object message, CancellationToken cancellationToken = default) =>
            throw null;

        public static Task SendLocal<T>(
            this IMessageSession session,
            Action<T> messageConstructor,
            CancellationToken cancellationToken = default
        ) => throw null;

        public static Task Publish(this IMessageSession session, object message, CancellationToken cancellationToken = default) =>
            throw null;

        public static Task Publish<T>(this IMessageSession session, CancellationToken cancellationToken = default) => throw null;

        public static Task Publish<T>(
            this IMessageSession session,
            Action<T> messageConstructor,
            CancellationToken cancellationToken = default
        ) => throw null;

        public static Task Subscribe(this IMessageSession session, Type messageType, CancellationToken cancellationToken = default) =>
            throw null;

        public static Task Subscribe<T>(this IMessageSession session, CancellationToken cancellationToken = default) => throw null;

        public static Task Unsubscribe(this IMessageSession session, Type messageType, CancellationToken cancellationToken = default) =>
            throw null;

        public static Task Unsubscribe<T>(this IMessageSession session, CancellationToken cancellationToken = default) => throw null;
    }

    public interface IPipelineContext : ICancellableContext
    {
        Task Send(object message, SendOptions options);

        Task Send<T>(Action<T> messageConstructor, SendOptions options);

        Task Publish(object message, PublishOptions options);

        Task Publish<T>(Action<T> messageConstructor, PublishOptions publishOptions);
    }

    public static class PipelineContextExtensions
    {
        public static Task Send(this IPipelineContext context, object message) => throw null;

        public static Task Send<T>(this IPipelineContext context, Action<T> messageConstructor) => throw null;

        public static Task Send(this IPipelineContext context, string destination, object message) => throw null;

        public static Task Send<T>(this IPipelineContext context, string destination, Action<T> messageConstructor) => throw null;

        public static Task SendLocal(this IPipelineContext context, object message) => throw null;

        public static Task SendLocal<T>(this IPipelineContext context, Action<T> messageConstructor) => throw null;

        public static Task Publish(this IPipelineContext context, object message) => throw null;

        public static Task Publish<T>(this IPipelineContext context) => throw null;

        public static Task Publish<T>(this IPipelineContext context, Action<T> messageConstructor) => throw null;
    }

    public interface IMessageProcessingContext : IPipelineContext
    {
        Task Reply(object message, ReplyOptions options);

        Task Reply<T>(Action<T> messageConstructor, ReplyOptions options);

        Task ForwardCurrentMessageTo(string destination);
    }

    public static class MessageProcessingContextExtensions
    {
        public static Task Reply(this IMessageProcessingContext context, object message) => throw null;

        public static Task Reply<T>(this IMessageProcessingContext context, Action<T> messageConstructor) => throw null;
    }

    public static class Endpoint
    {
        public static Task<IEndpointInstance> Start(EndpointConfiguration configuration, CancellationToken cancellationToken = default) =>
            throw null;
    }

    public class SendOptions { }

    public class PublishOptions { }

    public class SubscribeOptions { }

    public class UnsubscribeOptions { }

    public class ReplyOptions { }

    public interface IEndpointInstance { }

    public class EndpointConfiguration { }
}
