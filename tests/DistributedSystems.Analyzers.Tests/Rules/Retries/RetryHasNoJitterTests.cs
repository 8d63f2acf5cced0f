using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Retries;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

public class RetryHasNoJitterTests
{
    [Fact]
    public Task Loops() =>
        VerifyCS<RetryHasNoJitter>.VerifyAnalyzerAsync(
            """
            class Orders(HttpClient http, TimeSpan configured)
            {
                async Task Fixed()
                {
                    [|for|] (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await http.GetStringAsync("/a"); return; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }
                }

                async Task Exponential()
                {
                    var delay = TimeSpan.FromSeconds(1);
                    [|while|] (true)
                    {
                        try { await http.GetStringAsync("/a"); return; }
                        catch (HttpRequestException) { await Task.Delay(delay); delay *= 2; }
                    }
                }

                async Task Configured()
                {
                    [|while|] (true)
                    {
                        try { await http.GetStringAsync("/a"); return; }
                        catch (HttpRequestException) { Thread.Sleep(configured); }
                    }
                }

                async Task DelayIsForgotten()
                {
                    while (true)
                    {
                        try { await http.GetStringAsync("/a"); return; }
                        catch (HttpRequestException) { _ = Task.Delay(1000); }
                    }
                }

                async Task Spread()
                {
                    while (true)
                    {
                        try { await http.GetStringAsync("/a"); return; }
                        catch (HttpRequestException) { await Task.Delay(1000 + Random.Shared.Next(500)); }
                    }
                }

                async Task SpreadBefore()
                {
                    var delay = 1000;
                    while (true)
                    {
                        try { await http.GetStringAsync("/a"); return; }
                        catch (HttpRequestException) { delay += new Random().Next(1000); await Task.Delay(delay); }
                    }
                }

                async Task ByHelper()
                {
                    while (true)
                    {
                        try { await http.GetStringAsync("/a"); return; }
                        catch (HttpRequestException) { await Task.Delay(Next()); }
                    }
                }

                async Task Table()
                {
                    [|foreach|] (var delay in new[] { 100, 500, 2000 })
                    {
                        try { await http.GetStringAsync("/a"); return; }
                        catch (HttpRequestException) { await Task.Delay(delay); }
                    }
                }

                async Task SpreadTable()
                {
                    foreach (var delay in Enumerable.Range(0, 4).Select(attempt => TimeSpan.FromMilliseconds(Random.Shared.Next(100 << attempt))))
                    {
                        try { await http.GetStringAsync("/a"); return; }
                        catch (HttpRequestException) { await Task.Delay(delay); }
                    }
                }

                async Task TableOfHelper(Func<IEnumerable<TimeSpan>> delays)
                {
                    foreach (var delay in delays())
                    {
                        try { await http.GetStringAsync("/a"); return; }
                        catch (HttpRequestException) { await Task.Delay(delay); }
                    }
                }

                async Task Poll()
                {
                    while (true)
                    {
                        try { await http.GetStringAsync("/a"); }
                        catch (HttpRequestException) { }
                        await Task.Delay(1000);
                    }
                }

                TimeSpan Next() => TimeSpan.FromSeconds(Random.Shared.NextDouble());
            }
            """
        );

    [Fact]
    public Task Policies() =>
        VerifyCS<RetryHasNoJitter>.VerifyAnalyzerAsync(
            """
            using Polly;
            using Polly.Retry;
            class Orders(HttpClient http)
            {
                static readonly ResiliencePipeline Default = new ResiliencePipelineBuilder().[|AddRetry(new RetryStrategyOptions())|].Build();
                static readonly ResiliencePipeline<HttpResponseMessage> Exponential = new ResiliencePipelineBuilder<HttpResponseMessage>().[|AddRetry(new() { BackoffType = DelayBackoffType.Exponential })|].Build();
                static readonly ResiliencePipeline<HttpResponseMessage> OnPurpose = new ResiliencePipelineBuilder<HttpResponseMessage>().AddRetry(new() { UseJitter = false }).Build();
                static readonly ResiliencePipeline Spread = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { UseJitter = true }).Build();
                readonly IAsyncPolicy seven = Policy.Handle<HttpRequestException>().[|WaitAndRetryAsync(3, attempt => TimeSpan.FromSeconds(Math.Pow(2, attempt)))|];
                readonly IAsyncPolicy sevenSpread = Policy.Handle<HttpRequestException>().WaitAndRetryAsync(3, attempt => TimeSpan.FromSeconds(Math.Pow(2, attempt)) + TimeSpan.FromMilliseconds(Random.Shared.Next(100)));
                readonly IAsyncPolicy fromElsewhere = Policy.Handle<HttpRequestException>().WaitAndRetryAsync(Delays());
                static IEnumerable<TimeSpan> Delays() => Enumerable.Empty<TimeSpan>();
                async Task A() => await Default.ExecuteAsync(async token => await http.GetStringAsync("/a", token));
                async Task B() => await Spread.ExecuteAsync(async token => await http.GetStringAsync("/a", token));
            }
            """,
            Library.Polly,
            Library.Polly7
        );
}
