using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

using VerifyCS = VerifyCS<NonIdempotentOperationIsRetried>;

public class NonIdempotentOperationIsRetriedTests
{
    [Fact]
    public Task Loops_that_repeat_the_call_after_an_exception() =>
        RetriedPayments.Verify(
            """
            async Task For(Charge charge)
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    try
                    {
                        await [|http.PostAsJsonAsync("/charges", charge)|];
                        return;
                    }
                    catch (HttpRequestException)
                    {
                        await Task.Delay(1000);
                    }
                }
            }

            async Task<HttpResponseMessage> While(Charge charge)
            {
                var attempt = 0;
                while (true)
                {
                    try
                    {
                        return await [|http.PostAsJsonAsync("/charges", charge)|].ConfigureAwait(false);
                    }
                    catch (Exception) when (attempt++ < 3)
                    {
                        await Task.Delay(1000);
                    }
                }
            }

            async Task Flag(HttpContent content)
            {
                var done = false;
                while (!done)
                {
                    try
                    {
                        var response = await [|http.PostAsync("/charges", content)|];
                        response.EnsureSuccessStatusCode();
                        done = true;
                    }
                    catch (TaskCanceledException)
                    {
                    }
                }
            }

            async Task Do(HttpContent content)
            {
                bool retry;
                do
                {
                    retry = false;
                    try
                    {
                        await [|http.PatchAsync("/charges/1", content)|];
                    }
                    catch (Exception ex)
                    {
                        Console.WriteLine(ex);
                        retry = true;
                    }
                }
                while (retry);
            }

            async Task Delays(HttpContent content)
            {
                foreach (var delay in new[] { 1, 2, 4 })
                {
                    try
                    {
                        await [|http.PostAsync("/charges", content)|];
                        break;
                    }
                    catch (IOException)
                    {
                        await Task.Delay(TimeSpan.FromSeconds(delay));
                    }
                }
            }

            async Task BuiltInside(Charge charge)
            {
                for (var attempt = 0; ; attempt++)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, "/charges") { Content = JsonContent.Create(charge) };
                    request.Headers.Add("X-Attempt", attempt.ToString());
                    try
                    {
                        using var response = await [|http.SendAsync(request)|];
                        break;
                    }
                    catch (HttpRequestException) when (attempt < 5)
                    {
                    }
                }
            }

            void Blocking(HttpContent content)
            {
                for (var i = 0; i < 2; i++)
                {
                    try
                    {
                        [|http.PostAsync("/charges", content)|].Wait();
                        return;
                    }
                    catch (AggregateException e) when (e.InnerException is HttpRequestException) { Thread.Sleep(10); }
                }
            }

            async Task Jump(HttpContent content)
            {
                var attempts = 0;
            again:
                try
                {
                    await [|http.PostAsync("/charges", content)|];
                }
                catch (HttpRequestException)
                {
                    if (attempts++ < 3)
                    {
                        goto again;
                    }

                    throw;
                }
            }

            async Task OnceMore(HttpContent content)
            {
                try
                {
                    await http.PostAsync("/charges", content);
                }
                catch (HttpRequestException)
                {
                    await [|http.PostAsync("/charges", content)|];
                }
            }

            Task InLambda(HttpContent content) => Task.Run(async () =>
            {
                while (true)
                {
                    try { await [|http.PostAsync("/charges", content)|]; return; }
                    catch (HttpRequestException) { }
                }
            });

            async Task InnerLoopOfSeveralItems(List<Charge> charges)
            {
                foreach (var charge in charges)
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try
                        {
                            await [|http.PostAsJsonAsync("/charges", charge)|];
                            break;
                        }
                        catch (HttpRequestException) { }
                    }
                }
            }
            """
        );

    [Fact]
    public Task Loops_that_repeat_the_call_after_a_failed_response() =>
        RetriedPayments.Verify(
            """
            async Task<bool> Success(HttpContent content)
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    var response = await [|http.PostAsync("/charges", content)|];
                    if (response.IsSuccessStatusCode) return true;
                    await Task.Delay(100);
                }
                return false;
            }

            async Task<HttpResponseMessage> Condition(HttpContent content)
            {
                HttpResponseMessage response;
                var attempt = 0;
                do
                {
                    response = await [|http.PostAsync("/charges", content)|];
                }
                while (!response.IsSuccessStatusCode && ++attempt < 3);
                return response;
            }

            async Task<HttpResponseMessage> ServerErrors(HttpContent content)
            {
                for (var attempt = 0; ; attempt++)
                {
                    var response = await [|http.PostAsync("/charges", content)|];
                    if ((int)response.StatusCode < 500 || attempt == 3) return response;
                }
            }

            async Task<HttpResponseMessage> Unavailable(HttpContent content)
            {
                while (true)
                {
                    var response = await [|http.PostAsync("/charges", content)|];
                    if (response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests)
                    {
                        await Task.Delay(100);
                        continue;
                    }
                    return response;
                }
            }

            async Task<HttpResponseMessage> Throttled(HttpContent content)
            {
                while (true)
                {
                    var response = await http.PostAsync("/charges", content);
                    if (response.StatusCode != HttpStatusCode.TooManyRequests) return response;
                    await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1));
                }
            }

            async Task<HttpResponseMessage> Ok(HttpContent content)
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    var response = await [|http.PostAsync("/charges", content)|];
                    if (response.StatusCode == HttpStatusCode.Created) return response;
                }
                throw new TimeoutException();
            }
            """
        );

    [Fact]
    public Task Loops_that_are_no_retries() =>
        RetriedPayments.Verify(
            """
            async Task Items(List<Charge> charges)
            {
                foreach (var charge in charges)
                {
                    try { await http.PostAsJsonAsync("/charges", charge); }
                    catch (HttpRequestException) { }
                }
            }

            async Task FirstHostThatAnswers(List<string> hosts, HttpContent content)
            {
                foreach (var host in hosts)
                {
                    try { await http.PostAsync(host, content); return; }
                    catch (HttpRequestException) { }
                }
            }

            async Task ByIndex(string[] hosts, HttpContent content)
            {
                for (var i = 0; i < hosts.Length; i++)
                {
                    var url = hosts[i] + "/charges";
                    try { await http.PostAsync(url, content); return; }
                    catch (HttpRequestException) { }
                }
            }

            async Task Worker(Queue<Charge> queue, CancellationToken token)
            {
                while (!token.IsCancellationRequested)
                {
                    try { await http.PostAsJsonAsync("/charges", queue.Dequeue(), token); }
                    catch (HttpRequestException) { await Task.Delay(1000, token); }
                }
            }

            async Task Heartbeat(CancellationToken token)
            {
                using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10));
                while (await timer.WaitForNextTickAsync(token))
                {
                    try { await http.PostAsync("/heartbeat", null, token); }
                    catch (HttpRequestException) { }
                }
            }

            async Task NextJobUntilOneWorks(Queue<Charge> queue)
            {
                while (true)
                {
                    var charge = queue.Dequeue();
                    try { await http.PostAsJsonAsync("/charges", charge); return; }
                    catch (HttpRequestException) { }
                }
            }

            async Task Pages()
            {
                string next = "/query";
                while (next != null)
                {
                    var response = await http.PostAsync(next, null);
                    next = await response.Content.ReadAsStringAsync();
                }
            }

            async Task PollUntilReady(HttpContent query)
            {
                while (true)
                {
                    var response = await http.PostAsync("/status", query);
                    if (await response.Content.ReadAsStringAsync() == "ready") return;
                    await Task.Delay(1000);
                }
            }

            async Task NotCaughtInside(HttpContent content)
            {
                try
                {
                    for (var i = 0; i < 3; i++) { await http.PostAsync("/a", content); }
                }
                catch (HttpRequestException) { }
            }

            async Task GivesUp(HttpContent content)
            {
                while (true)
                {
                    try { await http.PostAsync("/a", content); return; }
                    catch (HttpRequestException) { throw new TransientException(); }
                }
            }

            async Task AnotherCallInTheCatch(HttpContent content)
            {
                try { await http.PostAsync("/primary", content); }
                catch (HttpRequestException) { await http.PostAsync("/secondary", content); }
            }

            async Task NotTheCallsFailure(HttpContent content)
            {
                for (var i = 0; i < 3; i++)
                {
                    try { await http.PostAsync("/a", content); return; }
                    catch (FormatException) { }
                }
            }
            """
        );

    [Fact]
    public Task The_message_names_the_call_and_the_retry() =>
        VerifyCS.VerifyMessageAsync(
            """
            class Payments(HttpClient http)
            {
                async Task Charge(HttpContent content)
                {
                    while (true) { try { await http.PostAsync("/a", content); return; } catch (HttpRequestException) { } }
                }
            }
            """,
            "'HttpClient.PostAsync' may take effect more than once: the retry loop around it repeats it after failures that do not tell whether it was carried out, and it has no idempotency key"
        );

    [Fact]
    public Task A_task_in_a_local_fails_where_it_is_waited_for() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Mill(HttpClient http)
            {
                async Task Grind(HttpContent sack)
                {
                    for (var turn = 0; turn < 3; turn++)
                    {
                        var ground = [|http.PostAsync("/sacks", sack)|];
                        try { await ground; return; }
                        catch (HttpRequestException) { await Task.Delay(100 << turn); }
                    }
                }

                async Task GrindOnce(HttpContent sack)
                {
                    for (var turn = 0; turn < 3; turn++)
                    {
                        try { await http.GetStringAsync("/wind"); }
                        catch (HttpRequestException) { continue; }

                        var ground = http.PostAsync("/sacks", sack);
                        await ground;
                        return;
                    }
                }
            }
            """
        );
}
