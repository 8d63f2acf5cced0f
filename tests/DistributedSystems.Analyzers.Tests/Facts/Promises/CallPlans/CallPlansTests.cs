using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Facts;

/// <summary>What is read around a call.</summary>
public class CallPlansTests
{
    private static string Told(string source, params string[] libraries)
    {
        var probe = Probe.At(source, libraries);
        var plan = probe.Facts.CallPlans.PlanOf(probe.Call);
        return $"{plan.Time} [{plan.Sum}] {plan.Calls?.ToString() ?? "?"} {plan.Decisive}".TrimEnd();
    }

    [Fact]
    public void The_default_of_a_client() =>
        Assert.Equal(
            "100 s [] 1 the default of HttpClient",
            Told("class C(HttpClient http) { Task M() => [|http.GetStringAsync(\"/a\")|]; }")
        );

    [Fact]
    public void A_client_that_is_made_with_a_timeout() =>
        Assert.Equal(
            "7 s [] 1 the client's timeout",
            Told(
                "class C { static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(7) }; Task M() => [|Http.GetStringAsync(\"/a\")|]; }"
            )
        );

    [Fact]
    public void A_loop_around_an_attempt_with_its_own_token() =>
        Assert.Equal(
            "33 s [3 attempts × 10 s + 3 s] 3",
            Told(
                """
                class C(HttpClient http)
                {
                    async Task<string> M()
                    {
                        for (var attempt = 0; ; attempt++)
                        {
                            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
                            try { return await [|http.GetStringAsync("/a", limit.Token)|]; }
                            catch (Exception e) when (attempt < 2 && e is HttpRequestException or OperationCanceledException) { await Task.Delay(1500); }
                        }
                    }
                }
                """
            )
        );

    [Fact]
    public void A_token_that_attempts_share_limits_them_together() =>
        Assert.Equal(
            "10 s [] 3 the timeout of its token",
            Told(
                """
                class C(HttpClient http)
                {
                    async Task<string> M()
                    {
                        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
                        for (var attempt = 0; ; attempt++)
                        {
                            try { return await [|http.GetStringAsync("/a", limit.Token)|]; }
                            catch (HttpRequestException) when (attempt < 2) { await Task.Delay(1500); }
                        }
                    }
                }
                """
            )
        );

    private const string Pipeline = """
        using Polly; using Polly.Retry;
        class C(HttpClient http)
        {
            readonly ResiliencePipeline pipeline = new ResiliencePipelineBuilder()
                .AddTimeout(TimeSpan.FromSeconds(25))
                .AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 3, Delay = TimeSpan.FromSeconds(2), BackoffType = DelayBackoffType.Exponential })
                .AddTimeout(TimeSpan.FromSeconds(5))
                .Build();
            async Task<string> M() => await pipeline.ExecuteAsync(async stop => await [|http.GetStringAsync("/a"TOKEN)|]);
        }
        """;

    [Fact]
    public void A_pipeline_with_a_total_and_a_limit_for_each_attempt() =>
        Assert.Equal(
            "25 s [4 attempts × 5 s + 14 s = 34 s, cut by the pipeline's timeout] 4 the pipeline's timeout",
            Told(Pipeline.Replace("TOKEN", ", stop"), Library.Polly)
        );

    [Fact]
    public void Timeouts_of_a_pipeline_end_nothing_that_does_not_look_at_its_token() =>
        Assert.Equal("6.9 min [4 attempts × 100 s + 14 s] 4", Told(Pipeline.Replace("TOKEN", ""), Library.Polly));

    private const string Typed = """
        using Microsoft.Extensions.DependencyInjection;
        class Startup { void Configure(IServiceCollection services) => services.AddHttpClient<C>(CLIENT)HANDLER; }
        class C
        {
            readonly HttpClient http;
            public C(HttpClient http) => this.http = http;
            async Task<string> M() => await [|http.GetStringAsync("/a")|];
        }
        """;

    private static string ToldOfTyped(string client, string handler) =>
        Told(Typed.Replace("CLIENT", client).Replace("HANDLER", handler), Library.HttpResilience);

    [Fact]
    public void A_registered_client_with_its_timeout() =>
        Assert.Equal("8 s [] 1 'HttpClient.Timeout'", ToldOfTyped("client => client.Timeout = TimeSpan.FromSeconds(8)", ""));

    [Fact]
    public void The_standard_handler_with_its_defaults() =>
        Assert.Equal(
            "30 s [4 attempts × 10 s + 14 s = 54 s, cut by the handler's total timeout] 4 the handler's total timeout",
            ToldOfTyped("", ".AddStandardResilienceHandler()")
        );

    [Fact]
    public void The_standard_handler_as_it_is_set() =>
        Assert.Equal(
            "14 s [3 attempts × 4 s + 3 s = 15 s, cut by the handler's total timeout] 3 the handler's total timeout".Replace(
                "14 s [",
                "14 s ["
            ),
            ToldOfTyped(
                "",
                ".AddStandardResilienceHandler(o => { o.AttemptTimeout.Timeout = TimeSpan.FromSeconds(4); o.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(14); o.Retry.MaxRetryAttempts = 2; o.Retry.Delay = TimeSpan.FromSeconds(1); })"
            )
        );

    [Fact]
    public void A_loop_around_a_client_with_the_standard_handler_makes_twelve_calls() =>
        Assert.Equal(
            "92 s [3 attempts × 30 s + 2 s] 12",
            Told(
                Typed
                    .Replace("CLIENT", "")
                    .Replace("HANDLER", ".AddStandardResilienceHandler()")
                    .Replace(
                        "async Task<string> M() => await [|http.GetStringAsync(\"/a\")|];",
                        """
                        async Task<string> M()
                        {
                            for (var attempt = 0; ; attempt++)
                            {
                                try { return await [|http.GetStringAsync("/a")|]; }
                                catch (HttpRequestException) when (attempt < 2) { await Task.Delay(1000); }
                            }
                        }
                        """
                    ),
                Library.HttpResilience
            )
        );

    [Theory]
    [InlineData("async Task M() => await [|http.GetStringAsync(\"/a\")|];", "the caller")]
    [InlineData("Task M() => [|http.GetStringAsync(\"/a\")|];", "the caller")]
    [InlineData("void M() { _ = [|http.GetStringAsync(\"/a\")|]; }", "nobody")]
    [InlineData(
        "async Task M() { try { await [|http.GetStringAsync(\"/a\")|]; } catch (Exception) { Console.WriteLine(); } }",
        "a handler here"
    )]
    [InlineData("async Task M() { await [|http.GetAsync(\"/a\")|]; }", "the caller, or whoever reads the status")]
    [InlineData("async Task M() { var t = [|http.GetStringAsync(\"/a\")|]; await t; }", "whoever awaits the task")]
    public void Who_hears_of_a_failure(string member, string observer)
    {
        var probe = Probe.At($"class C(HttpClient http) {{ {member} }}");
        Assert.Equal(observer, probe.Facts.CallPlans.ObserverOf(probe.Call));
    }

    [Theory]
    [InlineData("http.GetStringAsync(\"https://prices.example/a\")", "prices.example")]
    [InlineData("http.GetStringAsync(\"/a\")", "HttpClient")]
    public void What_is_called(string call, string system)
    {
        var probe = Probe.At($"class C(HttpClient http) {{ Task M() => [|{call}|]; }}");
        Assert.Equal(system, probe.Facts.CallPlans.SystemOf(probe.Call));
    }
}
