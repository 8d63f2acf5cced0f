// Mirrors the public surface of Polly.Extensions 8.5 that registrations use; signatures only.
// https://github.com/App-vNext/Polly/tree/main/src/Polly.Extensions
using System;
using Microsoft.Extensions.DependencyInjection;
using Polly.DependencyInjection;

namespace Polly
{
    public static class PollyServiceCollectionExtensions
    {
        public static IServiceCollection AddResiliencePipeline<TKey>(this IServiceCollection services, TKey key, Action<ResiliencePipelineBuilder> configure) where TKey : notnull => throw null!;

        public static IServiceCollection AddResiliencePipeline<TKey>(this IServiceCollection services, TKey key, Action<ResiliencePipelineBuilder, AddResiliencePipelineContext<TKey>> configure) where TKey : notnull => throw null!;

        public static IServiceCollection AddResiliencePipeline<TKey, TResult>(this IServiceCollection services, TKey key, Action<ResiliencePipelineBuilder<TResult>> configure) where TKey : notnull => throw null!;
    }
}

namespace Polly.DependencyInjection
{
    public sealed class AddResiliencePipelineContext<TKey> where TKey : notnull { public IServiceProvider ServiceProvider => throw null!; }
}
