using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

public class RetriesAreNestedTests
{
    [Fact]
    public Task Pipelines() =>
        VerifyCS<RetriesAreNested>.VerifyAnalyzerAsync(
            """
            using Polly;
            using Polly.Retry;

            class Prices(HttpClient http, bool urgent)
            {
                static readonly ResiliencePipeline Retrying = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).Build();
                static readonly ResiliencePipeline Limited = new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(3)).Build();
                static readonly ResiliencePipeline Twice = new ResiliencePipelineBuilder()
                    .AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 2, ShouldHandle = new PredicateBuilder().Handle<HttpRequestException>() })
                    .AddTimeout(TimeSpan.FromSeconds(30))
                    .[|AddRetry(new RetryStrategyOptions { ShouldHandle = new PredicateBuilder().Handle<HttpRequestException>() })|]
                    .Build();
                static readonly ResiliencePipeline<HttpResponseMessage> Different = new ResiliencePipelineBuilder<HttpResponseMessage>()
                    .AddRetry(new RetryStrategyOptions<HttpResponseMessage> { ShouldHandle = new PredicateBuilder<HttpResponseMessage>().Handle<HttpRequestException>() })
                    .AddRetry(new RetryStrategyOptions<HttpResponseMessage> { ShouldHandle = new PredicateBuilder<HttpResponseMessage>().HandleResult(r => r.StatusCode == System.Net.HttpStatusCode.TooManyRequests) })
                    .Build();

                async Task InLoop()
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await [|Retrying.ExecuteAsync(async t => await http.GetStringAsync("/a", t))|]; return; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }
                }

                async Task LimitInLoop()
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await Limited.ExecuteAsync(async t => await http.GetStringAsync("/a", t)); return; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }
                }

                async Task InPipeline() => await Retrying.ExecuteAsync(async outer => await [|Retrying.ExecuteAsync(async t => await http.GetStringAsync("/a", t), outer)|]);

                async Task OnceInPipeline() => await Retrying.ExecuteAsync(async outer => await Limited.ExecuteAsync(async t => await http.GetStringAsync("/a", t), outer));

                async Task EachItem(string[] paths)
                {
                    foreach (var path in paths)
                    {
                        try { await Retrying.ExecuteAsync(async t => await http.GetStringAsync(path, t)); }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }
                }

                async Task Worker(CancellationToken stop)
                {
                    while (!stop.IsCancellationRequested)
                    {
                        try { await Retrying.ExecuteAsync(async t => await http.GetStringAsync("/next", t)); }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }
                }

                async Task NothingRemote()
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { Retrying.Execute(() => File.ReadAllText("a")); return; }
                        catch (IOException) { await Task.Delay(1000); }
                    }
                }

                async Task LoopInPipeline() => await Retrying.ExecuteAsync(async t =>
                {
                    [|for|] (var attempt = 0; ; attempt++)
                    {
                        try { await http.GetStringAsync("/a", t); return; }
                        catch (HttpRequestException) when (attempt < 3) { await Task.Delay(1000); }
                    }
                });
            }
            """,
            Library.Polly
        );

    [Fact]
    public Task Loops() =>
        VerifyCS<RetriesAreNested>.VerifyAnalyzerAsync(
            """
            class Prices(HttpClient http)
            {
                async Task<string> Nested()
                {
                    for (var round = 0; round < 3; round++)
                    {
                        [|for|] (var attempt = 0; attempt < 4; attempt++)
                        {
                            try { return await http.GetStringAsync("/a"); }
                            catch (HttpRequestException) { await Task.Delay(1000); }
                        }

                        await Task.Delay(10000);
                    }

                    throw new TimeoutException();
                }

                async Task<string> Items(string[] hosts)
                {
                    foreach (var host in hosts)
                    {
                        for (var attempt = 0; attempt < 4; attempt++)
                        {
                            try { return await http.GetStringAsync(host); }
                            catch (HttpRequestException) { await Task.Delay(1000); }
                        }
                    }

                    throw new TimeoutException();
                }

                async Task Polls(CancellationToken stop)
                {
                    while (!stop.IsCancellationRequested)
                    {
                        for (var attempt = 0; attempt < 4; attempt++)
                        {
                            try { await http.GetStringAsync("/next"); break; }
                            catch (HttpRequestException) { await Task.Delay(1000); }
                        }

                        await Task.Delay(10000);
                    }
                }

                async Task<string> LeavesBoth()
                {
                    for (var round = 0; round < 3; round++)
                    {
                        for (var attempt = 0; ; attempt++)
                        {
                            try { return await http.GetStringAsync("/a"); }
                            catch (HttpRequestException) when (attempt < 4) { await Task.Delay(1000); }
                        }
                    }

                    throw new TimeoutException();
                }
            }
            """
        );

    [Fact]
    public Task Methods_of_the_project() =>
        VerifyCS<RetriesAreNested>.VerifyAnalyzerAsync(
            """
            interface IGateway { Task<string> Read(); }

            class Gateway(HttpClient http) : IGateway
            {
                public async Task<string> Read()
                {
                    for (var attempt = 0; ; attempt++)
                    {
                        try { return await http.GetStringAsync("/a"); }
                        catch (HttpRequestException) when (attempt < 3) { await Task.Delay(1000); }
                    }
                }

                public async Task<string> Swallows()
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { return await http.GetStringAsync("/a"); }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }

                    return null;
                }

                public Task<string> Once() => http.GetStringAsync("/a");

                public Task<string> Through() => Read();
            }

            class Caller(IGateway gateway, Gateway known)
            {
                async Task<string> Interface()
                {
                    for (var attempt = 0; ; attempt++)
                    {
                        try { return await [|gateway.Read()|]; }
                        catch (HttpRequestException) when (attempt < 3) { await Task.Delay(1000); }
                    }
                }

                async Task<string> TwoSteps()
                {
                    while (true)
                    {
                        try { return await [|known.Through()|]; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }
                }

                async Task<string> OneAttemptEach()
                {
                    for (var attempt = 0; ; attempt++)
                    {
                        try { return await known.Once(); }
                        catch (HttpRequestException) when (attempt < 3) { await Task.Delay(1000); }
                    }
                }

                async Task<string> NothingGetsOut()
                {
                    for (var attempt = 0; ; attempt++)
                    {
                        try { return await known.Swallows(); }
                        catch (HttpRequestException) when (attempt < 3) { await Task.Delay(1000); }
                    }
                }

                async Task<string> OnceMore()
                {
                    try { return await known.Read(); }
                    catch (HttpRequestException) { return await [|known.Read()|]; }
                }
            }

            static class Retry
            {
                public static async Task<T> Run<T>(Func<Task<T>> action)
                {
                    for (var attempt = 0; ; attempt++)
                    {
                        try { return await action(); }
                        catch (HttpRequestException) when (attempt < 3) { await Task.Delay(1000); }
                    }
                }
            }

            class Helped(HttpClient http, Gateway known)
            {
                Task<string> Twice() => Retry.Run(() => [|Retry.Run(() => http.GetStringAsync("/a"))|]);
                Task<string> Inside() => Retry.Run(() => [|known.Read()|]);
                Task<string> Once() => Retry.Run(() => http.GetStringAsync("/a"));
            }
            """
        );

    [Fact]
    public Task Policies() =>
        VerifyCS<RetriesAreNested>.VerifyAnalyzerAsync(
            """
            using Polly;

            class Prices(HttpClient http)
            {
                static readonly IAsyncPolicy Slow = Policy.Handle<HttpRequestException>().WaitAndRetryAsync(3, _ => TimeSpan.FromSeconds(30));
                static readonly IAsyncPolicy Quick = Policy.Handle<HttpRequestException>().[|WaitAndRetryAsync(2, _ => TimeSpan.FromSeconds(1))|];
                static readonly IAsyncPolicy Alone = Policy.Handle<HttpRequestException>().WaitAndRetryAsync(2, _ => TimeSpan.FromSeconds(1));

                Task Both() => Slow.WrapAsync(Quick).ExecuteAsync(() => http.GetStringAsync("/a"));
                Task One() => Alone.WrapAsync(Policy.TimeoutAsync(3)).ExecuteAsync(() => http.GetStringAsync("/a"));
                Task Manual() => Slow.ExecuteAsync(() => [|Alone.ExecuteAsync(() => http.GetStringAsync("/a"))|]);
            }
            """,
            Library.Polly,
            Library.Polly7
        );

    [Fact]
    public Task Registered_clients() =>
        VerifyCS<RetriesAreNested>.VerifyAnalyzerAsync(
            """
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Http.Resilience;
            using Polly;

            class Orders(HttpClient http) { public Task<string> Read() => http.GetStringAsync("/orders"); }
            class Bare(HttpClient http) { public Task<string> Read() => http.GetStringAsync("/orders"); }

            class Caller(Orders orders, Bare bare)
            {
                async Task<string> Again()
                {
                    for (var attempt = 0; ; attempt++)
                    {
                        try { return await [|orders.Read()|]; }
                        catch (HttpRequestException) when (attempt < 3) { await Task.Delay(1000); }
                    }
                }

                async Task<string> BareAgain()
                {
                    for (var attempt = 0; ; attempt++)
                    {
                        try { return await bare.Read(); }
                        catch (HttpRequestException) when (attempt < 3) { await Task.Delay(1000); }
                    }
                }
            }

            static class Program
            {
                static void Add(IServiceCollection services)
                {
                    services.AddHttpClient<Orders>().AddStandardResilienceHandler();
                    services.AddHttpClient<Bare>();
                    services.AddHttpClient("two").AddTransientHttpErrorPolicy(p => p.RetryAsync(2)).[|AddTransientHttpErrorPolicy(p => p.WaitAndRetryAsync(3, n => TimeSpan.FromSeconds(n)))|];
                    services.AddHttpClient("one").AddTransientHttpErrorPolicy(p => p.RetryAsync(2)).AddTransientHttpErrorPolicy(p => p.CircuitBreakerAsync(3, TimeSpan.FromSeconds(30)));
                    services.AddHttpClient("different").AddTransientHttpErrorPolicy(p => p.RetryAsync(2)).AddPolicyHandler(Policy.HandleResult<HttpResponseMessage>(r => r.StatusCode == System.Net.HttpStatusCode.TooManyRequests).RetryAsync(2));
                }
            }
            """,
            Library.Polly,
            Library.Polly7,
            Library.HttpPolly,
            Library.HttpResilience
        );

    [Fact]
    public Task Defaults_and_a_handler_of_its_own() =>
        VerifyCS<RetriesAreNested>.VerifyAnalyzerAsync(
            """
            #pragma warning disable EXTEXP0001 // To remove handlers is an experiment.
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Http.Resilience;

            static class Program
            {
                static void Add(IServiceCollection services)
                {
                    services.ConfigureHttpClientDefaults(http => http.AddStandardResilienceHandler());
                    services.AddHttpClient("a").[|AddStandardResilienceHandler()|];
                    services.AddHttpClient("b").RemoveAllResilienceHandlers().AddStandardResilienceHandler();
                    services.AddHttpClient("c");
                }
            }
            """,
            Library.Polly,
            Library.HttpResilience
        );

    [Fact]
    public async Task The_message_prints_the_product()
    {
        const string code = """
            using Polly;
            using Polly.Retry;

            class C
            {
                readonly HttpClient http = new();
                static readonly ResiliencePipeline Retrying = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).Build();

                async Task M()
                {
                    for (var attempt = 0; attempt < 2; attempt++)
                    {
                        try { await Retrying.ExecuteAsync(async t => await http.GetStringAsync("/a", t)); return; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }
                }
            }
            """;
        var setup = Setup.With(Library.Polly);
        var diagnostic = Assert.Single(await Analysis.DiagnosticsOf(Analysis.Compile(code, setup), [new RetriesAreNested()], setup));
        Assert.Equal(
            "The pipeline's retry strategy runs inside the retry loop around it: up to 2 × 4 = 8 calls when the service is in trouble",
            diagnostic.GetMessage()
        );
    }

    [Fact]
    public async Task A_client_that_retries_by_itself_is_information()
    {
        const string code = """
            class Store { public Task Put() => Task.CompletedTask; }

            class C
            {
                readonly Store store = new();

                async Task M()
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await store.Put(); return; }
                        catch (TimeoutException) { await Task.Delay(1000); }
                    }
                }

                Task Once() => store.Put();
            }
            """;
        var setup = new Setup
        {
            AdditionalFiles = new Dictionary<string, string>
            {
                ["our.remoteapi.txt"] = "library Ours\ntype Store\nmember Put remote idempotent hidden-retries=3\n",
            },
        };
        var diagnostic = Assert.Single(await Analysis.DiagnosticsOf(Analysis.Compile(code, setup), [new RetriesAreNested()], setup));
        Assert.Equal(DiagnosticSeverity.Info, diagnostic.Severity);
        Assert.Contains("up to 3 × 4 = 12 calls", diagnostic.GetMessage());
    }

    [Theory]
    [InlineData("await Retrying.ExecuteAsync(async token => await store.Put());", "up to 2 × 3 × 4 = 24 calls")]
    [InlineData("await Twice(() => store.Put());", "up to 2 × 2 × 4 = 16 calls")]
    [InlineData("await Retrying.ExecuteAsync(async token => await store.Get());", "up to 2 × 3 = 6 calls")]
    public async Task The_product_counts_what_the_client_retries_by_itself(string work, string product)
    {
        var code = $$"""
            using System;
            using System.Threading.Tasks;
            using Polly;
            using Polly.Retry;

            class Store
            {
                public Task Put() => Task.CompletedTask;
                public Task Get() => Task.CompletedTask;
            }

            class C
            {
                static readonly ResiliencePipeline Retrying = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 2 }).Build();

                readonly Store store = new();

                async Task M()
                {
                    for (var attempt = 0; attempt < 2; attempt++)
                    {
                        try { {{work}} return; }
                        catch (TimeoutException) { await Task.Delay(1000); }
                    }
                }

                static async Task Twice(Func<Task> work)
                {
                    for (var attempt = 0; attempt < 2; attempt++)
                    {
                        try { await work(); return; }
                        catch (TimeoutException) { await Task.Delay(1000); }
                    }

                    throw new TimeoutException();
                }
            }
            """;
        var setup = Setup.With(Library.Polly) with
        {
            AdditionalFiles = new Dictionary<string, string>
            {
                ["our.remoteapi.txt"] = "library Ours\ntype Store\nmember Put remote idempotent hidden-retries=3\nmember Get remote safe\n",
            },
        };
        var diagnostic = Assert.Single(
            await Analysis.DiagnosticsOf(Analysis.Compile(code, setup), [new RetriesAreNested()], setup),
            found => found.Severity == DiagnosticSeverity.Warning
        );
        Assert.Contains(product, diagnostic.GetMessage());
    }
}
