using DistributedSystems.Analyzers.Rules.Messaging;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Messaging;

/// <summary>Locks that the project takes through steps of its own: an interface with one implementation, a method that does nothing else.</summary>
public class LockStepsTests
{
    private const string Port = """
        using StackExchange.Redis;

        interface ILocks
        {
            Task<bool> TryTakeAsync(string name, string owner, TimeSpan? expiry = null);
            Task<bool> TryTakeBrieflyAsync(string name, string owner, TimeSpan? expiry = null);
            Task<bool> KeepAsync(string name, string owner);
            Task FreeAsync(string name, string owner);
        }

        class RedisLocks(IDatabase redis) : ILocks
        {
            public Task<bool> TryTakeAsync(string name, string owner, TimeSpan? expiry = null) =>
                redis.StringSetAsync("locks:" + name, owner, expiry, When.NotExists);

            public async Task<bool> TryTakeBrieflyAsync(string name, string owner, TimeSpan? expiry = null) =>
                await redis.StringSetAsync("locks:" + name, owner, expiry ?? TimeSpan.FromSeconds(5), When.NotExists);

            public Task<bool> KeepAsync(string name, string owner) => redis.LockExtendAsync("locks:" + name, owner, TimeSpan.FromSeconds(5));

            public Task FreeAsync(string name, string owner) => redis.LockReleaseAsync("locks:" + name, owner);
        }

        """;

    [Fact]
    public Task Taken_without_an_expiry() =>
        VerifyCS<LockHasNoExpiry>.VerifyAnalyzerAsync(
            Port
                + """
                class Work(ILocks locks)
                {
                    public async Task<bool> Forever(string owner) => await [|locks.TryTakeAsync("work", owner)|];
                    public async Task<bool> ForeverBySaying(string owner) => await [|locks.TryTakeAsync("work", owner, null)|];
                    public async Task<bool> Limited(string owner) => await locks.TryTakeAsync("work", owner, TimeSpan.FromSeconds(9));
                    public async Task<bool> Unknown(string owner, TimeSpan? expiry) => await locks.TryTakeAsync("work", owner, expiry);
                    public async Task<bool> LimitedInside(string owner) => await locks.TryTakeBrieflyAsync("work", owner);
                }
                """,
            Library.Redis
        );

    [Fact]
    public Task Nobody_looks_at_the_result() =>
        VerifyCS<LockResultIsIgnored>.VerifyAnalyzerAsync(
            Port
                + """
                class Work(ILocks locks, Func<Task> work)
                {
                    public async Task Ignored(string owner)
                    {
                        await [|locks.TryTakeAsync("work", owner, TimeSpan.FromSeconds(9))|];
                        await work();
                        await [|locks.KeepAsync("work", owner)|];
                        await work();
                        await locks.FreeAsync("work", owner);
                    }

                    public async Task Asked(string owner)
                    {
                        if (!await locks.TryTakeAsync("work", owner, TimeSpan.FromSeconds(9))) { return; }
                        await work();
                        var held = await locks.KeepAsync("work", owner);
                        if (held) { await work(); }
                    }

                    public Task<bool> HandedOn(string owner) => locks.TryTakeAsync("work", owner, TimeSpan.FromSeconds(9));
                }
                """,
            Library.Redis
        );

    [Theory]
    [InlineData("await Task.Delay(20_000);", true)]
    [InlineData("await Task.Delay(2_000);", false)]
    [InlineData("await Task.Delay(6_000); await locks.KeepAsync(\"work\", owner); await Task.Delay(6_000);", false)]
    [InlineData("await locks.FreeAsync(\"work\", owner); await Task.Delay(20_000);", false)]
    public Task Work_that_outlives_it(string work, bool isReported) =>
        VerifyCS<LockExpiresBeforeWorkEnds>.VerifyAnalyzerAsync(
            Port
                + $$"""
                class Work(ILocks locks)
                {
                    public async Task Run(string owner)
                    {
                        if (!await locks.TryTakeAsync("work", owner, {{(
                    isReported ? "[|TimeSpan.FromSeconds(9)|]" : "TimeSpan.FromSeconds(9)"
                )}})) { return; }
                        {{work}}
                    }
                }
                """,
            Library.Redis
        );

    [Fact]
    public Task Two_implementations_and_steps_that_do_more_are_unknown() =>
        VerifyCS<LockResultIsIgnored>.VerifyAnalyzerAsync(
            """
            using StackExchange.Redis;

            interface ILocks { Task<bool> TryTakeAsync(string name); }

            class RedisLocks(IDatabase redis) : ILocks
            {
                public Task<bool> TryTakeAsync(string name) => redis.LockTakeAsync(name, "me", TimeSpan.FromSeconds(5));
            }

            class NoLocks : ILocks
            {
                public Task<bool> TryTakeAsync(string name) => Task.FromResult(true);
            }

            class Work(ILocks locks, IDatabase redis)
            {
                public async Task Run()
                {
                    await locks.TryTakeAsync("work");
                    await RunLocked("work");
                    await RunGiven("work", () => Task.CompletedTask);
                }

                private async Task<bool> RunLocked(string name)
                {
                    if (!await redis.LockTakeAsync(name, "me", TimeSpan.FromSeconds(5))) { return false; }
                    await redis.StringIncrementAsync("runs");
                    return true;
                }

                private async Task<bool> RunGiven(string name, Func<Task> work)
                {
                    var taken = await redis.LockTakeAsync(name, "me", TimeSpan.FromSeconds(5));
                    if (taken) { await work(); }
                    return taken;
                }
            }
            """,
            Library.Redis
        );

    [Fact]
    public Task A_timer_that_finds_the_lock_gone_only_stops() =>
        VerifyCS<LockResultIsIgnored>.VerifyAnalyzerAsync(
            """
            using StackExchange.Redis;

            class Renewal(IDatabase redis, string owner, CancellationTokenSource held)
            {
                private Timer timer;

                public void Silent(string key) =>
                    timer = new Timer(_ => { if (![|redis.LockExtend(key, owner, TimeSpan.FromSeconds(9))|]) { timer.Dispose(); } }, null, 3000, 3000);

                public void Told(string key) =>
                    timer = new Timer(_ => { if (!redis.LockExtend(key, owner, TimeSpan.FromSeconds(9))) { timer.Dispose(); held.Cancel(); } }, null, 3000, 3000);
            }
            """,
            Library.Redis
        );

    [Theory]
    [InlineData("[|connection.Execute(\"exec sp_getapplock @Resource = 'merge', @LockMode = 'Exclusive', @LockTimeout = 5000\")|];")]
    [InlineData("connection.Execute(\"exec sp_getapplock @Resource = 'merge', @LockMode = 'Exclusive'\");")]
    [InlineData(
        "connection.Execute(\"declare @r int; exec @r = sp_getapplock @Resource = 'merge', @LockTimeout = 5000; if @r < 0 throw 50000, 'no', 1\");"
    )]
    [InlineData("var r = connection.QuerySingle<int>(\"exec sp_getapplock @Resource = 'merge', @LockTimeout = 5000\");")]
    public Task The_answer_of_an_application_lock(string call) =>
        VerifyCS<LockResultIsIgnored>.VerifyAnalyzerAsync(
            $$"""
            using System.Data;
            using Dapper;

            class Merge
            {
                void Run(IDbConnection connection)
                {
                    {{call}}
                    connection.Execute("delete from staging");
                }
            }
            """,
            Library.Dapper
        );

    [Fact]
    public Task An_expiry_of_a_second_step_is_one() =>
        VerifyCS<LockReleasedWithoutOwner>.VerifyAnalyzerAsync(
            """
            using StackExchange.Redis;

            class Import(IDatabase redis, Func<Task> import)
            {
                private const string Key = "import";

                public async Task Run()
                {
                    if (!await redis.StringSetAsync(Key, "1", when: When.NotExists)) { return; }
                    await redis.KeyExpireAsync(Key, TimeSpan.FromMinutes(10));
                    try { await import(); }
                    finally { await [|redis.KeyDeleteAsync(Key)|]; }
                }
            }

            class Forever(IDatabase redis, Func<Task> import)
            {
                public async Task Run()
                {
                    if (!await redis.StringSetAsync("import", "1", when: When.NotExists)) { return; }
                    try { await import(); }
                    finally { await redis.KeyDeleteAsync("import"); }
                }
            }
            """,
            Library.Redis
        );
}
