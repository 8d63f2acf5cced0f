// Mirrors the public surface of Grpc.Net.Client 2.71 that sets up a channel's retries, and Grpc.Net.ClientFactory's registration; signatures only.
// https://github.com/grpc/grpc-dotnet/tree/v2.71.0/src/Grpc.Net.Client
using System;
using System.Collections.Generic;
using Grpc.Core;
using Grpc.Net.Client.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.Net.Client
{
    public sealed class GrpcChannel : ChannelBase
    {
        public static GrpcChannel ForAddress(string address) => throw null!;

        public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions) => throw null!;
    }

    public sealed class GrpcChannelOptions
    {
        public ServiceConfig? ServiceConfig { get; set; }
    }
}

namespace Grpc.Net.Client.Configuration
{
    public sealed class ServiceConfig
    {
        public IList<MethodConfig> MethodConfigs => throw null!;
    }

    public sealed class MethodConfig
    {
        public RetryPolicy? RetryPolicy { get; set; }

        public HedgingPolicy? HedgingPolicy { get; set; }

        public IList<MethodName> Names => throw null!;
    }

    public sealed class MethodName
    {
        public static readonly MethodName Default = new MethodName();

        public string? Service { get; set; }

        public string? Method { get; set; }
    }

    public sealed class RetryPolicy
    {
        public int? MaxAttempts { get; set; }

        public TimeSpan? InitialBackoff { get; set; }

        public TimeSpan? MaxBackoff { get; set; }

        public double? BackoffMultiplier { get; set; }

        public IList<StatusCode> RetryableStatusCodes => throw null!;
    }

    public sealed class HedgingPolicy
    {
        public int? MaxAttempts { get; set; }

        public TimeSpan? HedgingDelay { get; set; }

        public IList<StatusCode> NonFatalStatusCodes => throw null!;
    }
}

namespace Microsoft.Extensions.DependencyInjection
{
    public static class GrpcClientServiceExtensions
    {
        public static IHttpClientBuilder AddGrpcClient<TClient>(this IServiceCollection services, Action<Grpc.Net.ClientFactory.GrpcClientFactoryOptions> configureClient) where TClient : class => throw null!;
    }

    public static class GrpcHttpClientBuilderExtensions
    {
        public static IHttpClientBuilder ConfigureChannel(this IHttpClientBuilder builder, Action<Grpc.Net.Client.GrpcChannelOptions> configureChannel) => throw null!;
    }
}

namespace Grpc.Net.ClientFactory
{
    public class GrpcClientFactoryOptions
    {
        public Uri? Address { get; set; }
    }
}
