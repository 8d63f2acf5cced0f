// Mirrors the public surface of MassTransit 8.4 that sets up retries; signatures only. The rest is in MassTransit.Abstractions.
// https://github.com/MassTransit/MassTransit/tree/v8.4.0/src/MassTransit
using System;

namespace MassTransit
{
    public interface IRetryConfigurator : IExceptionConfigurator
    {
    }

    public static class RetryConfigurationExtensions
    {
        public static IRetryConfigurator None(this IRetryConfigurator configurator) => throw null;

        public static IRetryConfigurator Immediate(this IRetryConfigurator configurator, int retryLimit) => throw null;

        public static IRetryConfigurator Intervals(this IRetryConfigurator configurator, params int[] intervals) => throw null;

        public static IRetryConfigurator Interval(this IRetryConfigurator configurator, int retryCount, TimeSpan interval) => throw null;
    }

    public static class MessageRetryConfigurationExtensions
    {
        public static void UseMessageRetry(this IConsumePipeConfigurator configurator, Action<IRetryConfigurator> configure) { }

        public static void UseMessageRetry<TConsumer>(this IConsumerConfigurator<TConsumer> configurator, Action<IRetryConfigurator> configure) where TConsumer : class { }
    }

    public static class ConsumerExtensions
    {
        public static void Consumer<TConsumer>(this IReceiveEndpointConfigurator configurator, Func<TConsumer> consumerFactoryMethod) where TConsumer : class, IConsumer { }

        public static void ConfigureConsumer<T>(this IReceiveEndpointConfigurator configurator, IRegistrationContext registration) where T : class, IConsumer { }

        public static void ConfigureConsumers(this IReceiveEndpointConfigurator configurator, IRegistrationContext registration) { }
    }
}
