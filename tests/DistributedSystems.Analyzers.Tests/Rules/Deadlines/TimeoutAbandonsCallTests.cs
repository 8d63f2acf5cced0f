using DistributedSystems.Analyzers.Rules.Deadlines;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Deadlines;

namespace DistributedSystems.Analyzers.Tests.Rules.Deadlines;

using VerifyCS = VerifyCS<TimeoutAbandonsCall>;
using VerifyFix = VerifyCS<TimeoutAbandonsCall, AbandonedCallFix>;

public class TimeoutAbandonsCallTests
{
    [Fact]
    public Task The_call_goes_on() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Catalog(HttpClient http)
            {
                static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

                async Task<string> Wait() => await [|http.GetStringAsync("/a").WaitAsync(Limit)|];
                async Task<string> NotTied(CancellationToken token) => await [|http.GetStringAsync("/a", token).WaitAsync(Limit, token)|];
                bool Blocking() => [|http.GetStringAsync("/a").Wait(5000)|];
                async Task<string> Race()
                {
                    var call = http.GetStringAsync("/a");
                    var delay = Task.Delay(Limit);
                    if (await [|Task.WhenAny(call, delay)|] == delay) throw new TimeoutException();
                    return await call;
                }
                async Task<bool> RaceInPlace() => await [|Task.WhenAny(http.GetStringAsync("/a"), Task.Delay(5000))|] is Task<string>;
                async Task<string> OwnMethod() => await [|Read(default).WaitAsync(Limit)|];
                async Task<string> Read(CancellationToken token) => await http.GetStringAsync("/a", token);
            }
            """
        );

    [Fact]
    public Task The_call_is_told_cannot_be_told_or_stays_in_this_process() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Catalog(HttpClient http)
            {
                static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
                private readonly CancellationTokenSource stop = new CancellationTokenSource();

                async Task<string> Tied()
                {
                    using var limit = new CancellationTokenSource();
                    var call = http.GetStringAsync("/a", limit.Token);
                    if (await Task.WhenAny(call, Task.Delay(Limit)) != call) limit.Cancel();
                    return await call;
                }
                async Task<string> Field() => await http.GetStringAsync("/a", stop.Token).WaitAsync(Limit);
                async Task<string> OnlyToken(CancellationToken token) => await http.GetStringAsync("/a", token).WaitAsync(token);
                async Task<string> Endless() => await http.GetStringAsync("/a").WaitAsync(Timeout.InfiniteTimeSpan);
                async Task<int> Completion(TaskCompletionSource<int> source) => await source.Task.WaitAsync(Limit);
                async Task InProcess() => await Task.Run(() => { }).WaitAsync(Limit);
                async Task<bool> Redis(StackExchange.Redis.IDatabase redis) => await redis.KeyExistsAsync("a").WaitAsync(Limit);
                async Task<string> Heartbeat()
                {
                    var call = http.GetStringAsync("/a");
                    while (await Task.WhenAny(call, Task.Delay(1000)) != call) Console.WriteLine("still waiting");
                    return await call;
                }
                async Task<Task> TwoCalls() => await Task.WhenAny(http.GetStringAsync("/a"), http.GetStringAsync("/b"));
            }
            """,
            Library.Redis
        );

    [Theory]
    [InlineData("if (await Task.WhenAny(call, Task.Delay(2000)) != call) Console.WriteLine(\"slow\"); return await call;", false)]
    [InlineData(
        "if (await Task.WhenAny(call, delay) == delay) { Console.WriteLine(\"slow\"); } return await call.ConfigureAwait(false);",
        false
    )]
    [InlineData(
        "var first = await Task.WhenAny(call, delay).ConfigureAwait(false); if (first == delay) Console.WriteLine(\"slow\"); return call.Result;",
        false
    )]
    [InlineData(
        "if (await Task.WhenAny(call, delay) == call) return await call; return await await Task.WhenAny(call, http.GetStringAsync(\"/b\"));",
        false
    )]
    [InlineData(
        "if (await Task.WhenAny(call, delay) == delay) { Console.WriteLine(\"slow\"); return await call; } return await call;",
        false
    )]
    [InlineData("if (await RACE == delay) { Console.WriteLine(\"slow\"); throw new TimeoutException(); } return await call;", true)]
    [InlineData("if (await RACE == call) return await call; return \"\";", true)]
    [InlineData(
        "if (await RACE != call) { _ = call.ContinueWith(late => Console.WriteLine(late.Status)); return \"\"; } return await call;",
        true
    )]
    [InlineData("var first = await RACE; if (first == call) return await call; throw new TimeoutException();", true)]
    public Task Whoever_loses_the_race_may_wait_on(string race, bool reported)
    {
        Assert.Equal(reported, race.Contains("RACE", StringComparison.Ordinal));
        return VerifyCS.VerifyAnalyzerAsync(
            $$"""
            class Catalog(HttpClient http)
            {
                async Task<string> Read()
                {
                    var call = http.GetStringAsync("/a");
                    var delay = Task.Delay(2000);
                    {{race.Replace("RACE", "[|Task.WhenAny(call, delay)|]")}}
                }
            }
            """
        );
    }

    [Fact]
    public Task A_method_of_the_project_stops_waiting() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            static class Limits
            {
                public static async Task<T> Within<T>(this Task<T> work, TimeSpan limit)
                {
                    if (await Task.WhenAny(work, Task.Delay(limit)) != work) throw new TimeoutException();
                    return await work;
                }
                public static async Task TimeoutAfter(this Task work, TimeSpan limit)
                {
                    using var over = new CancellationTokenSource();
                    var end = Task.Delay(limit, over.Token);
                    if (await Task.WhenAny(end, work).ConfigureAwait(false) == end) throw new TimeoutException();
                    over.Cancel();
                }
                public static Task<T> Limited<T>(TimeSpan limit, Task<T> work) => work.WaitAsync(limit);

                public static async Task<T> Watched<T>(this Task<T> work, TimeSpan limit)
                {
                    if (await Task.WhenAny(work, Task.Delay(limit)) != work) Console.WriteLine("slow");
                    return await work;
                }
                public static Task<T> Until<T>(this Task<T> work, CancellationToken stop) => work.WaitAsync(stop);
                public static async Task<T> Paused<T>(this Task<T> work, TimeSpan pause) { await Task.Delay(pause); return await work; }
            }

            class Shop(HttpClient http, TimeSpan limit)
            {
                async Task<string> A() => await [|http.GetStringAsync("/a").Within(limit)|];
                async Task<string> B(CancellationToken token) => await [|http.GetStringAsync("/a", token).Within(limit)|];
                Task C() => Logged(() => [|http.PutAsync("/a", null).TimeoutAfter(limit)|]);
                async Task<string> D() => await [|Limits.Limited(limit, http.GetStringAsync("/a"))|];

                async Task<string> E() => await http.GetStringAsync("/a").Watched(limit);
                async Task<string> F(CancellationToken token) => await http.GetStringAsync("/a").Until(token);
                async Task<string> G() => await http.GetStringAsync("/a").Paused(limit);
                async Task<string> H() => await Task.FromResult("a").Within(limit);
                async Task<string> I()
                {
                    using var source = new CancellationTokenSource(limit);
                    return await http.GetStringAsync("/a", source.Token).Within(limit);
                }

                private static async Task Logged(Func<Task> work) { try { await work(); } catch (Exception e) { throw new InvalidOperationException("a", e); } }
            }
            """
        );

    [Fact]
    public Task The_message_names_the_call() =>
        VerifyCS.VerifyMessageAsync(
            "class C { Task<string> M(HttpClient http) => http.GetStringAsync(\"/a\").WaitAsync(TimeSpan.FromSeconds(1)); }",
            "'HttpClient.GetStringAsync' goes on after 'Task.WaitAsync' has stopped waiting for it: no token is passed to it"
        );

    [Fact]
    public Task The_limit_cancels_the_call() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            using System;
            using System.Net.Http;
            using System.Threading;
            using System.Threading.Tasks;

            class Catalog(HttpClient http)
            {
                async Task<string> None()
                {
                    // At most five seconds.
                    return await [|http.GetStringAsync("/a").WaitAsync(TimeSpan.FromSeconds(5))|].ConfigureAwait(false);
                }

                async Task<string> Two(CancellationToken token)
                {
                    var first = await [|http.GetStringAsync("/a", token).WaitAsync(TimeSpan.FromSeconds(5), token)|];
                    var second = await [|http.GetStringAsync("/b", CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(6))|];
                    return first + second;
                }
            }
            """,
            """
            using System;
            using System.Net.Http;
            using System.Threading;
            using System.Threading.Tasks;

            class Catalog(HttpClient http)
            {
                async Task<string> None()
                {
                    using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                    // At most five seconds.
                    return await http.GetStringAsync("/a", timeout.Token).ConfigureAwait(false);
                }

                async Task<string> Two(CancellationToken token)
                {
                    using var timeout = CancellationTokenSource.CreateLinkedTokenSource(token);
                    timeout.CancelAfter(TimeSpan.FromSeconds(5));
                    var first = await http.GetStringAsync("/a", timeout.Token);
                    using var timeout2 = new CancellationTokenSource(TimeSpan.FromSeconds(6));
                    var second = await http.GetStringAsync("/b", timeout2.Token);
                    return first + second;
                }
            }
            """
        );

    [Fact]
    public Task An_expression_body_becomes_a_block() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            using System;
            using System.Net.Http;
            using System.Threading;
            using System.Threading.Tasks;

            class Catalog(HttpClient http)
            {
                async Task<string> Value() => await [|http.GetStringAsync("/a").WaitAsync(TimeSpan.FromSeconds(5))|]; // kept
                async ValueTask Nothing(CancellationToken token) =>
                    await [|http.DeleteAsync("/a", token).WaitAsync(TimeSpan.FromSeconds(5))|].ConfigureAwait(false);

                async Task Local()
                {
                    await Inner();
                    async Task<string> Inner() => await [|http.GetStringAsync("/a").WaitAsync(TimeSpan.FromSeconds(5))|];
                }
            }
            """,
            """
            using System;
            using System.Net.Http;
            using System.Threading;
            using System.Threading.Tasks;

            class Catalog(HttpClient http)
            {
                async Task<string> Value()
                {
                    using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                    return await http.GetStringAsync("/a", timeout.Token);
                } // kept
                async ValueTask Nothing(CancellationToken token)
                {
                    using var timeout = CancellationTokenSource.CreateLinkedTokenSource(token);
                    timeout.CancelAfter(TimeSpan.FromSeconds(5));
                    await http.DeleteAsync("/a", timeout.Token).ConfigureAwait(false);
                }

                async Task Local()
                {
                    await Inner();
                    async Task<string> Inner()
                    {
                        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                        return await http.GetStringAsync("/a", timeout.Token);
                    }
                }
            }
            """
        );

    [Fact]
    public Task Not_where_the_exception_is_caught_or_there_is_no_statement() =>
        VerifyFix.VerifyNoFixAsync(
            """
            class Catalog(HttpClient http)
            {
                async Task<int> Later() => Environment.TickCount + (await [|http.GetStringAsync("/a").WaitAsync(TimeSpan.FromSeconds(5))|]).Length;
                Func<Task<string>> Lambda() => async () => await [|http.GetStringAsync("/a").WaitAsync(TimeSpan.FromSeconds(5))|];
                async Task<string> Caught()
                {
                    try { return await [|http.GetStringAsync("/a").WaitAsync(TimeSpan.FromSeconds(5))|]; }
                    catch (TimeoutException) { return ""; }
                }
            }
            """,
            Setup.Default
        );

    [Theory]
    [InlineData("catch (TimeoutException) { return \"\"; }")]
    [InlineData("catch (Exception e) when (e is TimeoutException) { return \"\"; }")]
    [InlineData("catch (Exception e) when (!stop.IsCancellationRequested) { return e.Message; }")]
    [InlineData("catch (OperationCanceledException) { throw; } catch (Exception e) { return e.Message; }")]
    [InlineData("catch (OperationCanceledException) { return null; }")]
    [InlineData("catch (TaskCanceledException) { return null; }")]
    [InlineData("catch (Exception e) { return e is OperationCanceledException ? null : e.Message; }")]
    [InlineData("catch (Exception e) { switch (e) { case HttpRequestException: return null; default: throw; } }")]
    public Task Not_where_a_handler_tells_the_timeout_from_cancellation(string handlers) =>
        VerifyFix.VerifyNoFixAsync(
            $$"""
            class Rates(HttpClient http)
            {
                async Task<string> Read(CancellationToken stop)
                {
                    try
                    {
                        var fresh = await [|http.GetStringAsync("/a", stop).WaitAsync(TimeSpan.FromSeconds(3), stop)|];
                        return fresh;
                    }
                    {{handlers}}
                }
            }
            """,
            Setup.Default
        );

    [Fact]
    public Task Not_where_a_caller_in_the_file_waits_for_the_exception() =>
        VerifyFix.VerifyNoFixAsync(
            """
            class Rates(HttpClient http)
            {
                async Task<string> Read() { return await [|http.GetStringAsync("/a").WaitAsync(TimeSpan.FromSeconds(3))|]; }
                async Task<string> OrOld() { try { return await Read(); } catch (TimeoutException) { return ""; } }
            }
            """,
            Setup.Default
        );

    [Theory]
    [InlineData("catch (Exception e) { return e.Message; }")]
    [InlineData("catch { return null; }")]
    [InlineData("catch (HttpRequestException e) when (e.StatusCode is null) { return null; }")]
    [InlineData("finally { Console.WriteLine(1); }")]
    public Task Where_handlers_take_both_or_neither(string handlers) =>
        VerifyFix.VerifyCodeFixAsync(
            Handled(handlers, "var fresh = await [|http.GetStringAsync(\"/a\", stop).WaitAsync(TimeSpan.FromSeconds(3), stop)|];"),
            Handled(
                handlers,
                "using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stop);\n            timeout.CancelAfter(TimeSpan.FromSeconds(3));\n            var fresh = await http.GetStringAsync(\"/a\", timeout.Token);"
            )
        );

    private static string Handled(string handlers, string statements) =>
        $$"""
            class Rates(HttpClient http)
            {
                async Task<string> Read(CancellationToken stop)
                {
                    try
                    {
                        {{statements}}
                        return fresh;
                    }
                    {{handlers}}
                }
            }
            """;
}
