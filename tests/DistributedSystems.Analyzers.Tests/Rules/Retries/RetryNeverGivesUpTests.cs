using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Retries;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

public class RetryNeverGivesUpTests
{
    [Fact]
    public Task Loops() =>
        VerifyCS<RetryNeverGivesUp>.VerifyAnalyzerAsync(
            """
            class Orders(HttpClient http)
            {
                async Task<string> Forever()
                {
                    [|while|] (true)
                    {
                        try { return await http.GetStringAsync("/a"); }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }
                }

                async Task Flag()
                {
                    var done = false;
                    [|while|] (!done)
                    {
                        try { await http.GetStringAsync("/a"); done = true; }
                        catch (Exception) { await Task.Delay(1000); }
                    }
                }

                async Task Counted()
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await http.GetStringAsync("/a"); return; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }
                }

                async Task CountedInFilter()
                {
                    var attempt = 0;
                    while (true)
                    {
                        try { await http.GetStringAsync("/a"); return; }
                        catch (HttpRequestException) when (++attempt < 3) { await Task.Delay(1000); }
                    }
                }

                async Task ThrowsInTheEnd()
                {
                    var attempt = 0;
                    while (true)
                    {
                        try { await http.GetStringAsync("/a"); return; }
                        catch (HttpRequestException) { if (++attempt == 3) throw; await Task.Delay(1000); }
                    }
                }

                async Task LimitedByTime()
                {
                    var watch = System.Diagnostics.Stopwatch.StartNew();
                    while (watch.Elapsed < TimeSpan.FromMinutes(1))
                    {
                        try { await http.GetStringAsync("/a"); return; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }
                }

                async Task ReconnectsOrThrows()
                {
                    var retry = true;
                    while (retry)
                    {
                        try { await http.GetStringAsync("/a"); return; }
                        catch (Exception)
                        {
                            retry = false;
                            try { Reconnect(); retry = true; } catch (IOException) { }
                            if (!retry) throw;
                        }
                    }
                }

                void Reconnect() => File.ReadAllText("settings");

                async Task WithACallersToken(CancellationToken stop)
                {
                    [|while|] (true)
                    {
                        try { await http.GetStringAsync("/a"); return; }
                        catch (HttpRequestException) { await Task.Delay(1000, stop); }
                    }
                }

                async Task WithinAMinute(CancellationToken stop)
                {
                    using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
                    limit.CancelAfter(TimeSpan.FromMinutes(1));
                    while (true)
                    {
                        try { await http.GetStringAsync("/a", limit.Token); return; }
                        catch (HttpRequestException) { await Task.Delay(1000, limit.Token); }
                    }
                }

                async Task Governed(CancellationToken stop)
                {
                    while (!stop.IsCancellationRequested)
                    {
                        try { await http.GetStringAsync("/a"); return; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }
                }

                async Task Worker()
                {
                    while (true)
                    {
                        try { await http.GetStringAsync("/a"); }
                        catch (HttpRequestException) { }
                        await Task.Delay(1000);
                    }
                }
            }
            """
        );

    [Fact]
    public Task Policies() =>
        VerifyCS<RetryNeverGivesUp>.VerifyAnalyzerAsync(
            """
            using Polly;
            using Polly.Retry;
            class Orders(HttpClient http)
            {
                readonly IAsyncPolicy forever = Policy.Handle<HttpRequestException>().[|WaitAndRetryForeverAsync(_ => TimeSpan.FromSeconds(1))|];
                readonly IAsyncPolicy asked = Policy.Handle<HttpRequestException>().[|WaitAndRetryForeverAsync(_ => TimeSpan.FromSeconds(1))|];
                readonly IAsyncPolicy stopped = Policy.Handle<HttpRequestException>().WaitAndRetryForeverAsync(_ => TimeSpan.FromSeconds(1));
                readonly CancellationTokenSource closing = new();
                static readonly ResiliencePipeline Endless = new ResiliencePipelineBuilder().[|AddRetry(new RetryStrategyOptions { MaxRetryAttempts = int.MaxValue })|].Build();
                static readonly ResiliencePipeline Bounded = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 4 }).Build();
                async Task A() => await Endless.ExecuteAsync(async token => await http.GetStringAsync("/a", token));
                async Task B() => await Bounded.ExecuteAsync(async token => await http.GetStringAsync("/a", token));
                async Task C(CancellationToken stop) => await asked.ExecuteAsync(async token => await http.GetStringAsync("/a", token), stop);
                async Task D() => await stopped.ExecuteAsync(async token => await http.GetStringAsync("/a", token), closing.Token);
            }
            """,
            Library.Polly,
            Library.Polly7
        );
}
