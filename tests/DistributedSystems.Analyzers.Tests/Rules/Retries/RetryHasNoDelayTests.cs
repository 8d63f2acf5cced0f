using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

using VerifyCS = VerifyCS<RetryHasNoDelay>;

public class RetryHasNoDelayTests
{
    private static Task Verify(string members) =>
        VerifyCS.VerifyAnalyzerAsync(
            "using Microsoft.Extensions.Logging;\nclass Orders(HttpClient http, ILogger log, Func<Task> pause, IPause waits)\n{\n"
                + members
                + "\n}\ninterface IPause { Task Next(); }"
        );

    [Fact]
    public Task Loops_in_which_a_failure_goes_round_at_once() =>
        Verify(
            """
            async Task<string> Swallows()
            {
                [|while|] (true)
                {
                    try { return await http.GetStringAsync("/orders"); }
                    catch (HttpRequestException e) { log.LogWarning(e, "again"); }
                }
            }

            async Task<string> OneFailurePathWaits()
            {
                [|for|] (var attempt = 0; attempt < 5; attempt++)
                {
                    try { return await http.GetStringAsync("/orders"); }
                    catch (TaskCanceledException) { Note(); }
                    catch (HttpRequestException) { await Task.Delay(1000); }
                }

                throw new TimeoutException();
            }

            async Task<HttpResponseMessage> ByStatus()
            {
                [|while|] (true)
                {
                    var response = await http.GetAsync("/orders");
                    if (response.IsSuccessStatusCode) return response;
                }
            }

            async Task PollThatWaitsOnlyAfterSuccess()
            {
                [|while|] (true)
                {
                    try
                    {
                        await http.GetStringAsync("/jobs");
                        await Task.Delay(1000);
                    }
                    catch (Exception e) { log.LogError(e, "poll failed"); }
                }
            }

            async Task ThroughOwnMethod()
            {
                [|while|] (true)
                {
                    try { await LoadAsync(); return; }
                    catch (HttpRequestException) { }
                }
            }

            async Task LoadAsync() => await http.GetStringAsync("/orders");
            void Note() => Console.WriteLine("timed out");
            """
        );

    [Fact]
    public Task Unary_calls_are_polls_and_streams_are_not() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Grpc.Core;
            class StockClient : ClientBase<StockClient>
            {
                protected override StockClient NewInstance(ClientBaseConfiguration configuration) => this;
                public virtual AsyncUnaryCall<string> LevelAsync(string sku, Metadata headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) => null;
                public virtual string Level(string sku, Metadata headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) => null;
                public virtual AsyncServerStreamingCall<string> Watch(string sku, Metadata headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) => null;
            }
            class Levels(StockClient stock)
            {
                async Task Poll(CancellationToken stop)
                {
                    [|while|] (!stop.IsCancellationRequested)
                    {
                        try { Console.WriteLine(await stock.LevelAsync("a", cancellationToken: stop)); await Task.Delay(1000, stop); }
                        catch (RpcException e) { Console.WriteLine(e); }
                    }
                }
                async Task Waits(CancellationToken stop)
                {
                    while (!stop.IsCancellationRequested)
                    {
                        try { Console.WriteLine(await stock.LevelAsync("a", cancellationToken: stop)); }
                        catch (RpcException e) { Console.WriteLine(e); }
                        await Task.Delay(1000, stop);
                    }
                }
                async Task LongPoll(CancellationToken stop)
                {
                    while (!stop.IsCancellationRequested)
                    {
                        try { Console.WriteLine(await stock.LevelAsync("a", cancellationToken: stop)); }
                        catch (RpcException e) when (e.StatusCode == StatusCode.DeadlineExceeded) { }
                    }
                }
                async Task LongPollPattern(CancellationToken stop)
                {
                    while (!stop.IsCancellationRequested)
                    {
                        try { Console.WriteLine(await stock.LevelAsync("a", cancellationToken: stop)); }
                        catch (RpcException e) when (e is { StatusCode: StatusCode.DeadlineExceeded }) { }
                    }
                }
                async Task Unavailable(CancellationToken stop)
                {
                    [|while|] (!stop.IsCancellationRequested)
                    {
                        try { Console.WriteLine(await stock.LevelAsync("a", cancellationToken: stop)); }
                        catch (RpcException e) when (e.StatusCode is StatusCode.DeadlineExceeded or StatusCode.Unavailable) { }
                    }
                }
                void Stream(CancellationToken stop)
                {
                    while (!stop.IsCancellationRequested)
                    {
                        try { using var call = stock.Watch("a", cancellationToken: stop); Console.WriteLine(call); }
                        catch (RpcException e) { Console.WriteLine(e); }
                    }
                }
            }
            """,
            Library.Grpc
        );

    [Theory]
    [InlineData("while (true)", "catch (TaskCanceledException) { }", false)]
    [InlineData(
        "while (!stop.IsCancellationRequested)",
        "catch (OperationCanceledException) when (!stop.IsCancellationRequested) { }",
        false
    )]
    [InlineData("while (true)", "catch (TimeoutException) { }", false)]
    [InlineData(
        "while (true)",
        "catch (HttpRequestException e) when (e.StatusCode == System.Net.HttpStatusCode.GatewayTimeout) { }",
        false
    )]
    [InlineData("while (Console.ReadLine() != \"\")", "catch (HttpRequestException) { }", false)]
    [InlineData("while (Console.ReadKey().Key != ConsoleKey.Q)", "catch (HttpRequestException) { }", false)]
    [InlineData("[|while|] (true)", "catch (TaskCanceledException) { } catch (HttpRequestException) { }", true)]
    [InlineData("[|while|] (true)", "catch (Exception e) when (e is not OperationCanceledException) { }", true)]
    [InlineData(
        "[|while|] (true)",
        "catch (HttpRequestException e) when (e.StatusCode >= System.Net.HttpStatusCode.InternalServerError) { }",
        true
    )]
    public Task A_timeout_or_a_key_has_been_waited_for(string loop, string handler, bool reported)
    {
        Assert.Equal(reported, loop.Contains("[|", StringComparison.Ordinal));
        return Verify(
            $$"""
            async Task Poll(CancellationToken stop)
            {
                {{loop}}
                {
                    try { Console.WriteLine(await http.GetStringAsync("/events", stop)); }
                    {{handler}}
                }
            }
            """
        );
    }

    [Theory]
    [InlineData("await http.PostAsync(\"/tick\", null); await Task.Delay(1000);", false)]
    [InlineData("var response = await http.GetAsync(\"/a\"); log.LogInformation(\"{Code}\", response.StatusCode); await pause();", false)]
    [InlineData("var response = await http.GetAsync(\"/a\"); response.EnsureSuccessStatusCode();", false)]
    [InlineData("(await http.GetAsync(\"/a\")).EnsureSuccessStatusCode();", false)]
    [InlineData("var response = await http.GetAsync(\"/a\"); Console.ReadLine();", false)]
    [InlineData("var response = await http.GetAsync(\"/a\"); log.LogInformation(\"{Code}\", response.StatusCode);", true)]
    [InlineData(
        "await Task.Delay(1000); var response = await http.GetAsync(\"/a\"); if (response.IsSuccessStatusCode) await pause();",
        false
    )]
    [InlineData("var response = await http.GetAsync(\"/a\"); if (response.IsSuccessStatusCode) await pause();", true)]
    public Task What_follows_a_response_at_once(string body, bool reported) =>
        Verify(
            $$"""
            async Task Poll(CancellationToken stop)
            {
                {{(reported ? "[|while|]" : "while")}} (!stop.IsCancellationRequested)
                {
                    {{body}}
                }
            }
            """
        );

    [Fact]
    public Task Whatever_may_wait_on_the_way_is_silent() =>
        Verify(
            """
            async Task Delayed()
            {
                for (var attempt = 0; attempt < 5; attempt++)
                {
                    if (attempt > 0) await Task.Delay(TimeSpan.FromSeconds(attempt));
                    try { await http.GetStringAsync("/a"); return; }
                    catch (HttpRequestException) { }
                }
            }

            async Task Slept()
            {
                while (true)
                {
                    try { await http.GetStringAsync("/a"); return; }
                    catch (HttpRequestException) { Thread.Sleep(1000); }
                }
            }

            async Task ByHelper()
            {
                while (true)
                {
                    try { await http.GetStringAsync("/a"); return; }
                    catch (HttpRequestException) { await BackOff(); }
                }
            }

            async Task ByInterface()
            {
                while (true)
                {
                    try { await http.GetStringAsync("/a"); return; }
                    catch (HttpRequestException) { await waits.Next(); }
                }
            }

            async Task ByDelegate()
            {
                while (true)
                {
                    try { await http.GetStringAsync("/a"); return; }
                    catch (HttpRequestException) { await pause(); }
                }
            }

            async Task ByTimer(PeriodicTimer timer)
            {
                while (await timer.WaitForNextTickAsync())
                {
                    try { await http.GetStringAsync("/a"); }
                    catch (HttpRequestException) { }
                }
            }

            async Task DelayedInFinally()
            {
                while (true)
                {
                    try { await http.GetStringAsync("/a"); return; }
                    catch (HttpRequestException e) { log.LogWarning(e, "again"); }
                    finally { await Task.Delay(500); }
                }
            }

            async Task Twice()
            {
                for (var attempt = 0; attempt < 2; attempt++)
                {
                    try { await http.GetStringAsync("/a"); return; }
                    catch (HttpRequestException) { }
                }
            }

            async Task OtherItems(List<string> paths)
            {
                foreach (var path in paths)
                {
                    try { await http.GetStringAsync(path); }
                    catch (HttpRequestException e) { log.LogWarning(e, path); }
                }
            }

            async Task NextMessage(Queue<string> queue)
            {
                while (queue.TryDequeue(out var path))
                {
                    try { await http.GetStringAsync(path); }
                    catch (HttpRequestException) { }
                }
            }

            async Task Batches(List<int> ids)
            {
                for (var i = 0; i < ids.Count; i += 100)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, "/a");
                    request.Content = new StringContent(ids[i].ToString());
                    try { await http.SendAsync(request); }
                    catch (HttpRequestException e) { log.LogWarning(e, "skipped"); }
                }
            }

            async Task Pages(int total)
            {
                var page = 0;
                while (page < total)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, "/a");
                    request.Content = new StringContent(page.ToString());
                    try { await http.SendAsync(request); }
                    catch (HttpRequestException e) { log.LogWarning(e, "skipped"); }
                    page++;
                }
            }

            async Task Listener(System.Net.Sockets.UdpClient socket, CancellationToken stop)
            {
                while (!stop.IsCancellationRequested)
                {
                    try { Console.WriteLine((await socket.ReceiveAsync(stop)).Buffer.Length); }
                    catch (System.Net.Sockets.SocketException e) { log.LogWarning(e, "received nothing"); }
                }
            }

            async Task FailureLeaves()
            {
                while (true)
                {
                    await http.GetStringAsync("/a");
                    try { Console.WriteLine(); } catch (IOException) { }
                }
            }

            private async Task BackOff() => await Task.Delay(200);
            """
        );

    [Fact]
    public Task A_delay_that_nobody_awaits_lets_no_time_pass() =>
        Verify(
            """
            async Task Forgotten()
            {
                [|for|] (var attempt = 0; ; attempt++)
                {
                    try { await http.GetStringAsync("/a"); break; }
                    catch (HttpRequestException) when (attempt < 3) { Console.WriteLine("again"); }

            #pragma warning disable CS4014
                    Task.Delay(1000);
                }
            }

            async Task Discarded()
            {
                [|while|] (true)
                {
                    try { await http.GetStringAsync("/a"); return; }
                    catch (HttpRequestException) { _ = Task.Delay(1000).ConfigureAwait(false); }
                }
            }

            void Blocking()
            {
                while (true)
                {
                    try { http.Send(new HttpRequestMessage(HttpMethod.Get, "/a")); return; }
                    catch (HttpRequestException) { Task.Delay(1000).Wait(); }
                }
            }

            async Task AwaitedLater()
            {
                while (true)
                {
                    var pauses = Task.Delay(1000);
                    try { await http.GetStringAsync("/a"); return; }
                    catch (HttpRequestException) { }

                    await pauses;
                }
            }

            async Task WhicheverIsFirst(Task stopping)
            {
                while (true)
                {
                    try { await http.GetStringAsync("/a"); return; }
                    catch (HttpRequestException) { await Task.WhenAny(stopping, Task.Delay(1000)); }
                }
            }
            """
        );

    [Fact]
    public Task Policies() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Polly;
            using Polly.Retry;
            class Orders(HttpClient http)
            {
                static readonly ResiliencePipeline AtOnce = new ResiliencePipelineBuilder().[|AddRetry(new RetryStrategyOptions { Delay = TimeSpan.Zero })|].Build();
                static readonly ResiliencePipeline<HttpResponseMessage> Responses = new ResiliencePipelineBuilder<HttpResponseMessage>().[|AddRetry(new RetryStrategyOptions<HttpResponseMessage> { Delay = TimeSpan.FromSeconds(0), MaxRetryAttempts = 5 })|].Build();
                static readonly ResiliencePipeline Once = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { Delay = TimeSpan.Zero, MaxRetryAttempts = 1 }).Build();
                static readonly ResiliencePipeline Waits = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).Build();
                static readonly ResiliencePipeline Generated = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { Delay = TimeSpan.Zero, DelayGenerator = _ => new ValueTask<TimeSpan?>(TimeSpan.FromSeconds(1)) }).Build();
                static readonly ResiliencePipeline Files = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { Delay = TimeSpan.Zero }).Build();

                async Task A() => await AtOnce.ExecuteAsync(async token => await http.GetStringAsync("/a", token));
                async Task B() => await Once.ExecuteAsync(async token => await http.GetStringAsync("/a", token));
                async Task C() => await Waits.ExecuteAsync(async token => await http.GetStringAsync("/a", token));
                async Task D() => await Generated.ExecuteAsync(async token => await http.GetStringAsync("/a", token));
                void E() => Files.Execute(() => File.ReadAllText("a"));
            }
            """,
            Library.Polly
        );

    [Fact]
    public Task Policies_of_Polly_7() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Polly;
            class Orders(HttpClient http)
            {
                readonly IAsyncPolicy atOnce = Policy.Handle<HttpRequestException>().[|RetryAsync(3)|];
                readonly IAsyncPolicy zero = Policy.Handle<HttpRequestException>().Or<TimeoutException>().[|WaitAndRetryAsync(5, _ => TimeSpan.Zero)|];
                readonly IAsyncPolicy<HttpResponseMessage> byResult = Policy.HandleResult<HttpResponseMessage>(r => (int)r.StatusCode >= 500).[|RetryForeverAsync()|];
                readonly IAsyncPolicy once = Policy.Handle<HttpRequestException>().RetryAsync();
                readonly IAsyncPolicy waits = Policy.Handle<HttpRequestException>().WaitAndRetryAsync(3, attempt => TimeSpan.FromSeconds(Math.Pow(2, attempt)));
                readonly IAsyncPolicy listed = Policy.Handle<HttpRequestException>().WaitAndRetryAsync(new[] { TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2) });
                readonly ISyncPolicy local = Policy.Handle<IOException>().Retry(3);
            }
            """,
            Library.Polly,
            Library.Polly7
        );

    [Theory]
    [InlineData("query[\"cursor\"] = next;", false)]
    [InlineData("query.Add(\"cursor\", next);", false)]
    [InlineData("query[\"size\"] = \"100\";", true)]
    [InlineData("query.Add(\"size\", \"100\");", true)]
    public Task Pages_whose_address_is_put_together_in_pieces(string fill, bool reported) =>
        Verify(
            $$"""
            async Task<int> All()
            {
                var count = 0;
                var next = "";
                {{(reported ? "[|do|]" : "do")}}
                {
                    var address = new UriBuilder("http://orders");
                    var query = new System.Collections.Specialized.NameValueCollection();
                    {{fill}}
                    address.Query = query.ToString();
                    using var request = new HttpRequestMessage(HttpMethod.Get, address.Uri);
                    var response = await http.SendAsync(request);
                    if (response.IsSuccessStatusCode)
                    {
                        next = await response.Content.ReadAsStringAsync();
                        count++;
                    }
                    else
                    {
                        log.LogWarning("Orders are not there");
                    }
                }
                while (next.Length > 0);

                return count;
            }
            """
        );
}
