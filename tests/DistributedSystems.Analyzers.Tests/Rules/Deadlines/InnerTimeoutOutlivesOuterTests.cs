using DistributedSystems.Analyzers.Rules.Deadlines;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Deadlines;

using VerifyCS = VerifyCS<InnerTimeoutOutlivesOuter>;

public class InnerTimeoutOutlivesOuterTests
{
    [Fact]
    public Task Timeout_strategies() => VerifyCS.VerifyAnalyzerAsync("""
        using Polly;
        using Polly.Retry;
        using Polly.Timeout;
        class Pipelines
        {
            static readonly TimeSpan Attempt = TimeSpan.FromSeconds(30);
            static readonly ResiliencePipeline Longer = new ResiliencePipelineBuilder()
                .AddTimeout(TimeSpan.FromSeconds(10))
                .AddRetry(new RetryStrategyOptions())
                .AddTimeout([|Attempt|])
                .Build();
            static readonly ResiliencePipeline Equal = new ResiliencePipelineBuilder()
                .AddTimeout(new TimeoutStrategyOptions { Timeout = TimeSpan.FromSeconds(10) })
                .AddTimeout(new TimeoutStrategyOptions { Timeout = [|TimeSpan.FromSeconds(10)|] })
                .Build();
            static void Statements()
            {
                var builder = new ResiliencePipelineBuilder();
                builder.AddTimeout(TimeSpan.FromSeconds(10));
                builder.AddTimeout([|TimeSpan.FromSeconds(20)|]);
                builder.Build();
            }
            static void Registered(ResiliencePipelineBuilder builder) => builder.AddTimeout(TimeSpan.FromSeconds(10)).AddTimeout([|TimeSpan.FromSeconds(20)|]);

            static readonly ResiliencePipeline Fits = new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(10)).AddTimeout(TimeSpan.FromSeconds(3)).Build();
            static readonly ResiliencePipeline Default = new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(10)).AddTimeout(new TimeoutStrategyOptions()).Build();
            static ResiliencePipeline Unknown(TimeSpan given) => new ResiliencePipelineBuilder().AddTimeout(given).AddTimeout(TimeSpan.FromSeconds(3)).Build();
            static void Two(ResiliencePipelineBuilder one, ResiliencePipelineBuilder other) { one.AddTimeout(TimeSpan.FromSeconds(3)); other.AddTimeout(TimeSpan.FromSeconds(10)); }
            static void Choice(ResiliencePipelineBuilder builder, bool isSlow)
            {
                if (isSlow) builder.AddTimeout(TimeSpan.FromSeconds(3)); else builder.AddTimeout(TimeSpan.FromSeconds(10));
            }
        }
        """, Library.Polly);

    [Fact]
    public Task Linked_sources() => VerifyCS.VerifyAnalyzerAsync("""
        class Sources
        {
            void Longer()
            {
                using var whole = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                using var part = CancellationTokenSource.CreateLinkedTokenSource(whole.Token);
                part.CancelAfter([|TimeSpan.FromSeconds(10)|]);
            }
            void Shorter(CancellationToken token)
            {
                using var whole = CancellationTokenSource.CreateLinkedTokenSource(token);
                whole.CancelAfter(5000);
                using var part = CancellationTokenSource.CreateLinkedTokenSource(whole.Token);
                part.CancelAfter(1000);
                using var other = CancellationTokenSource.CreateLinkedTokenSource(token);
                other.CancelAfter(60000);
            }
        }
        """);

    [Fact]
    public Task Declared_deadlines() => VerifyCS.VerifyAnalyzerAsync("""
        using DistributedSystems;
        interface IStock
        {
            [Deadline("5s")] Task Reserve();
            [Deadline("5s")] Task ReserveWith(CancellationToken token);
            [Deadline("1s")] Task Ping();
        }
        class Checkout(IStock stock)
        {
            [Deadline("2s")] async Task Place() { await stock.Ping(); await [|stock.Reserve()|]; }
            [Deadline("2s")] Task Returned() => [|stock.Reserve()|];
            [Deadline("5s")] async Task Enough() => await stock.Reserve();
            [Deadline("2s")] async Task Cut(CancellationToken token) => await stock.ReserveWith(token);
            [Deadline("2s")] async Task Waited() => await stock.Reserve().WaitAsync(TimeSpan.FromSeconds(1));
            async Task NotDeclared() => await stock.Reserve();
        }
        """, Library.Annotations);

    [Fact]
    public Task The_message_names_both() => VerifyCS.VerifyMessageAsync(
        "using Polly; class C { object M() => new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(10)).AddTimeout(TimeSpan.FromSeconds(30)).Build(); }",
        "'TimeSpan.FromSeconds(30)' allows 30 s, but the timeout around it ends after 10 s",
        Library.Polly);

    [Fact]
    public Task Attempts_of_the_standard_handler() => VerifyCS.VerifyAnalyzerAsync("""
        using Microsoft.Extensions.DependencyInjection;
        class Clients(IServiceCollection services)
        {
            void Add(TimeSpan given)
            {
                services.AddHttpClient("both").AddStandardResilienceHandler(o => { o.AttemptTimeout.Timeout = [|TimeSpan.FromSeconds(60)|]; o.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(45); });
                services.AddHttpClient("usual total").AddStandardResilienceHandler(o => o.AttemptTimeout.Timeout = [|TimeSpan.FromSeconds(60)|]);
                services.AddHttpClient("usual attempt").AddStandardResilienceHandler(o => o.TotalRequestTimeout.Timeout = [|TimeSpan.FromSeconds(5)|]);

                services.AddHttpClient("untouched").AddStandardResilienceHandler();
                services.AddHttpClient("fits").AddStandardResilienceHandler(o => { o.AttemptTimeout.Timeout = TimeSpan.FromSeconds(10); o.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(45); });
                services.AddHttpClient("given").AddStandardResilienceHandler(o => { o.AttemptTimeout.Timeout = given; o.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(5); });
            }
        }
        """, Library.HttpResilience, Library.Polly);

    [Fact]
    public Task The_message_names_the_attempt_where_its_limit_is_the_librarys() => VerifyCS.VerifyMessageAsync("""
        using Microsoft.Extensions.DependencyInjection;
        class Clients { void Add(IServiceCollection services) => services.AddHttpClient("a").AddStandardResilienceHandler(o => o.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(5)); }
        """, "'AttemptTimeout' allows 10 s, but the handler's total timeout ends after 5 s", Library.HttpResilience, Library.Polly);

    [Fact]
    public Task Wrapped_policies() => VerifyCS.VerifyAnalyzerAsync("""
        using Polly;
        class Policies
        {
            static readonly IAsyncPolicy Retry = Policy.Handle<System.Net.Http.HttpRequestException>().RetryAsync(3);
            static readonly IAsyncPolicy Longer = Policy.WrapAsync(Policy.TimeoutAsync(10), Retry, Policy.TimeoutAsync([|TimeSpan.FromSeconds(30)|]));
            static readonly IAsyncPolicy Nested = Policy.TimeoutAsync(10).WrapAsync(Retry.WrapAsync(Policy.TimeoutAsync([|10|])));

            static readonly IAsyncPolicy Fits = Policy.WrapAsync(Policy.TimeoutAsync(30), Retry, Policy.TimeoutAsync(5));
            static readonly IAsyncPolicy Apart = Policy.TimeoutAsync(30);
            static IAsyncPolicy Given(IAsyncPolicy inner) => Policy.TimeoutAsync(1).WrapAsync(inner);
        }
        """, Library.Polly7);
}
