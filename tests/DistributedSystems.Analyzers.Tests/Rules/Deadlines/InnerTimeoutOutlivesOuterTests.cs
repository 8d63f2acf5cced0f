using DistributedSystems.Analyzers.Rules.Deadlines;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Deadlines;

using VerifyCS = VerifyCS<InnerTimeoutOutlivesOuter>;

public class InnerTimeoutOutlivesOuterTests
{
    [Fact]
    public Task Timeout_strategies() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
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
            """,
            Library.Polly
        );

    [Fact]
    public Task Linked_sources() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
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
            """
        );

    [Fact]
    public Task Declared_deadlines() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
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
            """,
            Library.Annotations
        );

    [Fact]
    public Task The_message_names_both() =>
        VerifyCS.VerifyMessageAsync(
            "using Polly; class C { object M() => new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(10)).AddTimeout(TimeSpan.FromSeconds(30)).Build(); }",
            "'TimeSpan.FromSeconds(30)' allows 30 s, but the timeout around it ends after 10 s",
            Library.Polly
        );

    [Fact]
    public Task Attempts_of_the_standard_handler() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Http.Resilience;
            class Clients(IServiceCollection services)
            {
                void Add(TimeSpan given)
                {
                    services.AddHttpClient("both").AddStandardResilienceHandler(o => { o.AttemptTimeout.Timeout = [|TimeSpan.FromSeconds(60)|]; o.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(45); });
                    services.AddHttpClient("usual total").AddStandardResilienceHandler(o => o.AttemptTimeout.Timeout = [|TimeSpan.FromSeconds(60)|]);
                    services.AddHttpClient("usual attempt").AddStandardResilienceHandler(o => o.TotalRequestTimeout.Timeout = [|TimeSpan.FromSeconds(5)|]);

                    [|services.AddHttpClient("hedged").AddStandardHedgingHandler()|].Configure(o => { o.Endpoint.Timeout.Timeout = TimeSpan.FromSeconds(30); o.Endpoint.CircuitBreaker.SamplingDuration = TimeSpan.FromMinutes(5); });

                    services.AddHttpClient("hedging untouched").AddStandardHedgingHandler(routes => { }).Configure(o => o.Endpoint.Timeout.Timeout = TimeSpan.FromSeconds(3));
                    services.AddHttpClient("untouched").AddStandardResilienceHandler();
                    services.AddHttpClient("fits").AddStandardResilienceHandler(o => { o.AttemptTimeout.Timeout = TimeSpan.FromSeconds(10); o.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(45); });
                    services.AddHttpClient("given").AddStandardResilienceHandler(o => { o.AttemptTimeout.Timeout = given; o.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(5); });
                }
            }
            """,
            Library.HttpResilience,
            Library.Polly
        );

    [Fact]
    public Task The_message_names_the_attempt_where_its_limit_is_the_librarys() =>
        VerifyCS.VerifyMessageAsync(
            """
            using Microsoft.Extensions.DependencyInjection;
            class Clients { void Add(IServiceCollection services) => services.AddHttpClient("a").AddStandardResilienceHandler(o => o.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(5)); }
            """,
            "'AttemptTimeout' allows 10 s, but the handler's total timeout ends after 5 s",
            Library.HttpResilience,
            Library.Polly
        );

    [Fact]
    public Task Wrapped_policies() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
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
            """,
            Library.Polly7
        );

    [Fact]
    public Task Timeouts_of_handlers_inside_that_of_the_client() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Net.Http;
            using Microsoft.Extensions.DependencyInjection;
            using Polly;
            using Polly.Retry;
            class Typed(HttpClient http) { public Task<string> Read() => http.GetStringAsync("/a"); }
            class Clients(IServiceCollection services)
            {
                static readonly TimeSpan Whole = TimeSpan.FromSeconds(10);
                void Add(TimeSpan given, bool isSlow)
                {
                    services.AddHttpClient("total", c => { c.BaseAddress = new Uri("https://example.org"); c.DefaultRequestHeaders.Accept.Clear(); c.Timeout = [|Whole|]; })
                        .AddResilienceHandler("r", p => p.AddTimeout(TimeSpan.FromSeconds(30)));
                    services.AddHttpClient<Typed>(c => c.Timeout = [|TimeSpan.FromSeconds(10)|])
                        .AddTransientHttpErrorPolicy(p => p.RetryAsync(2)).AddPolicyHandler(Policy.TimeoutAsync<HttpResponseMessage>(10));
                    services.AddHttpClient("provider", (provider, c) => c.Timeout = [|Whole|]).AddPolicyHandler((provider, request) => Policy.TimeoutAsync<HttpResponseMessage>(30));
                    services.AddHttpClient("later").ConfigureHttpClient(c => c.Timeout = [|Whole|]).AddResilienceHandler("r", p => { p.AddRetry(new RetryStrategyOptions<HttpResponseMessage>()); p.AddTimeout(TimeSpan.FromSeconds(12)); });
                    var builder = services.AddHttpClient("statements");
                    builder.ConfigureHttpClient(c => c.Timeout = [|Whole|]);
                    builder.AddResilienceHandler("r", p => p.AddTimeout(TimeSpan.FromSeconds(30)));
                    services.AddHttpClient("usual").AddResilienceHandler("r", p => p.AddTimeout([|TimeSpan.FromMinutes(3)|]));

                    services.AddHttpClient("fits", c => c.Timeout = Whole).AddResilienceHandler("r", p => p.AddTimeout(TimeSpan.FromSeconds(9)));
                    services.AddHttpClient("equal", c => c.Timeout = Whole).AddResilienceHandler("r", p => p.AddTimeout(TimeSpan.FromSeconds(10)));
                    services.AddHttpClient("usual, fits").AddResilienceHandler("r", p => p.AddTimeout(TimeSpan.FromMinutes(1)));
                    services.AddHttpClient("last wins", c => c.Timeout = Whole).ConfigureHttpClient(c => c.Timeout = TimeSpan.FromMinutes(2)).AddResilienceHandler("r", p => p.AddTimeout(TimeSpan.FromSeconds(30)));
                    services.AddHttpClient("given", c => c.Timeout = given).AddResilienceHandler("r", p => p.AddTimeout(TimeSpan.FromSeconds(30)));
                    services.AddHttpClient("off", c => c.Timeout = Timeout.InfiniteTimeSpan).AddResilienceHandler("r", p => p.AddTimeout(TimeSpan.FromSeconds(300)));
                    services.AddHttpClient("choice", c => { if (isSlow) c.Timeout = TimeSpan.FromMinutes(5); else c.Timeout = Whole; }).AddResilienceHandler("r", p => p.AddTimeout(TimeSpan.FromSeconds(30)));
                    services.AddHttpClient("handed on", c => { c.Timeout = Whole; Finish(c); }).AddResilienceHandler("r", p => p.AddTimeout(TimeSpan.FromSeconds(30)));
                    services.AddHttpClient("handled elsewhere", c => c.Timeout = Whole).AddHttpMessageHandler(() => null!);
                    services.AddHttpClient("twice", c => c.Timeout = Whole).AddResilienceHandler("r", p => p.AddTimeout(TimeSpan.FromSeconds(30)));
                    services.AddHttpClient("twice", c => c.Timeout = TimeSpan.FromMinutes(1));
                    services.AddHttpClient("standard", c => c.Timeout = Whole).AddStandardResilienceHandler();
                    services.AddHttpClient("hedging", c => c.Timeout = Whole).AddStandardHedgingHandler();
                    services.AddHttpClient("conditional", c => c.Timeout = Whole);
                    var conditional = services.AddHttpClient("conditional 2", c => c.Timeout = Whole);
                    if (isSlow) conditional.AddResilienceHandler("r", p => p.AddTimeout(TimeSpan.FromSeconds(30)));
                    if (isSlow) conditional.ConfigureHttpClient(c => c.Timeout = TimeSpan.FromMinutes(1));
                }
                IHttpClientBuilder HandedOut() => services.AddHttpClient("handed out", c => c.Timeout = Whole).AddPolicyHandler(Policy.TimeoutAsync<HttpResponseMessage>(30));
                static void Finish(HttpClient client) { }
                static readonly HttpClient Own = new HttpClient { Timeout = TimeSpan.FromMinutes(5) };
            }
            """,
            Library.HttpResilience,
            Library.HttpPolly,
            Library.Polly7,
            Library.Polly
        );

    [Theory]
    [InlineData("services.ConfigureHttpClientDefaults(b => b.ConfigureHttpClient(c => c.Timeout = TimeSpan.FromMinutes(5)));")]
    [InlineData("var client = factory.CreateClient(\"a\"); client.Timeout = TimeSpan.FromMinutes(5);")]
    [InlineData("services.AddHttpClient(\"a\").AddTypedClient(c => { c.Timeout = TimeSpan.FromMinutes(5); return new Typed(); });")]
    public Task Timeouts_that_are_set_elsewhere(string statement) =>
        VerifyCS.VerifyAnalyzerAsync(
            $$"""
            using System.Net.Http;
            using Microsoft.Extensions.DependencyInjection;
            using Polly;
            class Typed { }
            class Clients(IServiceCollection services, IHttpClientFactory factory)
            {
                void Add() => services.AddHttpClient("a", c => c.Timeout = TimeSpan.FromSeconds(10)).AddPolicyHandler(Policy.TimeoutAsync<HttpResponseMessage>(30));
                void Usual() => services.AddHttpClient("b").AddPolicyHandler(Policy.TimeoutAsync<HttpResponseMessage>(300));
                void Elsewhere() { {{statement}} }
            }
            """,
            Library.HttpPolly,
            Library.Polly7
        );

    [Fact]
    public Task The_message_names_the_clients_timeout() =>
        VerifyCS.VerifyMessageAsync(
            """
            using Microsoft.Extensions.DependencyInjection;
            using Polly;
            class Clients { void Add(IServiceCollection services) => services.AddHttpClient("a", c => c.Timeout = TimeSpan.FromSeconds(5)).AddResilienceHandler("r", p => p.AddTimeout(TimeSpan.FromSeconds(30))); }
            """,
            "'TimeSpan.FromSeconds(30)' allows 30 s, but 'HttpClient.Timeout' ends after 5 s",
            Library.HttpResilience,
            Library.Polly
        );
}
