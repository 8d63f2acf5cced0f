using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Retries;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

public class RetryHasNoJitterTests
{
    [Fact]
    public Task Loops() => VerifyCS<RetryHasNoJitter>.VerifyAnalyzerAsync("""
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
        """);

    [Fact]
    public Task Policies() => VerifyCS<RetryHasNoJitter>.VerifyAnalyzerAsync("""
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
        """, Library.Polly, Library.Polly7);

}

public class RetryNeverGivesUpTests
{
    [Fact]
    public Task Loops() => VerifyCS<RetryNeverGivesUp>.VerifyAnalyzerAsync("""
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
        """);

    [Fact]
    public Task Policies() => VerifyCS<RetryNeverGivesUp>.VerifyAnalyzerAsync("""
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
        """, Library.Polly, Library.Polly7);
}

public class RetryRepeatsTheFutileTests
{
    [Fact]
    public Task Cancellation_that_goes_round() => VerifyCS<RetryRepeatsTheFutile>.VerifyAnalyzerAsync("""
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
        """);

    [Fact]
    public Task Every_exception_there_is() => VerifyCS<RetryRepeatsTheFutile>.VerifySeverityAsync("""
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
        """, DiagnosticSeverity.Info);

    [Fact]
    public Task Policies() => VerifyCS<RetryRepeatsTheFutile>.VerifyAnalyzerAsync("""
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
        """, Library.Polly, Library.Polly7);

}

public class ExhaustedRetryIsHiddenTests
{
    [Fact]
    public Task Both_sides() => VerifyCS<ExhaustedRetryIsHidden>.VerifyAnalyzerAsync("""
        using Microsoft.Extensions.Logging;
        class Orders(HttpClient http, ILogger log, Action failed)
        {
            private bool healthy;

            async Task FallsOut()
            {
                [|for|] (var attempt = 0; attempt < 3; attempt++)
                {
                    try { await http.PutAsync("/a", null); return; }
                    catch (HttpRequestException) { await Task.Delay(1000); }
                }
            }

            async Task LogsOnly()
            {
                Exception last = null;
                [|for|] (var attempt = 0; attempt < 3; attempt++)
                {
                    try { await http.PutAsync("/a", null); return; }
                    catch (HttpRequestException e) { last = e; }
                }

                log.LogError(last, "gave up");
            }

            async Task<string> Default()
            {
                [|for|] (var attempt = 0; attempt < 3; attempt++)
                {
                    try { return await http.GetStringAsync("/a"); }
                    catch (HttpRequestException) { await Task.Delay(1000); }
                }

                return default;
            }

            async Task<bool> Success()
            {
                [|for|] (var attempt = 0; attempt < 3; attempt++)
                {
                    try { await http.PutAsync("/a", null); break; }
                    catch (HttpRequestException) { await Task.Delay(1000); }
                }

                return true;
            }

            async Task Throws()
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    try { await http.PutAsync("/a", null); return; }
                    catch (HttpRequestException) { await Task.Delay(1000); }
                }

                throw new TimeoutException();
            }

            async Task LastFailureEscapes()
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    try { await http.PutAsync("/a", null); return; }
                    catch (HttpRequestException) when (attempt < 2) { await Task.Delay(1000); }
                }
            }

            async Task<bool> Says()
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    try { await http.PutAsync("/a", null); return true; }
                    catch (HttpRequestException) { await Task.Delay(1000); }
                }

                return false;
            }

            async Task<Outcome> Answers()
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    try { await http.PutAsync("/a", null); return new Outcome(true); }
                    catch (HttpRequestException) { await Task.Delay(1000); }
                }

                return new Outcome(false);
            }

            record Outcome(bool IsDone);

            async Task<string> TryLoad()
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    try { return await http.GetStringAsync("/a"); }
                    catch (HttpRequestException) { await Task.Delay(1000); }
                }

                return null;
            }

            async Task Flagged()
            {
                var sent = false;
                for (var attempt = 0; attempt < 3 && !sent; attempt++)
                {
                    try { await http.PutAsync("/a", null); sent = true; }
                    catch (HttpRequestException) { await Task.Delay(1000); }
                }

                if (!sent) throw new TimeoutException();
            }

            async Task SetsState()
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    try { await http.PutAsync("/a", null); return; }
                    catch (HttpRequestException) { await Task.Delay(1000); }
                }

                healthy = false;
            }

            async Task Tells()
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    try { await http.PutAsync("/a", null); return; }
                    catch (HttpRequestException) { await Task.Delay(1000); }
                }

                failed();
            }

            async void OnTimer(object sender, EventArgs args)
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    try { await http.PutAsync("/a", null); return; }
                    catch (HttpRequestException) { await Task.Delay(1000); }
                }
            }
        }
        #nullable enable
        class Absent(HttpClient http)
        {
            async Task<string?> Load()
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    try { return await http.GetStringAsync("/a"); }
                    catch (HttpRequestException) { await Task.Delay(1000); }
                }

                return null;
            }
        }
        """);

    [Theory]
    [InlineData("while (!stop.IsCancellationRequested)", false)]
    [InlineData("while (!source.Token.IsCancellationRequested)", false)]
    [InlineData("while (!source.IsCancellationRequested)", false)]
    [InlineData("while (!stop.WaitHandle.WaitOne(1000))", false)]
    [InlineData("while (await timer.WaitForNextTickAsync(stop))", false)]
    [InlineData("while (!stopping)", false)]
    [InlineData("while (IsWanted)", false)]
    [InlineData("[|for|] (var attempt = 0; attempt < 3 && !stop.IsCancellationRequested; attempt++)", true)]
    [InlineData("[|while|] (!stop.IsCancellationRequested && attempts++ < 3)", true)]
    [InlineData("[|while|] (DateTime.UtcNow < end)", true)]
    public Task Whoever_stops_the_attempts_knows(string loop, bool reported)
    {
        Assert.Equal(reported, loop.Contains("[|", StringComparison.Ordinal));
        return VerifyCS<ExhaustedRetryIsHidden>.VerifyAnalyzerAsync(
            $$"""
            class Orders
            {
                private volatile bool stopping;
                private bool IsWanted { get; set; }
                void Stop() => stopping = true;
                async Task Put(HttpClient http, PeriodicTimer timer, DateTime end, CancellationToken stop, CancellationTokenSource source)
                {
                    var attempts = 0;
                    {{loop}}
                    {
                        try { await http.PutAsync("/a", null); return; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }
                }
            }
            """);
    }
}

public class RetryDelayIgnoresCancellationTests
{
    [Fact]
    public Task Both_sides() => VerifyCS<RetryDelayIgnoresCancellation>.VerifyAnalyzerAsync("""
        class Orders(HttpClient http)
        {
            async Task Uncancellable(CancellationToken token)
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    try { await http.GetStringAsync("/a", token); return; }
                    catch (HttpRequestException) { await [|Task.Delay(1000)|]; }
                }
            }

            async Task Slept(CancellationToken token)
            {
                while (true)
                {
                    try { await http.GetStringAsync("/a", token); return; }
                    catch (HttpRequestException) { [|Thread.Sleep(1000)|]; }
                }
            }

            async Task Cancellable(CancellationToken token)
            {
                while (true)
                {
                    try { await http.GetStringAsync("/a", token); return; }
                    catch (HttpRequestException) { await Task.Delay(1000, token); }
                }
            }

            async Task NoToken()
            {
                while (true)
                {
                    try { await http.GetStringAsync("/a"); return; }
                    catch (HttpRequestException) { await Task.Delay(1000); }
                }
            }

            async Task Poll(CancellationToken token)
            {
                while (!token.IsCancellationRequested)
                {
                    await Task.Delay(1000);
                    Console.WriteLine("alive");
                }
            }
        }
        """);

}

public class RequestIsReusedTests
{
    [Fact]
    public Task Both_sides() => VerifyCS<RequestIsReused>.VerifyAnalyzerAsync("""
        using Polly;
        using Polly.Retry;
        class Orders(HttpClient http)
        {
            static readonly ResiliencePipeline Retrying = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).Build();

            async Task MadeBefore()
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/a");
                while (true)
                {
                    try { await [|http.SendAsync(request)|]; return; }
                    catch (HttpRequestException) { await Task.Delay(1000); }
                }
            }

            async Task Given(HttpRequestMessage request)
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    var response = await [|http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead)|];
                    if (response.IsSuccessStatusCode) return;
                }
            }

            async Task OnceMore()
            {
                var request = new HttpRequestMessage();
                try { await http.SendAsync(request); }
                catch (HttpRequestException) { await [|http.SendAsync(request)|]; }
            }

            async Task Captured()
            {
                var request = new HttpRequestMessage();
                await Retrying.ExecuteAsync(async token => await [|http.SendAsync(request, token)|]);
            }

            async Task MadeInside()
            {
                while (true)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, "/a");
                    try { await http.SendAsync(request); return; }
                    catch (HttpRequestException) { await Task.Delay(1000); }
                }
            }

            async Task MadeAgain()
            {
                var request = new HttpRequestMessage();
                while (true)
                {
                    try { await http.SendAsync(request); return; }
                    catch (HttpRequestException) { request = new HttpRequestMessage(); }
                }
            }

            async Task Replaced(HttpRequestMessage request)
            {
                while (true)
                {
                    try { await http.SendAsync(request); return; }
                    catch (HttpRequestException) { request = Copy(request); }
                }
            }

            async Task FromFactory(Func<HttpRequestMessage> make) => await Retrying.ExecuteAsync(async token => await http.SendAsync(make(), token));
            async Task Once(HttpRequestMessage request) { try { await http.SendAsync(request); } catch (HttpRequestException) { } }
            static HttpRequestMessage Copy(HttpRequestMessage request) => new(request.Method, request.RequestUri);
        }

        class Handler : DelegatingHandler
        {
            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken token)
            {
                while (true)
                {
                    try { return await base.SendAsync(request, token); }
                    catch (HttpRequestException) { await Task.Delay(1000, token); }
                }
            }
        }
        """, Library.Polly);
}

public class ContextAndContentReuseTests
{
    [Fact]
    public Task Contents() => VerifyCS<RequestIsReused>.VerifyAnalyzerAsync("""
        using System.IO.Compression;
        class Orders(HttpClient http)
        {
            async Task Compressed(Stream source)
            {
                var content = new StreamContent(new GZipStream(source, CompressionMode.Decompress));
                while (true)
                {
                    try { await [|http.PutAsync("/a", content)|]; return; }
                    catch (HttpRequestException) { await Task.Delay(1000); }
                }
            }

            async Task Rewound(string text, Stream unknown)
            {
                var content = new StringContent(text);
                var streamed = new StreamContent(unknown);
                while (true)
                {
                    try { await http.PutAsync("/a", content); await http.PutAsync("/a", streamed); return; }
                    catch (HttpRequestException) { await Task.Delay(1000); }
                }
            }
        }
        """);

    [Fact]
    public Task Bodies_of_responses_read_again() => VerifyCS<RequestIsReused>.VerifyAnalyzerAsync("""
        using System.Text.Json;
        record Order(int Id);
        class Orders(HttpClient http)
        {
            async Task<string> Again()
            {
                using var response = await http.GetAsync("/a", HttpCompletionOption.ResponseHeadersRead);
                for (var attempt = 0; ; attempt++)
                {
                    try { return await [|response.Content.ReadAsStringAsync()|]; }
                    catch (HttpRequestException) when (attempt < 3) { await Task.Delay(1000); }
                }
            }

            async Task<Order?> FromItsStream(HttpRequestMessage request)
            {
                var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
                await using var stream = await response.Content.ReadAsStreamAsync();
                while (true)
                {
                    try { return await [|JsonSerializer.DeserializeAsync<Order>(stream)|]; }
                    catch (IOException) { await Task.Delay(1000); }
                }
            }

            async Task ByACopy(Stream target)
            {
                var stream = await http.GetStreamAsync("/a");
                try { await stream.CopyToAsync(target); }
                catch (IOException) { await [|stream.CopyToAsync(target)|]; }
            }

            async Task<string> ThroughAReader()
            {
                var response = await http.GetAsync("/a", HttpCompletionOption.ResponseHeadersRead);
                while (true)
                {
                    try
                    {
                        using var reader = new StreamReader(await [|response.Content.ReadAsStreamAsync()|]);
                        return await reader.ReadToEndAsync();
                    }
                    catch (IOException) { await Task.Delay(1000); }
                }
            }
        }
        """);

    [Fact]
    public Task Bodies_that_can_be_read_again_or_are_read_once() => VerifyCS<RequestIsReused>.VerifyAnalyzerAsync("""
        using System.Text.Json;
        class Orders(HttpClient http)
        {
            async Task<string> FromMemory()
            {
                using var response = await http.GetAsync("/a");
                while (true)
                {
                    try { return await response.Content.ReadAsStringAsync(); }
                    catch (IOException) { await Task.Delay(1000); }
                }
            }

            async Task<string> ReadIntoMemory()
            {
                using var response = await http.GetAsync("/a", HttpCompletionOption.ResponseHeadersRead);
                await response.Content.LoadIntoBufferAsync();
                while (true)
                {
                    try { return await response.Content.ReadAsStringAsync(); }
                    catch (IOException) { await Task.Delay(1000); }
                }
            }

            async Task<string> AskedForAgain()
            {
                while (true)
                {
                    try
                    {
                        using var response = await http.GetAsync("/a", HttpCompletionOption.ResponseHeadersRead);
                        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
                        return await reader.ReadToEndAsync();
                    }
                    catch (IOException) { await Task.Delay(1000); }
                }
            }

            async Task<int> EveryLine()
            {
                var lines = 0;
                using var reader = new StreamReader(await http.GetStreamAsync("/a"));
                while (await reader.ReadLineAsync() is not null)
                {
                    lines++;
                }

                return lines;
            }

            async Task<string> LineByLine()
            {
                using var reader = new StreamReader(await http.GetStreamAsync("/a"));
                while (true)
                {
                    try { var line = await reader.ReadLineAsync(); if (line == "") return line; }
                    catch (FormatException) { }
                }
            }

            async Task<string> OfAFile(string path)
            {
                using var file = new StreamReader(path);
                await http.GetStreamAsync("/a");
                while (true)
                {
                    try { return await file.ReadToEndAsync(); }
                    catch (IOException) { await Task.Delay(1000); }
                }
            }

            async Task<string> Once()
            {
                var response = await http.GetAsync("/a", HttpCompletionOption.ResponseHeadersRead);
                try { return await response.Content.ReadAsStringAsync(); }
                catch (IOException) { return ""; }
            }
        }
        """);

    [Fact]
    public Task Contexts() => VerifyCS<RequestIsReused>.VerifyAnalyzerAsync("""
        using Microsoft.EntityFrameworkCore;
        class Order { }
        class Shop : DbContext { public DbSet<Order> Orders { get; set; } }
        class Orders(Shop shop)
        {
            async Task AddedAgain()
            {
                while (true)
                {
                    shop.Orders.Add(new Order());
                    try { await [|shop.SaveChangesAsync()|]; return; }
                    catch (DbUpdateException) { await Task.Delay(1000); }
                }
            }

            async Task AddedBefore()
            {
                shop.Orders.Add(new Order());
                while (true)
                {
                    try { await shop.SaveChangesAsync(); return; }
                    catch (DbUpdateException) { await Task.Delay(1000); }
                }
            }

            async Task Cleared()
            {
                while (true)
                {
                    shop.ChangeTracker.Clear();
                    shop.Add(new Order());
                    try { await shop.SaveChangesAsync(); return; }
                    catch (DbUpdateException) { await Task.Delay(1000); }
                }
            }

            async Task Fresh(Func<Shop> make)
            {
                while (true)
                {
                    using var own = make();
                    own.Add(new Order());
                    try { await own.SaveChangesAsync(); return; }
                    catch (DbUpdateException) { await Task.Delay(1000); }
                }
            }

            async Task Items(string[] names)
            {
                foreach (var name in names)
                {
                    shop.Orders.Add(new Order());
                    try { await shop.SaveChangesAsync(); }
                    catch (DbUpdateException) { await Task.Delay(1000); }
                }
            }
        }
        """, Library.EfCore);
}

public class MakeRequestPerAttemptTests
{
    [Fact]
    public Task In_a_loop() => Verify(
        """
        async Task Send()
        {
            // The same for all.
            using var request = new HttpRequestMessage(HttpMethod.Get, "/a");
            var path = "/b";
            request.Headers.Add("X", path);
            while (true)
            {
                try { await [|http.SendAsync(request)|]; return; }
                catch (HttpRequestException) { await Task.Delay(1000); }
            }
        }
        """,
        """
        async Task Send()
        {
            var path = "/b";
            while (true)
            {
                // The same for all.
                using var request = new HttpRequestMessage(HttpMethod.Get, "/a");
                request.Headers.Add("X", path);
                try { await http.SendAsync(request); return; }
                catch (HttpRequestException) { await Task.Delay(1000); }
            }
        }
        """);

    [Fact]
    public Task In_what_a_pipeline_runs() => Verify(
        """
        async Task Send()
        {
            var request = new HttpRequestMessage();
            await Retrying.ExecuteAsync(async token => await [|http.SendAsync(request, token)|]);
        }
        """,
        """
        async Task Send()
        {
            await Retrying.ExecuteAsync(async token =>
            {
                var request = new HttpRequestMessage();
                return await http.SendAsync(request, token);
            });
        }
        """);

    [Theory]
    [InlineData("async Task Send() { var request = new HttpRequestMessage(); while (true) { try { await [|http.SendAsync(request)|]; break; } catch (HttpRequestException) { await Task.Delay(1000); } } Console.WriteLine(request.Method); }")]
    [InlineData("async Task Send(HttpRequestMessage request) { while (true) { try { await [|http.SendAsync(request)|]; return; } catch (HttpRequestException) { await Task.Delay(1000); } } }")]
    [InlineData("async Task Send() { var request = new HttpRequestMessage(); if (http is not null) request.Method = HttpMethod.Put; while (true) { try { await [|http.SendAsync(request)|]; return; } catch (HttpRequestException) { await Task.Delay(1000); } } }")]
    [InlineData("async Task Send() { var request = new HttpRequestMessage(); try { await http.SendAsync(request); } catch (HttpRequestException) { await [|http.SendAsync(request)|]; } }")]
    public Task Not_offered(string code) => VerifyCS<RequestIsReused, MakeRequestPerAttemptFix>.VerifyNoFixAsync(Around(code), Setup.With(Library.Polly));

    [Fact]
    public Task Not_offered_for_a_body() => VerifyCS<RequestIsReused, MakeRequestPerAttemptFix>.VerifyNoFixAsync("""
        class Orders(HttpClient http)
        {
            async Task<string> Again()
            {
                var response = await http.GetAsync("/a", HttpCompletionOption.ResponseHeadersRead);
                var stream = await response.Content.ReadAsStreamAsync();
                while (true)
                {
                    try { return await [|System.Text.Json.JsonSerializer.DeserializeAsync<string>(stream)|] ?? ""; }
                    catch (IOException) { await Task.Delay(1000); }
                }
            }
        }
        """, Setup.Default);

    private static Task Verify(string before, string after) => VerifyCS<RequestIsReused, MakeRequestPerAttemptFix>.VerifyCodeFixAsync(Around(before), Around(after), Library.Polly);

    private static string Around(string code) => """
        using Polly;
        using Polly.Retry;

        class C(HttpClient http)
        {
            static readonly ResiliencePipeline Retrying = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).Build();

            CODE
        }
        """.Replace("CODE", code.Replace("\n", "\n    "));
}

public class WaitBetweenAttemptsTests
{
    [Fact]
    public Task In_loops() => VerifyCS<RetryHasNoDelay, WaitBetweenAttemptsFix>.VerifyCodeFixAsync(
        """
        class C(HttpClient http)
        {
            async Task Counted(CancellationToken token)
            {
                [|for|] (var attempt = 0; attempt < 5; attempt++)
                {
                    try
                    {
                        await http.GetStringAsync("/a", token);
                        return;
                    }
                    catch (HttpRequestException)
                    {
                        Console.WriteLine("again");
                    }
                }
            }

            async Task Endless()
            {
                [|while|] (true)
                {
                    try
                    {
                        await http.GetStringAsync("/a");
                        return;
                    }
                    catch (HttpRequestException)
                    {
                        continue;
                    }
                }
            }

            void Blocking()
            {
                [|while|] (true)
                {
                    try
                    {
                        http.Send(new HttpRequestMessage());
                        return;
                    }
                    catch (HttpRequestException)
                    {
                    }
                }
            }

            async Task ByStatus()
            {
                [|while|] (true)
                {
                    using var response = await http.GetAsync("/a");
                    if (response.IsSuccessStatusCode)
                    {
                        return;
                    }
                }
            }
        }
        """,
        """
        class C(HttpClient http)
        {
            async Task Counted(CancellationToken token)
            {
                for (var attempt = 0; attempt < 5; attempt++)
                {
                    try
                    {
                        await http.GetStringAsync("/a", token);
                        return;
                    }
                    catch (HttpRequestException)
                    {
                        Console.WriteLine("again");
                        await Task.Delay(TimeSpan.FromSeconds(Math.Min(30, Math.Pow(2, attempt)) * (0.5 + Random.Shared.NextDouble())), token);
                    }
                }
            }

            async Task Endless()
            {
                while (true)
                {
                    try
                    {
                        await http.GetStringAsync("/a");
                        return;
                    }
                    catch (HttpRequestException)
                    {
                        await Task.Delay(TimeSpan.FromSeconds(0.5 + Random.Shared.NextDouble()));
                        continue;
                    }
                }
            }

            void Blocking()
            {
                while (true)
                {
                    try
                    {
                        http.Send(new HttpRequestMessage());
                        return;
                    }
                    catch (HttpRequestException)
                    {
                        Thread.Sleep(TimeSpan.FromSeconds(0.5 + Random.Shared.NextDouble()));
                    }
                }
            }

            async Task ByStatus()
            {
                while (true)
                {
                    using var response = await http.GetAsync("/a");
                    if (response.IsSuccessStatusCode)
                    {
                        return;
                    }
                    await Task.Delay(TimeSpan.FromSeconds(0.5 + Random.Shared.NextDouble()));
                }
            }
        }
        """);

    [Fact]
    public Task In_policies() => VerifyCS<RetryHasNoDelay, WaitBetweenAttemptsFix>.VerifyCodeFixAsync(
        """
        using Polly;
        using Polly.Retry;

        class C(HttpClient http)
        {
            static readonly ResiliencePipeline Eight = new ResiliencePipelineBuilder().[|AddRetry(new RetryStrategyOptions { Delay = TimeSpan.Zero })|].Build();
            static readonly IAsyncPolicy Seven = Policy.Handle<HttpRequestException>().[|RetryAsync(3)|];
            async Task M() => await Eight.ExecuteAsync(async token => await Seven.ExecuteAsync(() => http.GetStringAsync("/a", token)));
        }
        """,
        """
        using Polly;
        using Polly.Retry;

        class C(HttpClient http)
        {
            static readonly ResiliencePipeline Eight = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { Delay = TimeSpan.FromSeconds(1), BackoffType = DelayBackoffType.Exponential, UseJitter = true }).Build();
            static readonly IAsyncPolicy Seven = Policy.Handle<HttpRequestException>().WaitAndRetryAsync(3, attempt => TimeSpan.FromSeconds(Math.Pow(2, attempt) * (0.5 + Random.Shared.NextDouble())));
            async Task M() => await Eight.ExecuteAsync(async token => await Seven.ExecuteAsync(() => http.GetStringAsync("/a", token)));
        }
        """,
        Library.Polly, Library.Polly7);
}

public class RetryFixTests
{
    [Fact]
    public Task Jitter() => VerifyCS<RetryHasNoJitter, UseJitterFix>.VerifyCodeFixAsync("""
        using Polly;
        using Polly.Retry;
        class Orders(HttpClient http)
        {
            static readonly ResiliencePipeline Default = new ResiliencePipelineBuilder().[|AddRetry(new RetryStrategyOptions())|].Build();
            static readonly ResiliencePipeline<HttpResponseMessage> Off = new ResiliencePipelineBuilder<HttpResponseMessage>().[|AddRetry(new() { MaxRetryAttempts = 2 })|].Build();
            static readonly ResiliencePipeline<HttpResponseMessage> Lines = new ResiliencePipelineBuilder<HttpResponseMessage>()
                .[|AddRetry(new RetryStrategyOptions<HttpResponseMessage>
                {
                    MaxRetryAttempts = 2,
                    Delay = TimeSpan.FromSeconds(1)
                })|]
                .Build();
            async Task A() => await Default.ExecuteAsync(async token => await http.GetStringAsync("/a", token));
        }
        """, """
        using Polly;
        using Polly.Retry;
        class Orders(HttpClient http)
        {
            static readonly ResiliencePipeline Default = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions() { UseJitter = true }).Build();
            static readonly ResiliencePipeline<HttpResponseMessage> Off = new ResiliencePipelineBuilder<HttpResponseMessage>().AddRetry(new() { MaxRetryAttempts = 2, UseJitter = true }).Build();
            static readonly ResiliencePipeline<HttpResponseMessage> Lines = new ResiliencePipelineBuilder<HttpResponseMessage>()
                .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
                {
                    MaxRetryAttempts = 2,
                    Delay = TimeSpan.FromSeconds(1),
                    UseJitter = true
                })
                .Build();
            async Task A() => await Default.ExecuteAsync(async token => await http.GetStringAsync("/a", token));
        }
        """, Library.Polly);

    [Fact]
    public Task Cancellation_filter() => VerifyCS<RetryRepeatsTheFutile, LetCancellationThroughFix>.VerifyCodeFixAsync("""
        class Orders(HttpClient http)
        {
            async Task<string> Named(CancellationToken token)
            {
                while (true)
                {
                    try
                    {
                        return await http.GetStringAsync("/a", token);
                    }
                    [|catch|] (OperationCanceledException)
                    {
                        Thread.Sleep(1000);
                    }
                }
            }

            async Task<string> Filtered(bool patient, bool eager, CancellationToken token)
            {
                while (true)
                {
                    try
                    {
                        return await http.GetStringAsync("/a", token);
                    }
                    [|catch|] (Exception) when (patient || eager)
                    {
                        Thread.Sleep(1000);
                    }
                }
            }
        }
        """, """
        class Orders(HttpClient http)
        {
            async Task<string> Named(CancellationToken token)
            {
                while (true)
                {
                    try
                    {
                        return await http.GetStringAsync("/a", token);
                    }
                    catch (OperationCanceledException) when (!token.IsCancellationRequested)
                    {
                        Thread.Sleep(1000);
                    }
                }
            }

            async Task<string> Filtered(bool patient, bool eager, CancellationToken token)
            {
                while (true)
                {
                    try
                    {
                        return await http.GetStringAsync("/a", token);
                    }
                    catch (Exception) when ((patient || eager) && !token.IsCancellationRequested)
                    {
                        Thread.Sleep(1000);
                    }
                }
            }
        }
        """);

    [Fact]
    public Task Token_into_the_delay() => VerifyCS<RetryDelayIgnoresCancellation, CancelDelayFix>.VerifyCodeFixAsync("""
        class Orders(HttpClient http)
        {
            async Task Load(CancellationToken token)
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    try { await http.GetStringAsync("/a", token); return; }
                    catch (HttpRequestException) { await [|Task.Delay(1000)|].ConfigureAwait(false); }
                }
            }
        }
        """, """
        class Orders(HttpClient http)
        {
            async Task Load(CancellationToken token)
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    try { await http.GetStringAsync("/a", token); return; }
                    catch (HttpRequestException) { await Task.Delay(1000, token).ConfigureAwait(false); }
                }
            }
        }
        """);
}
