using DistributedSystems.Analyzers.Rules.Deadlines;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Deadlines;

using VerifyCS = VerifyCS<DeadlineCannotBeMet>;

public class DeadlineCannotBeMetTests
{
    private const string Usings = "using DistributedSystems;\nusing Polly;\nusing Polly.Retry;\nusing Polly.Timeout;\n";

    private static Task Verify(string source) => VerifyCS.VerifyAnalyzerAsync(Usings + source, Library.Polly, Library.Annotations);

    private static Task Message(string source, string message) =>
        VerifyCS.VerifyMessageAsync(Usings + source, message, Library.Polly, Library.Annotations);

    [Fact]
    public Task A_total_in_which_no_second_attempt_can_finish() =>
        Verify(
            """
            class Pipelines
            {
                static readonly ResiliencePipeline SecondAttempt = new ResiliencePipelineBuilder()
                    .AddTimeout([|TimeSpan.FromSeconds(15)|])
                    .AddRetry(new RetryStrategyOptions { Delay = TimeSpan.FromSeconds(2) })
                    .AddTimeout(TimeSpan.FromSeconds(10))
                    .Build();
                static readonly ResiliencePipeline Delays = new ResiliencePipelineBuilder()
                    .AddTimeout([|TimeSpan.FromSeconds(5)|])
                    .AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 3, Delay = TimeSpan.FromSeconds(1), BackoffType = DelayBackoffType.Exponential })
                    .Build();
                static readonly ResiliencePipeline Linear = new ResiliencePipelineBuilder()
                    .AddTimeout([|TimeSpan.FromSeconds(5)|])
                    .AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 3, Delay = TimeSpan.FromSeconds(1), BackoffType = DelayBackoffType.Linear })
                    .Build();

                static readonly ResiliencePipeline CutsRetries = new ResiliencePipelineBuilder()
                    .AddTimeout(TimeSpan.FromSeconds(30))
                    .AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 3, Delay = TimeSpan.FromSeconds(2) })
                    .AddTimeout(TimeSpan.FromSeconds(10))
                    .Build();
                static readonly ResiliencePipeline Jitter = new ResiliencePipelineBuilder()
                    .AddTimeout(TimeSpan.FromSeconds(5))
                    .AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 3, Delay = TimeSpan.FromSeconds(2), UseJitter = true })
                    .Build();
                static readonly ResiliencePipeline Capped = new ResiliencePipelineBuilder()
                    .AddTimeout(TimeSpan.FromSeconds(5))
                    .AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 3, Delay = TimeSpan.FromSeconds(1), BackoffType = DelayBackoffType.Exponential, MaxDelay = TimeSpan.FromSeconds(1) })
                    .Build();
                static readonly ResiliencePipeline AttemptOutlives = new ResiliencePipelineBuilder()
                    .AddTimeout(TimeSpan.FromSeconds(5))
                    .AddRetry(new RetryStrategyOptions())
                    .AddTimeout(TimeSpan.FromSeconds(10))
                    .Build();
                static readonly ResiliencePipeline Inside = new ResiliencePipelineBuilder()
                    .AddRetry(new RetryStrategyOptions { Delay = TimeSpan.FromSeconds(60) })
                    .AddTimeout(TimeSpan.FromSeconds(5))
                    .Build();
                static ResiliencePipeline Given(RetryStrategyOptions options) => new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(1)).AddRetry(options).Build();
            }
            """
        );

    [Fact]
    public Task A_declared_deadline_below_the_worst_case() =>
        Verify(
            """
            interface IStock { [Deadline("2s")] Task Reserve(); [Deadline("2s")] Task Ship(); [Deadline("2s")] Task Undo(); }
            class Checkout(IStock stock, HttpClient http)
            {
                static readonly ResiliencePipeline Retried = new ResiliencePipelineBuilder()
                    .AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 3, Delay = TimeSpan.FromSeconds(2), BackoffType = DelayBackoffType.Exponential })
                    .AddTimeout(TimeSpan.FromSeconds(10))
                    .Build();
                static readonly ResiliencePipeline Total = new ResiliencePipelineBuilder()
                    .AddTimeout(TimeSpan.FromSeconds(30))
                    .AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 3 })
                    .AddTimeout(TimeSpan.FromSeconds(10))
                    .Build();

                [Deadline("30s")] async Task [|Pipeline|]() => await Retried.ExecuteAsync(async token => { await http.GetStringAsync("/a", token); });
                [Deadline("20s")] async Task [|TotalTimeout|]() => await Total.ExecuteAsync(async token => { await http.GetStringAsync("/a", token); });
                [Deadline("3s")] async Task [|OneAfterTheOther|]() { await stock.Reserve(); await stock.Ship().ConfigureAwait(false); }
                [Deadline("3s")] async Task [|Limited|]()
                {
                    using var limit = new CancellationTokenSource(5000);
                    await http.GetStringAsync("/a", limit.Token);
                }

                [Deadline("60s")] async Task Enough() => await Retried.ExecuteAsync(async token => { await http.GetStringAsync("/a", token); });
                [Deadline("30s")] async Task Cut() => await Total.ExecuteAsync(async token => { await http.GetStringAsync("/a", token); });
                [Deadline("10s")] async Task Callers(CancellationToken outer) => await Retried.ExecuteAsync(async token => { await http.GetStringAsync("/a", token); }, outer);
                [Deadline("3s")] async Task Either(bool first) { if (first) await stock.Reserve(); else await stock.Ship(); }
                [Deadline("3s")] async Task Compensated() { try { await stock.Reserve(); } catch { await stock.Undo(); } }
                [Deadline("3s")] async Task SideBySide() => await Task.WhenAll(stock.Reserve(), stock.Ship());
                [Deadline("3s")] async Task Default() => await http.GetStringAsync("/a");
                [Deadline("3s")] async Task SharedLimit()
                {
                    using var limit = new CancellationTokenSource(2000);
                    await http.GetStringAsync("/a", limit.Token);
                    await http.GetStringAsync("/b", limit.Token);
                }
                async Task NotDeclared() { await stock.Reserve(); await stock.Ship(); }
            }
            """
        );

    [Fact]
    public Task A_hard_limit_below_the_worst_case() =>
        Verify(
            """
            class Checkout(HttpClient http)
            {
                static readonly ResiliencePipeline Retried = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 1 }).AddTimeout(TimeSpan.FromSeconds(10)).Build();
                async Task Below()
                {
                    using var limit = new CancellationTokenSource([|TimeSpan.FromSeconds(15)|]);
                    await Retried.ExecuteAsync(async token => { await http.GetStringAsync("/a", token); }, limit.Token);
                }
                async Task Enough()
                {
                    using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
                    await Retried.ExecuteAsync(async token => { await http.GetStringAsync("/a", token); }, limit.Token);
                }
            }
            """
        );

    [Fact]
    public Task The_message_prints_the_sum() =>
        Message(
            """
            class C
            {
                static readonly ResiliencePipeline Retried = new ResiliencePipelineBuilder()
                    .AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 3, Delay = TimeSpan.FromSeconds(2), BackoffType = DelayBackoffType.Exponential })
                    .AddTimeout(TimeSpan.FromSeconds(10))
                    .Build();
                [Deadline("30s")] async Task Charge(HttpClient http) => await Retried.ExecuteAsync(async token => { await http.GetStringAsync("/a", token); });
            }
            """,
            "'Charge' may take 4 attempts × 10 s + 2 s + 4 s + 8 s = 54 s, which exceeds its declared deadline of 30 s"
        );

    [Fact]
    public Task The_message_prints_the_second_attempt() =>
        Message(
            "class C { object M() => new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(15)).AddRetry(new RetryStrategyOptions()).AddTimeout(TimeSpan.FromSeconds(10)).Build(); }",
            "a second attempt needs 10 s + 2 s + 10 s = 22 s, which exceeds the total timeout of 15 s"
        );

    [Fact]
    public Task A_standard_handler_in_which_no_second_attempt_can_finish() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Microsoft.Extensions.Configuration;
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Http.Resilience;
            using Polly.Timeout;
            class Clients(IServiceCollection services, IConfiguration configuration)
            {
                static readonly TimeSpan Attempt = TimeSpan.FromSeconds(25);
                void Add(TimeSpan given, bool isSlow)
                {
                    services.AddHttpClient("sampling").AddStandardResilienceHandler(o =>
                    {
                        o.AttemptTimeout.Timeout = TimeSpan.FromSeconds(20);
                        o.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(90);
                        o.CircuitBreaker.SamplingDuration = [|TimeSpan.FromSeconds(35)|];
                    });
                    services.AddHttpClient("usual sampling").AddStandardResilienceHandler(o =>
                    {
                        o.AttemptTimeout.Timeout = [|Attempt|];
                        o.TotalRequestTimeout.Timeout = TimeSpan.FromMinutes(2);
                    });
                    services.AddHttpClient("total").AddStandardResilienceHandler(o => o.TotalRequestTimeout.Timeout = [|TimeSpan.FromSeconds(15)|]);
                    [|services.AddHttpClient("configured").AddStandardResilienceHandler()|].Configure(o => o.TotalRequestTimeout = new HttpTimeoutStrategyOptions { Timeout = TimeSpan.FromSeconds(15) });

                    services.AddHttpClient("untouched").AddStandardResilienceHandler();
                    services.AddHttpClient("fits").AddStandardResilienceHandler(o => { o.AttemptTimeout.Timeout = TimeSpan.FromSeconds(15); o.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(60); });
                    services.AddHttpClient("no retry").AddStandardResilienceHandler(o => { o.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(15); o.Retry.ShouldHandle = _ => new ValueTask<bool>(false); });
                    services.AddHttpClient("zero").AddStandardResilienceHandler(o => { o.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(15); o.Retry.MaxRetryAttempts = 0; });
                    services.AddHttpClient("given").AddStandardResilienceHandler(o => { o.AttemptTimeout.Timeout = given; o.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(15); });
                    services.AddHttpClient("section").AddStandardResilienceHandler(configuration.GetSection("http")).Configure(o => o.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(15));
                    services.AddHttpClient("choice").AddStandardResilienceHandler(o => { if (isSlow) o.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(15); });
                    services.AddHttpClient("outlived").AddStandardResilienceHandler(o => o.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(5));
                    services.AddHttpClient("computed").AddStandardResilienceHandler(o => { o.AttemptTimeout.TimeoutGenerator = _ => new ValueTask<TimeSpan>(given); o.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(15); });
                }
            }
            """,
            Library.HttpResilience,
            Library.Polly
        );

    [Fact]
    public Task Options_that_are_set_away_from_the_handler() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Http.Resilience;
            class Clients(IServiceCollection services)
            {
                void Add()
                {
                    services.ConfigureAll<HttpStandardResilienceOptions>(o => o.AttemptTimeout.Timeout = TimeSpan.FromSeconds(2));
                    services.AddHttpClient("total").AddStandardResilienceHandler(o => o.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(15));
                }
            }
            """,
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
                static readonly IAsyncPolicy Retry = Policy.Handle<System.Net.Http.HttpRequestException>().WaitAndRetryAsync(3, _ => TimeSpan.FromSeconds(2));
                static readonly IAsyncPolicy SecondAttempt = Policy.WrapAsync(Policy.TimeoutAsync([|20|]), Retry, Policy.TimeoutAsync(TimeSpan.FromSeconds(10)));
                static readonly IAsyncPolicy Delays = Policy.TimeoutAsync([|TimeSpan.FromSeconds(5)|]).WrapAsync(Retry);
                static readonly IAsyncPolicy Nested = Policy.TimeoutAsync([|20|]).WrapAsync(Retry.WrapAsync(Policy.TimeoutAsync(10)));

                static readonly IAsyncPolicy Fits = Policy.WrapAsync(Policy.TimeoutAsync(60), Retry, Policy.TimeoutAsync(10));
                static readonly IAsyncPolicy PerAttempt = Retry.WrapAsync(Policy.TimeoutAsync(1));
                static readonly IAsyncPolicy Outlived = Policy.WrapAsync(Policy.TimeoutAsync(5), Retry, Policy.TimeoutAsync(10));
                static IAsyncPolicy Given(IAsyncPolicy retry) => Policy.WrapAsync(Policy.TimeoutAsync(5), retry, Policy.TimeoutAsync(10));
            }
            """,
            Library.Polly7
        );

    [Fact]
    public Task The_message_names_the_sampling_duration() =>
        VerifyCS.VerifyMessageAsync(
            """
            using Microsoft.Extensions.DependencyInjection;
            class Clients { void Add(IServiceCollection services) => services.AddHttpClient("a").AddStandardResilienceHandler(o => { o.AttemptTimeout.Timeout = TimeSpan.FromSeconds(20); o.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(60); }); }
            """,
            "twice the attempt timeout is 2 × 20 s = 40 s, which exceeds the circuit breaker's sampling duration of 30 s",
            Library.HttpResilience,
            Library.Polly
        );

    [Fact]
    public Task The_timeout_of_a_registered_client() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Net.Http;
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Http.Resilience;
            using Polly;
            using Polly.Retry;
            class Clients(IServiceCollection services)
            {
                static readonly TimeSpan Whole = TimeSpan.FromSeconds(10);
                void Add(Random random)
                {
                    services.AddHttpClient("second attempt", c => c.Timeout = [|Whole|])
                        .AddResilienceHandler("r", p => p.AddRetry(new RetryStrategyOptions<HttpResponseMessage> { Delay = TimeSpan.FromSeconds(1) }).AddTimeout(TimeSpan.FromSeconds(5)));
                    services.AddHttpClient("delays", c => c.Timeout = [|Whole|]).AddTransientHttpErrorPolicy(p => p.WaitAndRetryAsync(3, attempt => TimeSpan.FromSeconds(Math.Pow(2, attempt))));
                    services.AddHttpClient("list", c => c.Timeout = [|Whole|]).AddTransientHttpErrorPolicy(p => p.WaitAndRetryAsync(new[] { TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10) }));
                    services.AddHttpClient("without jitter", c => c.Timeout = [|Whole|])
                        .AddResilienceHandler("r", p => p.AddRetry(new HttpRetryStrategyOptions { MaxRetryAttempts = 3, UseJitter = false }));
                    services.AddHttpClient("two handlers", c => c.Timeout = [|Whole|])
                        .AddTransientHttpErrorPolicy(p => p.WaitAndRetryAsync(3, _ => TimeSpan.FromSeconds(1))).AddPolicyHandler(Policy.TimeoutAsync<HttpResponseMessage>(5));
                    services.AddHttpClient("usual").AddTransientHttpErrorPolicy(p => [|p.WaitAndRetryAsync(6, attempt => TimeSpan.FromSeconds(1 << attempt))|]);

                    services.AddHttpClient("fits", c => c.Timeout = Whole).AddTransientHttpErrorPolicy(p => p.WaitAndRetryAsync(2, attempt => TimeSpan.FromSeconds(attempt * 2)));
                    services.AddHttpClient("usual, fits").AddTransientHttpErrorPolicy(p => p.WaitAndRetryAsync(5, attempt => TimeSpan.FromSeconds(Math.Pow(2, attempt))));
                    services.AddHttpClient("jitter", c => c.Timeout = Whole).AddTransientHttpErrorPolicy(p => p.WaitAndRetryAsync(9, attempt => TimeSpan.FromSeconds(random.Next(9))));
                    services.AddHttpClient("http options", c => c.Timeout = Whole).AddResilienceHandler("r", p => p.AddRetry(new HttpRetryStrategyOptions { MaxRetryAttempts = 9 }));
                    services.AddHttpClient("outlived", c => c.Timeout = Whole)
                        .AddResilienceHandler("r", p => p.AddTimeout(TimeSpan.FromSeconds(60)).AddRetry(new RetryStrategyOptions<HttpResponseMessage> { MaxRetryAttempts = 9 }));
                    services.AddHttpClient("standard", c => c.Timeout = TimeSpan.FromSeconds(1)).AddStandardResilienceHandler();
                }
            }
            """,
            Library.HttpResilience,
            Library.HttpPolly,
            Library.Polly7,
            Library.Polly
        );

    [Fact]
    public Task The_message_names_the_clients_timeout() =>
        VerifyCS.VerifyMessageAsync(
            """
            using Microsoft.Extensions.DependencyInjection;
            using Polly;
            class Clients
            {
                void Add(IServiceCollection services) => services.AddHttpClient("a", c => c.Timeout = TimeSpan.FromSeconds(10))
                    .AddTransientHttpErrorPolicy(p => p.WaitAndRetryAsync(3, attempt => TimeSpan.FromSeconds(Math.Pow(2, attempt))));
            }
            """,
            "the delays alone are 2 s + 4 s + 8 s = 14 s, which exceeds 'HttpClient.Timeout' of 10 s",
            Library.HttpPolly,
            Library.Polly7
        );

    [Fact]
    public Task Hedged_attempts() =>
        Verify(
            """
            using Polly.Hedging;
            class Hedged(HttpClient http)
            {
                static ResiliencePipeline<string> Of(HedgingStrategyOptions<string> options) => new ResiliencePipelineBuilder<string>().AddHedging(options).Build();
                static readonly ResiliencePipeline<string> Two = new ResiliencePipelineBuilder<string>()
                    .AddHedging(new HedgingStrategyOptions<string> { MaxHedgedAttempts = 2, Delay = TimeSpan.FromSeconds(3) })
                    .AddTimeout(TimeSpan.FromSeconds(10))
                    .Build();
                static readonly ResiliencePipeline<string> Fallback = new ResiliencePipelineBuilder<string>()
                    .AddHedging(new HedgingStrategyOptions<string> { Delay = Timeout.InfiniteTimeSpan })
                    .AddTimeout(TimeSpan.FromSeconds(10))
                    .Build();
                static readonly ResiliencePipeline<string> Parallel = new ResiliencePipelineBuilder<string>()
                    .AddHedging(new HedgingStrategyOptions<string> { MaxHedgedAttempts = 3, Delay = TimeSpan.Zero })
                    .AddTimeout(TimeSpan.FromSeconds(10))
                    .Build();
                static readonly ResiliencePipeline<string> NeverStarts = new ResiliencePipelineBuilder<string>()
                    .AddTimeout([|TimeSpan.FromSeconds(5)|])
                    .AddHedging(new HedgingStrategyOptions<string> { Delay = TimeSpan.FromSeconds(6) })
                    .Build();
                static readonly ResiliencePipeline<string> Starts = new ResiliencePipelineBuilder<string>()
                    .AddTimeout(TimeSpan.FromSeconds(15))
                    .AddHedging(new HedgingStrategyOptions<string> { Delay = TimeSpan.FromSeconds(6) })
                    .AddTimeout(TimeSpan.FromSeconds(10))
                    .Build();

                [Deadline("15s")] async Task<string> [|Overlapping|]() => await Two.ExecuteAsync(async token => await http.GetStringAsync("/a", token));
                [Deadline("16s")] async Task<string> Enough() => await Two.ExecuteAsync(async token => await http.GetStringAsync("/a", token));
                [Deadline("19s")] async Task<string> [|OneAfterTheOther|]() => await Fallback.ExecuteAsync(async token => await http.GetStringAsync("/a", token));
                [Deadline("20s")] async Task<string> EnoughForBoth() => await Fallback.ExecuteAsync(async token => await http.GetStringAsync("/a", token));
                [Deadline("10s")] async Task<string> SideBySide() => await Parallel.ExecuteAsync(async token => await http.GetStringAsync("/a", token));
                [Deadline("9s")] async Task<string> [|TooShort|]() => await Parallel.ExecuteAsync(async token => await http.GetStringAsync("/a", token));
            }
            """
        );

    [Fact]
    public Task The_message_prints_the_hedging_delays() =>
        Message(
            """
            class C
            {
                static readonly ResiliencePipeline<string> Hedged = new ResiliencePipelineBuilder<string>()
                    .AddHedging(new Polly.Hedging.HedgingStrategyOptions<string> { MaxHedgedAttempts = 2, Delay = TimeSpan.FromSeconds(3) })
                    .AddTimeout(TimeSpan.FromSeconds(10))
                    .Build();
                [Deadline("15s")] async Task<string> Charge(HttpClient http) => await Hedged.ExecuteAsync(async token => await http.GetStringAsync("/a", token));
            }
            """,
            "'Charge' may take 3 s + 3 s + 10 s = 16 s, which exceeds its declared deadline of 15 s"
        );

    [Fact]
    public Task A_standard_hedging_handler() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Http.Resilience;
            class Clients(IServiceCollection services)
            {
                void Add(TimeSpan given)
                {
                    [|services.AddHttpClient("delays").AddStandardHedgingHandler()|].Configure(o => { o.Hedging.MaxHedgedAttempts = 5; o.Hedging.Delay = TimeSpan.FromSeconds(7); });
                    [|services.AddHttpClient("sampling").AddStandardHedgingHandler(routes => { })|].Configure(o => { o.Endpoint.Timeout.Timeout = TimeSpan.FromSeconds(20); });

                    services.AddHttpClient("untouched").AddStandardHedgingHandler();
                    services.AddHttpClient("fits").AddStandardHedgingHandler().Configure(o => { o.Hedging.MaxHedgedAttempts = 4; o.Hedging.Delay = TimeSpan.FromSeconds(7); });
                    services.AddHttpClient("second attempt").AddStandardHedgingHandler().Configure(o => o.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(11));
                    services.AddHttpClient("given").AddStandardHedgingHandler().Configure(o => { o.Hedging.MaxHedgedAttempts = 5; o.Hedging.Delay = given; });
                    services.AddHttpClient("endpoint").AddStandardHedgingHandler().Configure(o => { o.Endpoint = new HedgingEndpointOptions(); o.Hedging.MaxHedgedAttempts = 10; o.Hedging.Delay = TimeSpan.FromSeconds(7); });
                }
            }
            """,
            Library.HttpResilience,
            Library.Polly
        );

    [Fact]
    public Task A_typed_client_sets_its_own_timeout() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Microsoft.Extensions.DependencyInjection;
            using Polly;
            class Setup
            {
                void Add(IServiceCollection services)
                {
                    services.AddHttpClient<Parcels>().AddTransientHttpErrorPolicy(p => p.WaitAndRetryAsync(3, attempt => TimeSpan.FromSeconds(Math.Pow(2, attempt))));
                    services.AddHttpClient<Patient>().AddTransientHttpErrorPolicy(p => p.WaitAndRetryAsync(3, attempt => TimeSpan.FromSeconds(Math.Pow(2, attempt))));
                    services.AddHttpClient<Sometimes>().AddTransientHttpErrorPolicy(p => p.WaitAndRetryAsync(3, attempt => TimeSpan.FromSeconds(Math.Pow(2, attempt))));
                    services.AddHttpClient<Other>(client => client.Timeout = [|TimeSpan.FromSeconds(4)|]).AddTransientHttpErrorPolicy(p => p.WaitAndRetryAsync(3, attempt => TimeSpan.FromSeconds(Math.Pow(2, attempt))));
                }
            }
            class Parcels { public Parcels(HttpClient http) => http.Timeout = [|TimeSpan.FromSeconds(5)|]; }
            class Patient { private readonly HttpClient http; public Patient(HttpClient http) { this.http = http; this.http.Timeout = TimeSpan.FromMinutes(1); } }
            class Sometimes { public Sometimes(HttpClient http, bool isFast) { if (isFast) http.Timeout = TimeSpan.FromSeconds(5); } }
            class Other { public Other(HttpClient http) { } }
            class Unregistered { public Unregistered(HttpClient http) => http.Timeout = TimeSpan.FromSeconds(5); }
            """,
            Library.HttpPolly,
            Library.Polly7
        );
}
