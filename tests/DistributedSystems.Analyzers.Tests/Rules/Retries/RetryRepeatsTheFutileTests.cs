using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Retries;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

public class RetryRepeatsTheFutileTests
{
    [Fact]
    public Task Cancellation_that_goes_round() =>
        VerifyCS<RetryRepeatsTheFutile>.VerifyAnalyzerAsync(
            """
            class Orders(HttpClient http)
            {
                async Task<string> Swallowed(CancellationToken token)
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { return await http.GetStringAsync("/a", token); }
                        [|catch|] (Exception) { await Task.Delay(1000); }
                    }

                    throw new TimeoutException();
                }

                async Task Poll(CancellationToken token)
                {
                    while (true)
                    {
                        try { await http.GetStringAsync("/a", token); }
                        [|catch|] (OperationCanceledException) { Thread.Sleep(1000); }
                    }
                }

                async Task<string> NotWhenCancelled(CancellationToken token)
                {
                    while (true)
                    {
                        try { return await http.GetStringAsync("/a", token); }
                        catch (Exception) when (!token.IsCancellationRequested) { Thread.Sleep(1000); }
                    }
                }

                async Task<string> NotCancellation(CancellationToken token)
                {
                    while (true)
                    {
                        try { return await http.GetStringAsync("/a", token); }
                        catch (Exception e) when (e is not OperationCanceledException) { Thread.Sleep(1000); }
                    }
                }

                async Task<string> CaughtBefore(CancellationToken token)
                {
                    while (true)
                    {
                        try { return await http.GetStringAsync("/a", token); }
                        catch (OperationCanceledException) { throw; }
                        catch (Exception e) when (e is HttpRequestException) { Thread.Sleep(1000); }
                    }
                }

                async Task<string> RethrownByDelay(CancellationToken token)
                {
                    while (true)
                    {
                        try { return await http.GetStringAsync("/a", token); }
                        catch (Exception e) when (e.Message != "") { await Task.Delay(1000, token); }
                    }
                }

                async Task Stops(CancellationToken token)
                {
                    while (!token.IsCancellationRequested)
                    {
                        try { await http.GetStringAsync("/a", token); }
                        catch (Exception e) when (e.Message != "") { Thread.Sleep(1000); }
                    }
                }

                async Task OwnTimeout()
                {
                    while (true)
                    {
                        using var limit = new CancellationTokenSource(1000);
                        try { await http.GetStringAsync("/a", limit.Token); return; }
                        catch (OperationCanceledException) { Thread.Sleep(1000); }
                    }
                }

                async Task Items(List<string> paths, CancellationToken token)
                {
                    foreach (var path in paths)
                    {
                        try { await http.GetStringAsync(path, token); }
                        catch (Exception e) when (e.Message != "") { }
                    }
                }
            }
            """
        );

    [Fact]
    public Task Every_exception_there_is() =>
        VerifyCS<RetryRepeatsTheFutile>.VerifySeverityAsync(
            """
            class Orders(HttpClient http)
            {
                async Task<string> Everything()
                {
                    while (true)
                    {
                        try { return await http.GetStringAsync("/a"); }
                        [|catch|] { Thread.Sleep(1000); }
                    }
                }

                async Task<string> Some()
                {
                    while (true)
                    {
                        try { return await http.GetStringAsync("/a"); }
                        catch (HttpRequestException) { Thread.Sleep(1000); }
                    }
                }

                async Task<string> Filtered()
                {
                    while (true)
                    {
                        try { return await http.GetStringAsync("/a"); }
                        catch (Exception e) when (e is HttpRequestException or IOException) { Thread.Sleep(1000); }
                    }
                }
            }
            """,
            DiagnosticSeverity.Info
        );

    [Fact]
    public Task Policies() =>
        VerifyCS<RetryRepeatsTheFutile>.VerifyAnalyzerAsync(
            """
            using Polly;
            using Polly.Retry;
            class Orders(HttpClient http)
            {
                readonly IAsyncPolicy everything = Policy.[|Handle<Exception>()|].WaitAndRetryAsync(3, _ => TimeSpan.FromSeconds(1));
                readonly IAsyncPolicy some = Policy.Handle<HttpRequestException>().WaitAndRetryAsync(3, _ => TimeSpan.FromSeconds(1));
                static readonly ResiliencePipeline Everything = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { ShouldHandle = new PredicateBuilder().[|Handle<Exception>()|] }).Build();
                static readonly ResiliencePipeline Default = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).Build();
                async Task A() => await everything.ExecuteAsync(async () => await http.GetStringAsync("/a"));
                async Task B() => await Everything.ExecuteAsync(async token => await http.GetStringAsync("/a", token));
                async Task C() => await Default.ExecuteAsync(async token => await http.GetStringAsync("/a", token));
            }
            """,
            Library.Polly,
            Library.Polly7
        );
}
