// Mirrors the public surface of Polly.RateLimiting 8.5 that the catalog describes; signatures only.
// https://github.com/App-vNext/Polly/tree/main/src/Polly.RateLimiting
using System.Threading.RateLimiting;
using Polly;
using Polly.RateLimiting;

namespace Polly
{
    public static class RateLimiterResiliencePipelineBuilderExtensions
    {
        public static TBuilder AddRateLimiter<TBuilder>(this TBuilder builder, RateLimiter limiter) where TBuilder : ResiliencePipelineBuilderBase => throw null;

        public static TBuilder AddRateLimiter<TBuilder>(this TBuilder builder, RateLimiterStrategyOptions options) where TBuilder : ResiliencePipelineBuilderBase => throw null;

        public static TBuilder AddConcurrencyLimiter<TBuilder>(this TBuilder builder, int permitLimit, int queueLimit = 0) where TBuilder : ResiliencePipelineBuilderBase => throw null;

        public static TBuilder AddConcurrencyLimiter<TBuilder>(this TBuilder builder, ConcurrencyLimiterOptions options) where TBuilder : ResiliencePipelineBuilderBase => throw null;
    }

    public class ResiliencePipelineBuilderBase { }
}

namespace Polly.RateLimiting
{
    public class RateLimiterStrategyOptions { }
}
