using DistributedSystems.Analyzers.Rules.Deadlines;
using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Deadlines;
using DistributedSystems.CodeFixes.RemoteCalls;
using DistributedSystems.CodeFixes.Retries;

namespace DistributedSystems.Analyzers.Tests.Rules.Fixes;

/// <summary>What programs do before a fix and after it: effects, waits and exceptions are counted.</summary>
public class EditedProgramTests
{
    /// <summary>A server in this process that counts, and answers as it is told.</summary>
    private const string Server = """
        sealed class Server(Func<int, CancellationToken, Task<System.Net.HttpStatusCode>> answer) : HttpMessageHandler
        {
            public int Calls, Running, Most, Cancelled;

            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken token)
            {
                var call = Interlocked.Increment(ref Calls);
                var running = Interlocked.Increment(ref Running);
                lock (this) { Most = Math.Max(Most, running); }
                try { return new HttpResponseMessage(await answer(call, token)) { Content = new StringContent("text") }; }
                catch (OperationCanceledException) { Interlocked.Increment(ref Cancelled); throw; }
                finally { Interlocked.Decrement(ref Running); }
            }

            protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken token) => SendAsync(request, token).GetAwaiter().GetResult();

            public HttpClient Client() => new(this) { BaseAddress = new Uri("http://server") };
        }

        """;

    /// <summary>Counts what is really waited for: an awaited task that is done already goes on without it.</summary>
    private const string Waits = """
        sealed class Waits : SynchronizationContext
        {
            public int Count;

            public override void Post(SendOrPostCallback callback, object state)
            {
                Interlocked.Increment(ref Count);
                ThreadPool.QueueUserWorkItem(_ => { SetSynchronizationContext(this); callback(state); });
            }
        }

        """;

    [Fact]
    public async Task A_retry_waits_between_its_attempts_and_not_after_the_last()
    {
        var (before, after) = await EditedProgram.RunAsync<RetryHasNoDelay, WaitBetweenAttemptsFix>(
            Server
                + Waits
                + """
                static class Program
                {
                    internal static async Task<string> Run()
                    {
                        var (waits, last, gaps) = (new Waits(), 0, new List<bool>());
                        SynchronizationContext.SetSynchronizationContext(waits);
                        var server = new Server((call, _) =>
                        {
                            if (call > 1) gaps.Add(waits.Count > last);
                            last = waits.Count;
                            throw new HttpRequestException();
                        });
                        await Ask(server.Client(), default).ConfigureAwait(false);
                        return $"{server.Calls} calls, waited: {string.Join(' ', gaps)}, afterwards: {waits.Count > last}";
                    }

                    static async Task<string> Ask(HttpClient http, CancellationToken stop)
                    {
                        for (var turn = 0; turn < 3; turn++)
                        {
                            try { return await http.GetStringAsync("/a", stop); }
                            catch (HttpRequestException) { Console.Write(""); }
                        }

                        return null;
                    }
                }
                """
        );
        Assert.Equal("3 calls, waited: False False, afterwards: False", before);
        Assert.Equal("3 calls, waited: True True, afterwards: False", after);
    }

    [Fact]
    public async Task A_timeout_is_cancellation_for_handlers_that_take_both_and_ends_the_call()
    {
        var (before, after) = await EditedProgram.RunAsync<TimeoutAbandonsCall, AbandonedCallFix>(
            Server
                + """
                static class Program
                {
                    internal static async Task<string> Run()
                    {
                        var server = new Server(async (_, token) => { await Task.Delay(Timeout.Infinite, token); return System.Net.HttpStatusCode.OK; });
                        var answer = await Read(server.Client(), default);
                        return $"{answer}, running: {server.Running}";
                    }

                    static async Task<string> Read(HttpClient http, CancellationToken stop)
                    {
                        try
                        {
                            var fresh = await http.GetStringAsync("/a", stop).WaitAsync(TimeSpan.FromMilliseconds(200), stop);
                            return fresh;
                        }
                        catch (Exception)
                        {
                            return "old";
                        }
                    }
                }
                """
        );
        Assert.Equal("old, running: 1", before);
        Assert.Equal("old, running: 0", after);
    }

    [Fact]
    public async Task A_failure_in_an_event_handler_reaches_its_own_handler()
    {
        var (before, after) = await EditedProgram.RunAsync<WriteIsNotObserved, AwaitWriteFix>(
            Server
                + """
                static class Program
                {
                    static string handled = "nobody";

                    // All of it runs to its end in this call: the server answers at once.
                    internal static async Task<string> Run()
                    {
                        await Task.CompletedTask;
                        var server = new Server((_, _) => throw new HttpRequestException("down"));
                        Pressed(server.Client());
                        return handled;
                    }

                    static async void Pressed(HttpClient http)
                    {
                        try
                        {
                            await Task.CompletedTask;
                            _ = http.PostAsync("/a", null);
                        }
                        catch (Exception problem)
                        {
                            handled = problem.Message;
                        }
                    }
                }
                """
        );
        Assert.Equal("nobody", before);
        Assert.Equal("down", after);
    }

    [Fact]
    public async Task A_fan_out_runs_a_few_at_a_time_and_stops_at_the_first_failure()
    {
        var (before, after) = await EditedProgram.RunAsync<UnboundedFanout, LimitFanoutFix>(
            Server
                + """
                static class Program
                {
                    internal static async Task<string> Run()
                    {
                        var fine = new Server(async (_, _) => { await Task.Delay(500); return System.Net.HttpStatusCode.OK; });
                        await new Feed().Send(fine.Client(), string.Join(',', Enumerable.Range(1, 30)).Split(',').ToList(), default);
                        Server broken = null;
                        broken = new Server(async (call, token) => { if (call > 1) await Task.Delay(5000, token); while (broken.Calls < 8) await Task.Delay(1); throw new HttpRequestException("down"); });
                        try { await new Feed().Send(broken.Client(), string.Join(',', Enumerable.Range(1, 30)).Split(',').ToList(), default); }
                        catch (HttpRequestException) { }
                        return $"{fine.Calls} calls, {fine.Most} at once; {broken.Calls} calls, {broken.Cancelled} cancelled";
                    }
                }

                public class Feed
                {
                    public async Task Send(HttpClient http, List<string> pages, CancellationToken stop)
                    {
                        await Task.WhenAll(pages.Select(page => http.GetStringAsync(page, stop)));
                    }
                }
                """
        );
        Assert.Equal("30 calls, 30 at once; 30 calls, 0 cancelled", before);
        Assert.StartsWith("30 calls, ", after, StringComparison.Ordinal);
        Assert.EndsWith("8 calls, 7 cancelled", after, StringComparison.Ordinal);
        Assert.InRange(int.Parse(after.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture), 2, 8);
    }

    [Fact]
    public async Task The_twin_of_a_blocking_call_ends_with_the_token()
    {
        var (before, after) = await EditedProgram.RunAsync<ThreadBlocksOnRemoteCall, AwaitRemoteCallFix>(
            Server
                + """
                static class Program
                {
                    internal static async Task<string> Run()
                    {
                        var server = new Server((_, token) => { token.ThrowIfCancellationRequested(); return Task.FromResult(System.Net.HttpStatusCode.OK); });
                        using var stop = new CancellationTokenSource();
                        stop.Cancel();
                        try { return await Ping(server.Client(), stop.Token); }
                        catch (OperationCanceledException) { return "cancelled"; }
                    }

                    static async Task<string> Ping(HttpClient http, CancellationToken stop)
                    {
                        await Task.Yield();
                        var answer = http.Send(new HttpRequestMessage(HttpMethod.Get, "/a"));
                        return answer.StatusCode.ToString();
                    }
                }
                """
        );
        Assert.Equal("OK", before);
        Assert.Equal("cancelled", after);
    }

#if NEWEST_ROSLYN
    [Fact]
    public async Task A_transaction_that_runs_a_second_time_takes_effect_once()
    {
        var (before, after) = await EditedProgram.RunAsync<TransactionOutsideRetryingStrategy, RunInStrategyFix>(
            """
            using System.Data.Common;
            using Microsoft.Data.Sqlite;
            using Microsoft.EntityFrameworkCore;
            using Microsoft.EntityFrameworkCore.Diagnostics;
            using Microsoft.EntityFrameworkCore.Storage;
            using Microsoft.Extensions.DependencyInjection;

            public class Account { public int Id { get; set; } public long Balance { get; set; } }
            public class Bank(DbContextOptions<Bank> options) : DbContext(options) { public DbSet<Account> Accounts { get; set; } }
            static class Production { static void Add(IServiceCollection services) { services.AddDbContext<Bank>(o => o.UseSqlServer("", s => s.EnableRetryOnFailure())); } }

            class Retrying(ExecutionStrategyDependencies parts) : ExecutionStrategy(parts, 3, TimeSpan.Zero)
            {
                protected override bool ShouldRetryOn(Exception problem) => problem is TimeoutException;
            }

            class FailsOnce : DbTransactionInterceptor
            {
                public int Commits;

                public override ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData data, InterceptionResult result, CancellationToken stop) =>
                    ++Commits == 1 ? throw new TimeoutException() : new(result);
            }

            static class Program
            {
                internal static async Task<string> Run()
                {
                    using var connection = new SqliteConnection("DataSource=:memory:");
                    connection.Open();
                    var failing = new FailsOnce();
                    var options = new DbContextOptionsBuilder<Bank>().UseSqlite(connection, sqlite => sqlite.ExecutionStrategy(parts => new Retrying(parts))).AddInterceptors(failing).Options;
                    using (var first = new Bank(options))
                    {
                        first.Database.EnsureCreated();
                        first.Accounts.Add(new Account { Balance = 100 });
                        first.SaveChanges();
                    }

                    using var bank = new Bank(options);
                    try { await Desk.Withdraw(bank, 1, 10, default); }
                    catch (InvalidOperationException) { return "refused"; }
                    using var last = new Bank(options);
                    return $"{last.Accounts.Single().Balance} after {failing.Commits} attempts";
                }
            }

            static class Desk
            {
                internal static async Task Withdraw(Bank bank, int id, long amount, CancellationToken stop)
                {
                    await using var transaction = await bank.Database.BeginTransactionAsync(stop);
                    var account = await bank.Accounts.FindAsync([id], stop);
                    account.Balance -= amount;
                    await bank.SaveChangesAsync(stop);
                    await transaction.CommitAsync(stop);
                }
            }
            """,
            Library.EfCore,
            Library.EfRelational,
            Library.EfSqlServer,
            Library.EfSqlite,
            Library.Sqlite
        );
        Assert.Equal("refused", before);
        Assert.Equal("90 after 2 attempts", after);
    }
#endif
}
