using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

public class PushBackIsIgnoredTests
{
    private static Setup On(params string[] libraries) =>
        Setup.With(libraries) with
        {
            Severities = new Dictionary<string, ReportDiagnostic> { ["DIST2014"] = ReportDiagnostic.Warn },
        };

    [Theory]
    [InlineData("if (response.IsSuccessStatusCode) return; await Task.Delay(1000);", true)]
    [InlineData("if (response.StatusCode != System.Net.HttpStatusCode.TooManyRequests) return; await Task.Delay(1000);", true)]
    [InlineData("if ((int)response.StatusCode == 503) { await Task.Delay(1000); continue; } return;", true)]
    [InlineData(
        "if (response.IsSuccessStatusCode) return; await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1));",
        false
    )]
    [InlineData("if (response.IsSuccessStatusCode) return; await Task.Delay(After(response));", false)]
    [InlineData("if (response.IsSuccessStatusCode) return; await Task.Delay(Fixed(response));", true)]
    [InlineData("if (response.IsSuccessStatusCode) return; await Task.Delay(given(response));", false)]
    [InlineData(
        "if (response.IsSuccessStatusCode) return; response.Headers.TryGetValues(\"Retry-After\", out _); await Task.Delay(1000);",
        false
    )]
    [InlineData(
        "if (response.StatusCode == System.Net.HttpStatusCode.NotFound) return; response.EnsureSuccessStatusCode(); await Task.Delay(1000); return;",
        false
    )]
    public Task Loops(string body, bool reported) =>
        VerifyCS<PushBackIsIgnored>.VerifyAnalyzerAsync(
            """
            class C(HttpClient http)
            {
                readonly Func<HttpResponseMessage, int> given = _ => 1000;

                async Task M()
                {
                    FOR (var attempt = 0; attempt < 4; attempt++)
                    {
                        using var response = await http.GetAsync("/a");
                        BODY
                    }
                }

                static TimeSpan After(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1);
                static TimeSpan Fixed(HttpResponseMessage response) => response.IsSuccessStatusCode ? TimeSpan.Zero : TimeSpan.FromSeconds(1);
            }
            """.Replace("FOR", reported ? "[|for|]" : "for").Replace("BODY", body),
            On()
        );

    [Fact]
    public Task The_answers_body_may_say_when() =>
        VerifyCS<PushBackIsIgnored>.VerifyAnalyzerAsync(
            """
            using System.Net.Http.Json;
            record Refusal(int Code, int? RetryAfter);
            class C(HttpClient http)
            {
                async Task M()
                {
                    for (var attempt = 1; ; attempt++)
                    {
                        using var response = await http.GetAsync("/a");
                        if (response.IsSuccessStatusCode) return;
                        var refusal = await response.Content.ReadFromJsonAsync<Refusal>();
                        if (refusal.Code != 429 || refusal.RetryAfter is not { } seconds) throw new InvalidOperationException();
                        await Task.Delay(seconds * 1000);
                    }
                }
            }
            """,
            On()
        );

    [Fact]
    public Task Other_items() =>
        VerifyCS<PushBackIsIgnored>.VerifyAnalyzerAsync(
            """
            class C(HttpClient http)
            {
                async Task M(string[] paths)
                {
                    foreach (var path in paths)
                    {
                        using var response = await http.GetAsync(path);
                        if (!response.IsSuccessStatusCode) continue;
                        Console.WriteLine(path);
                    }
                }
            }
            """,
            On()
        );

    [Fact]
    public Task Policies() =>
        VerifyCS<PushBackIsIgnored>.VerifyAnalyzerAsync(
            """
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Http.Resilience;
            using Polly;
            using Polly.Retry;

            class C
            {
                object Seven = Policy<HttpResponseMessage>.HandleResult(r => (int)r.StatusCode >= 500).[|WaitAndRetryAsync(3, n => TimeSpan.FromSeconds(n))|];
                object Asking = Policy<HttpResponseMessage>.HandleResult(r => (int)r.StatusCode >= 500).WaitAndRetryAsync(3, (n, outcome, context) => outcome.Result.Headers.RetryAfter.Delta.Value, (o, t, n, c) => Task.CompletedTask);
                object Exceptions = Policy<HttpResponseMessage>.Handle<HttpRequestException>().WaitAndRetryAsync(3, n => TimeSpan.FromSeconds(n));
                object Eight = new ResiliencePipelineBuilder<HttpResponseMessage>().[|AddRetry(new RetryStrategyOptions<HttpResponseMessage> { ShouldHandle = new PredicateBuilder<HttpResponseMessage>().HandleResult(r => r.StatusCode == System.Net.HttpStatusCode.TooManyRequests) })|];
                object Generated = new ResiliencePipelineBuilder<HttpResponseMessage>().AddRetry(new RetryStrategyOptions<HttpResponseMessage> { DelayGenerator = args => new ValueTask<TimeSpan?>(TimeSpan.Zero), ShouldHandle = new PredicateBuilder<HttpResponseMessage>().HandleResult(r => r.StatusCode == System.Net.HttpStatusCode.TooManyRequests) });
                object Http = new ResiliencePipelineBuilder<HttpResponseMessage>().AddRetry(new HttpRetryStrategyOptions());
                object Told = new ResiliencePipelineBuilder<HttpResponseMessage>().[|AddRetry(new HttpRetryStrategyOptions { ShouldRetryAfterHeader = false })|];
                void Add(IServiceCollection services) => services.AddHttpClient("a").AddTransientHttpErrorPolicy(p => p.[|WaitAndRetryAsync(3, n => TimeSpan.FromSeconds(n))|]);
            }
            """,
            On(Library.Polly, Library.Polly7, Library.HttpPolly, Library.HttpResilience)
        );
}

public class RetryHasNoBudgetTests
{
    private static Setup On(params string[] libraries) =>
        Setup.With(libraries) with
        {
            Severities = new Dictionary<string, ReportDiagnostic> { ["DIST2016"] = ReportDiagnostic.Warn },
        };

    [Fact]
    public Task Pipelines() =>
        VerifyCS<RetryHasNoBudget>.VerifyAnalyzerAsync(
            """
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Http.Resilience;
            using Polly;
            using Polly.CircuitBreaker;
            using Polly.Retry;

            class C(HttpClient http)
            {
                static readonly ResiliencePipeline Alone = new ResiliencePipelineBuilder().[|AddRetry(new RetryStrategyOptions())|].Build();
                static readonly ResiliencePipeline Broken = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).AddCircuitBreaker(new CircuitBreakerStrategyOptions()).Build();
                static readonly ResiliencePipeline Twice = new ResiliencePipelineBuilder().[|AddRetry(new RetryStrategyOptions())|].AddTimeout(TimeSpan.FromSeconds(5)).Build();
                async Task Both() { Twice.Execute(() => File.ReadAllText("a")); await Twice.ExecuteAsync(async t => await http.GetStringAsync("/a", t)); }
                static readonly ResiliencePipeline Local = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).Build();
                async Task One() => await Alone.ExecuteAsync(async t => await http.GetStringAsync("/a", t));
                async Task Two() => await Broken.ExecuteAsync(async t => await http.GetStringAsync("/a", t));
                void Three() => Local.Execute(() => File.ReadAllText("a"));

                static void Add(IServiceCollection services)
                {
                    services.AddHttpClient("a").AddResilienceHandler("r", b => b.[|AddRetry(new HttpRetryStrategyOptions())|]);
                    services.AddHttpClient("b").AddResilienceHandler("r", b => b.AddRetry(new HttpRetryStrategyOptions()).AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions()));
                    services.AddHttpClient("d").ConfigureHttpClient(http => http.BaseAddress = null).AddResilienceHandler("r", b => b.[|AddRetry(new HttpRetryStrategyOptions())|]);
                    var c = services.AddHttpClient("c");
                    c.AddResilienceHandler("r", b => b.AddRetry(new HttpRetryStrategyOptions()));
                    c.AddResilienceHandler("b", b => b.AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions()));
                }
            }
            """,
            On(Library.Polly, Library.HttpResilience)
        );

    [Fact]
    public Task Policies() =>
        VerifyCS<RetryHasNoBudget>.VerifyAnalyzerAsync(
            """
            using Microsoft.Extensions.DependencyInjection;
            using Polly;

            class Alone { static void Add(IServiceCollection services) => services.AddHttpClient("a").AddTransientHttpErrorPolicy(p => p.[|WaitAndRetryAsync(3, n => TimeSpan.FromSeconds(n))|]); }
            class Both { static void Add(IServiceCollection services) => services.AddHttpClient("a").AddTransientHttpErrorPolicy(p => p.WaitAndRetryAsync(3, n => TimeSpan.FromSeconds(n))).AddTransientHttpErrorPolicy(p => p.CircuitBreakerAsync(5, TimeSpan.FromSeconds(30))); }
            """,
            On(Library.Polly, Library.Polly7, Library.HttpPolly)
        );

    [Fact]
    public Task Loops() =>
        VerifyCS<RetryHasNoBudget>.VerifyAnalyzerAsync(
            """
            using Polly;
            using Polly.CircuitBreaker;
            using System.Threading.RateLimiting;

            class C(HttpClient http, RateLimiter budget)
            {
                static readonly ResiliencePipeline Breaker = new ResiliencePipelineBuilder().AddCircuitBreaker(new CircuitBreakerStrategyOptions()).Build();

                async Task Bare()
                {
                    [|for|] (var attempt = 0; ; attempt++)
                    {
                        try { await http.GetStringAsync("/a"); return; }
                        catch (HttpRequestException) when (attempt < 3) { await Task.Delay(1000); }
                    }
                }

                async Task Broken()
                {
                    for (var attempt = 0; ; attempt++)
                    {
                        try { await Breaker.ExecuteAsync(async t => await http.GetStringAsync("/a", t)); return; }
                        catch (HttpRequestException) when (attempt < 3) { await Task.Delay(1000); }
                    }
                }

                async Task Budgeted()
                {
                    for (var attempt = 0; ; attempt++)
                    {
                        try { await http.GetStringAsync("/a"); return; }
                        catch (HttpRequestException) when (attempt < 3) { if (!budget.AttemptAcquire().IsAcquired) throw; await Task.Delay(1000); }
                    }
                }

                async Task Asked()
                {
                    for (var attempt = 0; ; attempt++)
                    {
                        try { await http.GetStringAsync("/a"); return; }
                        catch (HttpRequestException) when (MayRetry(attempt)) { await Task.Delay(1000); }
                    }
                }

                bool MayRetry(int attempt) => attempt < 3;

                async Task Logged(string name)
                {
                    [|for|] (var attempt = 0; ; attempt++)
                    {
                        try { await http.GetStringAsync("/a"); return; }
                        catch (HttpRequestException) when (attempt < 3) { if (!string.IsNullOrEmpty(name)) Log(name); await Task.Delay(1000); }
                    }
                }

                void Log(string name) { }
            }
            """,
            On(Library.Polly)
        );

    [Theory]
    [InlineData("Breaker.ExecuteAsync(async t => { LOOP });", false)]
    [InlineData("Both.ExecuteAsync(async t => { LOOP });", false)]
    [InlineData("Limit.ExecuteAsync(async t => { LOOP });", true)]
    [InlineData("given.ExecuteAsync(async t => { LOOP });", false)]
    [InlineData("Run(async () => { LOOP });", false)]
    [InlineData("Func<Task> later = async () => { LOOP };", true)]
    public Task Loops_in_a_function_that_something_runs(string body, bool reported) =>
        VerifyCS<RetryHasNoBudget>.VerifyAnalyzerAsync(
            """
            using Polly;
            using Polly.CircuitBreaker;

            class C(HttpClient http)
            {
                static readonly ResiliencePipeline Breaker = new ResiliencePipelineBuilder().AddCircuitBreaker(new CircuitBreakerStrategyOptions()).Build();
                static readonly ResiliencePipeline Both = new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(9)).AddCircuitBreaker(new CircuitBreakerStrategyOptions()).Build();
                static readonly ResiliencePipeline Limit = new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(9)).Build();
                void M(ResiliencePipeline given, Action<Func<Task>> run) { BODY }
                static void Run(Func<Task> work) => work();
            }
            """.Replace("BODY", body).Replace(
                "LOOP",
                (reported ? "[|for|]" : "for")
                    + " (var attempt = 0; ; attempt++) { try { await http.GetStringAsync(\"/a\"); return; } catch (HttpRequestException) when (attempt < 3) { await Task.Delay(1000); } }"
            ),
            On(Library.Polly)
        );

    [Theory]
    [InlineData("", true)]
    [InlineData(".ConfigureHttpClient(http => http.BaseAddress = null)", true)]
    [InlineData(
        ".ConfigureHttpClient(http => http.BaseAddress = null).AddResilienceHandler(\"b\", b => b.AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions()))",
        false
    )]
    public Task Loops_over_a_registered_client(string steps, bool reported) =>
        VerifyCS<RetryHasNoBudget>.VerifyAnalyzerAsync(
            """
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Http.Resilience;
            using Polly;

            class Orders(HttpClient http)
            {
                async Task M()
                {
                    FOR (var attempt = 0; ; attempt++)
                    {
                        try { await http.GetStringAsync("/a"); return; }
                        catch (HttpRequestException) when (attempt < 3) { await Task.Delay(1000); }
                    }
                }
            }

            static class Setup { static void Add(IServiceCollection services) => services.AddHttpClient<Orders>()STEPS; }
            """.Replace("FOR", reported ? "[|for|]" : "for").Replace("STEPS", steps),
            On(Library.Polly, Library.HttpResilience)
        );
}
