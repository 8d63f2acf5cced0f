using DistributedSystems.Analyzers.Rules.Clocks;
using DistributedSystems.Analyzers.Rules.Deadlines;
using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Clocks;
using DistributedSystems.CodeFixes.Deadlines;
using DistributedSystems.CodeFixes.RemoteCalls;
using DistributedSystems.CodeFixes.Retries;

namespace DistributedSystems.Analyzers.Tests.Rules.Fixes;

/// <summary>What readers of the fixes offered on real code objected to, and its nearest neighbours.</summary>
public class RepairedOffersTests
{
    [Fact]
    public Task No_token_where_the_function_ends_quietly_at_its_own_limit() =>
        VerifyCS<CallersCancellationDropped, PassTokenFix>.VerifyNoFixAsync(
            """
            class Receipts(HttpClient http)
            {
                async Task<string> Wait()
                {
                    using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(9));
                    while (!limit.IsCancellationRequested)
                    {
                        var answer = await [|http.GetAsync("/a")|];
                        if (answer.IsSuccessStatusCode) return "there";
                    }

                    return null;
                }
            }
            """,
            Setup.Default
        );

    [Fact]
    public Task A_token_where_a_handler_takes_the_end() =>
        VerifyCS<CallersCancellationDropped, PassTokenFix>.VerifyCodeFixAsync(
            """
            class Receipts(HttpClient http)
            {
                async Task<string> Wait()
                {
                    using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(9));
                    while (!limit.IsCancellationRequested)
                    {
                        try
                        {
                            var answer = await [|http.GetAsync("/a")|];
                            if (answer.IsSuccessStatusCode) return "there";
                        }
                        catch (OperationCanceledException)
                        {
                            return null;
                        }
                    }

                    return null;
                }
            }
            """,
            """
            class Receipts(HttpClient http)
            {
                async Task<string> Wait()
                {
                    using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(9));
                    while (!limit.IsCancellationRequested)
                    {
                        try
                        {
                            var answer = await http.GetAsync("/a", limit.Token);
                            if (answer.IsSuccessStatusCode) return "there";
                        }
                        catch (OperationCanceledException)
                        {
                            return null;
                        }
                    }

                    return null;
                }
            }
            """
        );

    [Fact]
    public Task No_token_of_a_request_for_what_an_action_writes() =>
        VerifyCS<CallersCancellationDropped, PassTokenFix>.VerifyCodeFixAsync(
            """
            using Microsoft.AspNetCore.Mvc;

            public class Orders(HttpClient http) : ControllerBase
            {
                [HttpPost] public async Task<string> Read() => await [|http.GetStringAsync("/a")|];
                [HttpPost] public async Task Write(HttpContent order) => await [|http.PostAsync("/a", order)|];
            }
            """,
            """
            using Microsoft.AspNetCore.Mvc;

            public class Orders(HttpClient http) : ControllerBase
            {
                [HttpPost] public async Task<string> Read() => await http.GetStringAsync("/a", HttpContext.RequestAborted);
                [HttpPost] public async Task Write(HttpContent order) => await [|http.PostAsync("/a", order)|];
            }
            """,
            new Setup { GlobalOptions = new Dictionary<string, string> { ["build_property.DistributedSystemsMode"] = "strict" } }
        );

    [Fact]
    public Task No_utc_in_a_member_that_starts_as_local_time() =>
        VerifyCS<LocalTimeLeavesProcess, SendUtcFix>.VerifyNoFixAsync(
            """
            using System.Net.Http.Json;

            class Note { public DateTime At { get; set; } = DateTime.Now; }
            class Notes(HttpClient http) { Task Send() => http.PostAsJsonAsync("/a", new Note { At = [|DateTime.Now|] }); }
            """,
            Setup.Default
        );

    [Fact]
    public Task Waits_for_answers_that_go_round_too_and_as_its_own_function_awaits() =>
        VerifyCS<RetryHasNoDelay, WaitBetweenAttemptsFix>.VerifyCodeFixAsync(
            """
            class Images(HttpClient http)
            {
                const int Most = 3;

                async Task<string> Read(string page, CancellationToken stop)
                {
                    string image = null;
                    [|for|] (var turn = 0; turn < Most; turn++)
                    {
                        try
                        {
                            image = await http.GetStringAsync(page, stop).ConfigureAwait(false);
                            if (image != null)
                            {
                                break;
                            }
                        }
                        catch (HttpRequestException) { }
                    }

                    return image;
                }

                async Task Otherwise() => await Task.Yield();

                async Task Plainly(CancellationToken stop) => await Task.Delay(1, stop);
            }
            """,
            """
            class Images(HttpClient http)
            {
                const int Most = 3;

                async Task<string> Read(string page, CancellationToken stop)
                {
                    string image = null;
                    for (var turn = 0; turn < Most; turn++)
                    {
                        try
                        {
                            image = await http.GetStringAsync(page, stop).ConfigureAwait(false);
                            if (image != null)
                            {
                                break;
                            }
                        }
                        catch (HttpRequestException) { }
                        if (turn < Most - 1)
                        {
                            await Task.Delay(TimeSpan.FromSeconds(Math.Min(30, Math.Pow(2, turn)) * (0.5 + Random.Shared.NextDouble())), stop).ConfigureAwait(false);
                        }
                    }

                    return image;
                }

                async Task Otherwise() => await Task.Yield();

                async Task Plainly(CancellationToken stop) => await Task.Delay(1, stop);
            }
            """
        );

    [Fact]
    public Task Checks_behind_the_empty_line_that_follows_a_block() =>
        VerifyCS<UncheckedResponse, EnsureSuccessFix>.VerifyCodeFixAsync(
            """
            class Page(HttpClient http)
            {
                async Task<string> Read(bool loud)
                {
                    var response = await http.GetAsync("/a");
                    if (loud)
                    {
                        Console.WriteLine("read");
                    }

                    return await [|response.Content.ReadAsStringAsync()|];
                }
            }
            """,
            """
            class Page(HttpClient http)
            {
                async Task<string> Read(bool loud)
                {
                    var response = await http.GetAsync("/a");
                    if (loud)
                    {
                        Console.WriteLine("read");
                    }

                    response.EnsureSuccessStatusCode();
                    return await response.Content.ReadAsStringAsync();
                }
            }
            """
        );

    [Fact]
    public Task Nothing_is_left_behind_the_last_call() =>
        VerifyCS<TaskLeavesScope, AwaitInScopeFix>.VerifyCodeFixAsync(
            """
            class Store(HttpClient http)
            {
                public Task Put(bool log)
                {
                    try
                    {
                        return [|http.PutAsync("/a", null)|];
                    }
                    catch (Exception problem)
                    {
                        Console.WriteLine(problem);
                        throw;
                    }
                }
            }
            """,
            """
            class Store(HttpClient http)
            {
                public async Task Put(bool log)
                {
                    try
                    {
                        await http.PutAsync("/a", null);
                    }
                    catch (Exception problem)
                    {
                        Console.WriteLine(problem);
                        throw;
                    }
                }
            }
            """
        );

    [Fact]
    public Task A_brace_stays_where_the_file_has_it() =>
        VerifyCS<RetryRepeatsTheFutile, LetCancellationThroughFix>.VerifyCodeFixAsync(
            """
            class Orders(HttpClient http) {
                async Task<string> Read(CancellationToken token) {
                    while (true) {
                        try {
                            return await http.GetStringAsync("/a", token);
                        } [|catch|] (OperationCanceledException) {
                            Thread.Sleep(1000);
                        }
                    }
                }
            }
            """,
            """
            class Orders(HttpClient http) {
                async Task<string> Read(CancellationToken token) {
                    while (true) {
                        try {
                            return await http.GetStringAsync("/a", token);
                        } catch (OperationCanceledException) when (!token.IsCancellationRequested) {
                            Thread.Sleep(1000);
                        }
                    }
                }
            }
            """
        );

    [Fact]
    public Task A_field_is_set_off_from_a_comment_and_not_twice() =>
        VerifyCS<ClientPerCall, ShareClientFix>.VerifyCodeFixAsync(
            """
            class Commented
            {
                // How often.
                private int count;

                public Task<string> Read(string page) => [|new HttpClient()|].GetStringAsync(page + count);
            }

            class Spaced
            {

                public Task<string> Read(string page) => [|new HttpClient()|].GetStringAsync(page);
            }
            """,
            """
            class Commented
            {
                private static readonly HttpClient SharedHttpClient = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(15) });

                // How often.
                private int count;

                public Task<string> Read(string page) => SharedHttpClient.GetStringAsync(page + count);
            }

            class Spaced
            {
                private static readonly HttpClient SharedHttpClient = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(15) });

                public Task<string> Read(string page) => SharedHttpClient.GetStringAsync(page);
            }
            """
        );

    [Fact]
    public Task The_token_beside_a_limit_still_ends_the_call() =>
        VerifyCS<TimeoutAbandonsCall, AbandonedCallFix>.VerifyCodeFixAsync(
            """
            class Peers(HttpClient http)
            {
                async Task<string> Find(TimeSpan timeout, CancellationToken stop)
                {
                    var found = await [|http.GetStringAsync("/a").WaitAsync(timeout, stop)|];
                    return found;
                }
            }
            """,
            """
            class Peers(HttpClient http)
            {
                async Task<string> Find(TimeSpan timeout, CancellationToken stop)
                {
                    using var timeoutSource = CancellationTokenSource.CreateLinkedTokenSource(stop);
                    timeoutSource.CancelAfter(timeout);
                    var found = await http.GetStringAsync("/a", timeoutSource.Token);
                    return found;
                }
            }
            """
        );

    [Fact]
    public Task Dual_code_that_a_member_chooses_is_not_reported() =>
        VerifyCS<ThreadBlocksOnRemoteCall>.VerifyAnalyzerAsync(
            """
            using System.Data.Common;

            class Arrived { public bool IsRunningSynchronously { get; set; } public bool IsLate { get; set; } }
            class Queue(DbCommand command)
            {
                async Task Chosen(Arrived args)
                {
                    if (args.IsRunningSynchronously) command.ExecuteNonQuery();
                    else await command.ExecuteNonQueryAsync();
                }

                async Task SameSide(Arrived args)
                {
                    if (args.IsLate)
                    {
                        [|command.ExecuteNonQuery()|];
                        await command.ExecuteNonQueryAsync();
                    }
                }
            }
            """
        );
}
