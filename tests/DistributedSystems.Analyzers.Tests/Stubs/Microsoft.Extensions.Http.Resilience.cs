// Mirrors the public surface of Microsoft.Extensions.Http.Resilience 9.8 that registrations use; signatures only.
// https://github.com/dotnet/extensions/tree/main/src/Libraries/Microsoft.Extensions.Http.Resilience
using System;
using System.Net.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.CircuitBreaker;
using Polly.Hedging;
using Polly.Retry;
using Polly.Timeout;

namespace Microsoft.Extensions.DependencyInjection
{
    public static class ResilienceHttpClientBuilderExtensions
    {
        public static IHttpStandardResiliencePipelineBuilder AddStandardResilienceHandler(this IHttpClientBuilder builder) => throw null!;

        public static IHttpStandardResiliencePipelineBuilder AddStandardResilienceHandler(this IHttpClientBuilder builder, IConfigurationSection section) => throw null!;

        public static IHttpStandardResiliencePipelineBuilder AddStandardResilienceHandler(this IHttpClientBuilder builder, Action<HttpStandardResilienceOptions> configure) => throw null!;

        public static IHttpResiliencePipelineBuilder AddResilienceHandler(this IHttpClientBuilder builder, string pipelineName, Action<ResiliencePipelineBuilder<HttpResponseMessage>> configure) => throw null!;

        public static IHttpResiliencePipelineBuilder AddResilienceHandler(this IHttpClientBuilder builder, string pipelineName, Action<ResiliencePipelineBuilder<HttpResponseMessage>, ResilienceHandlerContext> configure) => throw null!;

        public static IStandardHedgingHandlerBuilder AddStandardHedgingHandler(this IHttpClientBuilder builder) => throw null!;

        public static IStandardHedgingHandlerBuilder AddStandardHedgingHandler(this IHttpClientBuilder builder, Action<IRoutingStrategyBuilder> configure) => throw null!;

        public static IHttpClientBuilder RemoveAllResilienceHandlers(this IHttpClientBuilder builder) => throw null!;
    }
}

namespace Microsoft.Extensions.Http.Resilience
{
    public interface IHttpResiliencePipelineBuilder { string PipelineName { get; } IServiceCollection Services { get; } }

    public interface IHttpStandardResiliencePipelineBuilder { string PipelineName { get; } IServiceCollection Services { get; } }

    public interface IStandardHedgingHandlerBuilder { string Name { get; } IServiceCollection Services { get; } }

    public interface IRoutingStrategyBuilder { string Name { get; } IServiceCollection Services { get; } }

    public sealed class ResilienceHandlerContext { public IServiceProvider ServiceProvider => throw null!; public string BuilderName => throw null!; }

    public static class HttpStandardResiliencePipelineBuilderExtensions
    {
        public static IHttpStandardResiliencePipelineBuilder Configure(this IHttpStandardResiliencePipelineBuilder builder, IConfigurationSection section) => throw null!;

        public static IHttpStandardResiliencePipelineBuilder Configure(this IHttpStandardResiliencePipelineBuilder builder, Action<HttpStandardResilienceOptions> configure) => throw null!;

        public static IHttpStandardResiliencePipelineBuilder Configure(this IHttpStandardResiliencePipelineBuilder builder, Action<HttpStandardResilienceOptions, IServiceProvider> configure) => throw null!;

        public static IHttpStandardResiliencePipelineBuilder SelectPipelineByAuthority(this IHttpStandardResiliencePipelineBuilder builder) => throw null!;
    }

    public static class StandardHedgingHandlerBuilderExtensions
    {
        public static IStandardHedgingHandlerBuilder Configure(this IStandardHedgingHandlerBuilder builder, Action<HttpStandardHedgingResilienceOptions> configure) => throw null!;
    }

    public static class HttpRetryStrategyOptionsExtensions
    {
        public static void DisableForUnsafeHttpMethods(this HttpRetryStrategyOptions options) => throw null!;

        public static void DisableFor(this HttpRetryStrategyOptions options, params HttpMethod[] methods) => throw null!;
    }

    public class HttpStandardResilienceOptions
    {
        public HttpTimeoutStrategyOptions TotalRequestTimeout { get; set; } = null!;

        public HttpRetryStrategyOptions Retry { get; set; } = null!;

        public HttpCircuitBreakerStrategyOptions CircuitBreaker { get; set; } = null!;

        public HttpTimeoutStrategyOptions AttemptTimeout { get; set; } = null!;
    }

    public class HttpStandardHedgingResilienceOptions
    {
        public HttpTimeoutStrategyOptions TotalRequestTimeout { get; set; } = null!;

        public HttpHedgingStrategyOptions Hedging { get; set; } = null!;

        public HedgingEndpointOptions Endpoint { get; set; } = null!;
    }

    public class HedgingEndpointOptions
    {
        public HttpCircuitBreakerStrategyOptions CircuitBreaker { get; set; } = null!;

        public HttpTimeoutStrategyOptions Timeout { get; set; } = null!;
    }

    public class HttpRetryStrategyOptions : RetryStrategyOptions<HttpResponseMessage> { public bool ShouldRetryAfterHeader { get; set; } }

    public class HttpHedgingStrategyOptions : HedgingStrategyOptions<HttpResponseMessage> { }

    public class HttpTimeoutStrategyOptions : TimeoutStrategyOptions { }

    public class HttpCircuitBreakerStrategyOptions : CircuitBreakerStrategyOptions<HttpResponseMessage> { }
}
