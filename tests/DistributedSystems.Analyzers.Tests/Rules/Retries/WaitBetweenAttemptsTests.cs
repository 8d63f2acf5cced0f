using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Retries;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

public class WaitBetweenAttemptsTests
{
    [Fact]
    public Task In_loops() =>
        VerifyCS<RetryHasNoDelay, WaitBetweenAttemptsFix>.VerifyCodeFixAsync(
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
                            if (attempt < 4)
                            {
                                await Task.Delay(TimeSpan.FromSeconds(Math.Min(30, Math.Pow(2, attempt)) * (0.5 + Random.Shared.NextDouble())), token);
                            }
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
            """
        );

    [Fact]
    public Task In_policies() =>
        VerifyCS<RetryHasNoDelay, WaitBetweenAttemptsFix>.VerifyCodeFixAsync(
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
            Library.Polly,
            Library.Polly7
        );

    [Fact]
    public Task As_the_code_around_awaits_and_comments() =>
        VerifyCS<RetryHasNoDelay, WaitBetweenAttemptsFix>.VerifyCodeFixAsync(
            """
            class Beacon(HttpClient http)
            {
                public async Task<string> Ask(string station, CancellationToken stop)
                {
                    [|for|] (var turn = 0; turn < 5; turn++)
                    {
                        try
                        {
                            return await http.GetStringAsync(station, stop).ConfigureAwait(false);
                        }
                        catch (HttpRequestException)
                        {
                            // the next station may answer
                        }
                    }

                    throw new InvalidOperationException("no station answers");
                }

                public bool Ping(string station)
                {
                    [|for|] (var turn = 1; turn <= 5; turn++)
                    {
                        try
                        {
                            using var answer = http.Send(new HttpRequestMessage(HttpMethod.Get, station));
                            if (answer.IsSuccessStatusCode) return true;
                        }
                        catch (HttpRequestException e) { Console.WriteLine(e.Message); }
                    }

                    return false;
                }

                public string Twice(string station, int most)
                {
                    var turn = 0;
                    [|while|] (turn < most)
                    {
                        try
                        {
                            return http.Send(new HttpRequestMessage(HttpMethod.Get, station)).ToString();
                        }
                        catch (HttpRequestException) { turn++; }
                    }

                    return null;
                }

                public string CountedLater(string station)
                {
                    var turn = 0;
                    [|while|] (turn < 5)
                    {
                        try
                        {
                            return http.Send(new HttpRequestMessage(HttpMethod.Get, station)).ToString();
                        }
                        catch (HttpRequestException)
                        {
                        }

                        turn++;
                    }

                    return null;
                }

                public async Task<string> Filtered(string station, CancellationToken stop)
                {
                    [|for|] (var turn = 0; turn < 5; turn++)
                    {
                        try
                        {
                            return await http.GetStringAsync(station, stop).ConfigureAwait(false);
                        }
                        catch (HttpRequestException) when (turn < 4)
                        {
                        }
                    }

                    return null;
                }
            }
            """,
            """
            class Beacon(HttpClient http)
            {
                public async Task<string> Ask(string station, CancellationToken stop)
                {
                    for (var turn = 0; turn < 5; turn++)
                    {
                        try
                        {
                            return await http.GetStringAsync(station, stop).ConfigureAwait(false);
                        }
                        catch (HttpRequestException)
                        {
                            // the next station may answer
                            if (turn < 4)
                            {
                                await Task.Delay(TimeSpan.FromSeconds(Math.Min(30, Math.Pow(2, turn)) * (0.5 + Random.Shared.NextDouble())), stop).ConfigureAwait(false);
                            }
                        }
                    }

                    throw new InvalidOperationException("no station answers");
                }

                public bool Ping(string station)
                {
                    for (var turn = 1; turn <= 5; turn++)
                    {
                        try
                        {
                            using var answer = http.Send(new HttpRequestMessage(HttpMethod.Get, station));
                            if (answer.IsSuccessStatusCode) return true;
                        }
                        catch (HttpRequestException e) { Console.WriteLine(e.Message); }
                        if (turn < 5)
                        {
                            Thread.Sleep(TimeSpan.FromSeconds(0.5 + Random.Shared.NextDouble()));
                        }
                    }

                    return false;
                }

                public string Twice(string station, int most)
                {
                    var turn = 0;
                    while (turn < most)
                    {
                        try
                        {
                            return http.Send(new HttpRequestMessage(HttpMethod.Get, station)).ToString();
                        }
                        catch (HttpRequestException)
                        {
                            turn++;
                            if (turn < most)
                            {
                                Thread.Sleep(TimeSpan.FromSeconds(0.5 + Random.Shared.NextDouble()));
                            }
                        }
                    }

                    return null;
                }

                public string CountedLater(string station)
                {
                    var turn = 0;
                    while (turn < 5)
                    {
                        try
                        {
                            return http.Send(new HttpRequestMessage(HttpMethod.Get, station)).ToString();
                        }
                        catch (HttpRequestException)
                        {
                        }

                        turn++;
                        if (turn < 5)
                        {
                            Thread.Sleep(TimeSpan.FromSeconds(0.5 + Random.Shared.NextDouble()));
                        }
                    }

                    return null;
                }

                public async Task<string> Filtered(string station, CancellationToken stop)
                {
                    for (var turn = 0; turn < 5; turn++)
                    {
                        try
                        {
                            return await http.GetStringAsync(station, stop).ConfigureAwait(false);
                        }
                        catch (HttpRequestException) when (turn < 4)
                        {
                            await Task.Delay(TimeSpan.FromSeconds(Math.Min(30, Math.Pow(2, turn)) * (0.5 + Random.Shared.NextDouble())), stop).ConfigureAwait(false);
                        }
                    }

                    return null;
                }
            }
            """
        );

    [Fact]
    public Task Not_where_the_last_attempt_is_not_known() =>
        VerifyCS<RetryHasNoDelay, WaitBetweenAttemptsFix>.VerifyNoFixAsync(
            """
            class Beacon(HttpClient http)
            {
                public string Asked(string station)
                {
                    [|while|] (Again())
                    {
                        try { return http.Send(new HttpRequestMessage()).ToString(); }
                        catch (HttpRequestException) { }
                    }

                    return null;
                }

                private int left = 4;
                private bool Again() => --left > 0;

                public void Succeeding(string station)
                {
                    var turn = 0;
                    [|while|] (turn < 5)
                    {
                        try { http.Send(new HttpRequestMessage()).ToString(); turn = 5; }
                        catch (HttpRequestException) { }

                        turn++;
                    }
                }

                public async Task<string> NextStation(string[] stations)
                {
                    [|foreach|] (var station in stations)
                    {
                        try { return await http.GetStringAsync("/a"); }
                        catch (HttpRequestException) { }
                    }

                    return null;
                }
            }
            """,
            Setup.Default
        );

    [Fact]
    public Task A_pause_for_what_the_handler_has_noted() =>
        VerifyCS<RetryHasNoDelay>.VerifyAnalyzerAsync(
            """
            class State { public int Errors { get; set; } public bool Failed; }
            class Watch(HttpClient http)
            {
                bool isDown;

                async Task Counted(State state)
                {
                    while (true)
                    {
                        if (state.Errors > 0) await Task.Delay(100 * state.Errors);
                        try { await http.GetStringAsync("/tide"); return; }
                        catch (HttpRequestException) { state.Errors++; }
                    }
                }

                async Task Flagged()
                {
                    var failed = false;
                    while (true)
                    {
                        if (failed) await Task.Delay(100);
                        failed = false;
                        try { await http.GetStringAsync("/tide"); return; }
                        catch (HttpRequestException) { failed = true; }
                    }
                }

                async Task FlaggedOutside(State state)
                {
                    while (true)
                    {
                        if (state.Failed || isDown) await Task.Delay(100);
                        try { await http.GetStringAsync("/tide"); return; }
                        catch (HttpRequestException) { state.Failed = true; isDown = true; }
                    }
                }

                async Task Remembered()
                {
                    Exception last = null;
                    while (true)
                    {
                        if (last is not null) await Task.Delay(100);
                        try { await http.GetStringAsync("/tide"); return; }
                        catch (HttpRequestException e) { last = e; }
                    }
                }

                // What the handler notes has nothing to do with the pause.
                async Task Elsewhere(State state, bool slowly)
                {
                    [|while|] (true)
                    {
                        if (slowly) await Task.Delay(100);
                        try { await http.GetStringAsync("/tide"); return; }
                        catch (HttpRequestException) { state.Errors++; }
                    }
                }
            }
            """,
            Setup.Default
        );
}
