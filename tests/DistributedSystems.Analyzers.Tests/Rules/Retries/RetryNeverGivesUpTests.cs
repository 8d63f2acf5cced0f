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

    [Fact]
    public Task Only_success_changes_what_lets_the_loop_go_on() =>
        VerifyCS<RetryNeverGivesUp>.VerifyAnalyzerAsync(
            """
            class Depth(HttpClient http)
            {
                async Task<string> UntilThere()
                {
                    string? text = null;
                    [|while|] (text is null)
                    {
                        try { text = await http.GetStringAsync("/depth"); }
                        catch (HttpRequestException e) { Console.WriteLine(e); await Task.Delay(1000); }
                    }

                    return text;
                }

                async Task<int> UntilPositive()
                {
                    var depth = -1;
                    [|while|] (depth < 0)
                    {
                        try
                        {
                            var text = await http.GetStringAsync("/depth");
                            depth = int.Parse(text);
                        }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }

                    return depth;
                }

                async Task<string> UntilFilled(bool wanted)
                {
                    var text = "";
                    [|while|] (wanted && string.IsNullOrEmpty(text))
                    {
                        try { text = await http.GetStringAsync("/depth"); }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }

                    return text;
                }

                async Task<string> UntilSetInHandler()
                {
                    var text = "";
                    while (text.Length == 0)
                    {
                        try { text = await http.GetStringAsync("/depth"); }
                        catch (HttpRequestException) { text = "unknown"; }
                    }

                    return text;
                }

                async Task<int> UntilCountedDown()
                {
                    var (depth, left) = (-1, 5);
                    while (depth < 0 && left > 0)
                    {
                        try { depth = int.Parse(await http.GetStringAsync("/depth")); }
                        catch (HttpRequestException) { left--; await Task.Delay(1000); }
                    }

                    return depth;
                }

                async Task UntilSomebodyElse(Action<Action> onStop)
                {
                    var text = "";
                    onStop(() => text = "stopped");
                    while (text.Length == 0)
                    {
                        try { text = await http.GetStringAsync("/depth"); }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }
                }

                async Task<string> UntilTakenOverBefore()
                {
                    var text = "";
                    while (text.Length == 0)
                    {
                        text = Environment.MachineName;
                        try { text = await http.GetStringAsync("/depth"); }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }

                    return text;
                }
            }
            """
        );

    [Fact]
    public Task The_value_that_ends_the_loop_hides_no_failure() =>
        VerifyCS<ExhaustedRetryIsHidden>.VerifyAnalyzerAsync(
            """
            class Depth(HttpClient http)
            {
                async Task<string> UntilThere()
                {
                    string text = null;
                    while (text == null)
                    {
                        try { text = await http.GetStringAsync("/depth"); }
                        catch (HttpRequestException e) { Console.WriteLine(e); await Task.Delay(1000); }
                    }

                    return text;
                }
            }
            """
        );
}
