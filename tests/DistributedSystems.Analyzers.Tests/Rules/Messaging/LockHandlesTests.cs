using DistributedSystems.Analyzers.Rules.Messaging;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Messaging;

/// <summary>Locks that an object of the project's own gives back, scripts, lists of keys, results in locals.</summary>
public class LockHandlesTests
{
    [Fact]
    public Task A_handle_knows_only_the_name() =>
        VerifyCS<LockReleasedWithoutOwner>.VerifyAnalyzerAsync(
            """
            using StackExchange.Redis;

            class Mutex
            {
                private readonly IDatabase redis;

                public async Task<IAsyncDisposable?> EnterAsync(string name)
                {
                    var key = "mutex:" + name;
                    return await redis.StringSetAsync(key, Guid.NewGuid().ToString(), TimeSpan.FromSeconds(9), When.NotExists)
                        ? new Entered(redis, key)
                        : null;
                }

                public async Task<IAsyncDisposable?> OwnAsync(string name)
                {
                    var owner = Guid.NewGuid().ToString();
                    return await redis.LockTakeAsync(name, owner, TimeSpan.FromSeconds(9)) ? new Owned(redis, name, owner) : null;
                }

                public Cached Remember(string name) => new(redis, "cached:" + name);

                private class Entered(IDatabase redis, RedisKey key) : IAsyncDisposable
                {
                    public async ValueTask DisposeAsync() => await [|redis.KeyDeleteAsync(key)|];
                }

                private class Owned(IDatabase redis, string name, string owner) : IAsyncDisposable
                {
                    public async ValueTask DisposeAsync() => await redis.LockReleaseAsync(name, owner);
                }
            }

            class Cached
            {
                private readonly IDatabase redis;
                private readonly string key;

                public Cached(IDatabase redis, string key)
                {
                    this.redis = redis;
                    this.key = key;
                }

                public Task ForgetAsync() => redis.KeyDeleteAsync(key);
            }

            class Ticket
            {
                private readonly IDatabase redis;
                private readonly string key;

                private Ticket(IDatabase redis, string key)
                {
                    this.redis = redis;
                    this.key = key;
                }

                public static Ticket? Draw(IDatabase redis, string key) =>
                    redis.StringSet(key, Environment.MachineName, TimeSpan.FromSeconds(9), When.NotExists) ? new Ticket(redis, key) : null;

                public void Return() => [|redis.KeyDelete(key)|];
            }
            """,
            Library.Redis
        );

    [Fact]
    public Task Scripts_and_lists_of_keys() =>
        VerifyCS<LockReleasedWithoutOwner>.VerifyAnalyzerAsync(
            """
            using StackExchange.Redis;

            class Work
            {
                private const string Delete = "return redis.call('DEL', KEYS[1])";
                private const string Compare = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end";
                private readonly IDatabase redis;

                public async Task Bare(string me)
                {
                    if (!await redis.StringSetAsync("a", me, TimeSpan.FromSeconds(9), When.NotExists)) return;
                    await [|redis.ScriptEvaluateAsync(Delete, new RedisKey[] { "a" })|];
                }

                public async Task Compared(string me)
                {
                    if (!await redis.StringSetAsync("b", me, TimeSpan.FromSeconds(9), When.NotExists)) return;
                    await redis.ScriptEvaluateAsync(Compare, new RedisKey[] { "b" }, new RedisValue[] { me });
                }

                public async Task Unknown(string me, string script)
                {
                    if (!await redis.StringSetAsync("c", me, TimeSpan.FromSeconds(9), When.NotExists)) return;
                    await redis.ScriptEvaluateAsync(script, new RedisKey[] { "c" }, new RedisValue[] { me });
                }

                public async Task Several(string me, string other)
                {
                    var key = $"d:{me}";
                    if (!await redis.StringSetAsync(key, me, TimeSpan.FromSeconds(9), When.NotExists)) return;
                    await [|redis.KeyDeleteAsync(new RedisKey[] { other, key })|];
                    await redis.KeyDeleteAsync(new RedisKey[] { "e:" + me, other });
                }
            }
            """,
            Library.Redis
        );

    [Fact]
    public Task A_loss_that_a_local_tells_of() =>
        VerifyCS<LockResultIsIgnored>.VerifyAnalyzerAsync(
            """
            using StackExchange.Redis;

            class Renewal
            {
                private readonly IDatabase redis;
                private readonly CancellationTokenSource work;

                async Task OnlyStops(string me)
                {
                    while (true)
                    {
                        await Task.Delay(1000);
                        var kept = await [|redis.LockExtendAsync("a", me, TimeSpan.FromSeconds(9))|];
                        if (!kept) break;
                    }
                }

                async Task Cancels(string me)
                {
                    while (true)
                    {
                        await Task.Delay(1000);
                        var kept = await redis.LockExtendAsync("a", me, TimeSpan.FromSeconds(9));
                        if (!kept)
                        {
                            work.Cancel();
                            break;
                        }
                    }
                }

                async Task<bool> Tells(string me)
                {
                    while (true)
                    {
                        await Task.Delay(1000);
                        var kept = await redis.LockExtendAsync("a", me, TimeSpan.FromSeconds(9));
                        if (!kept) return kept;
                    }
                }

                // DIST6004 is about this one.
                async Task<bool> FirstExpiry(string me)
                {
                    if (!await redis.StringSetAsync("b", me, when: When.NotExists)) return false;
                    await redis.KeyExpireAsync("b", TimeSpan.FromSeconds(9));
                    return true;
                }
            }
            """,
            Library.Redis
        );

    [Fact]
    public Task A_limit_among_named_values() =>
        VerifyCS<LockResultIsIgnored>.VerifyAnalyzerAsync(
            """
            using System.Data;
            using System.Data.Common;
            using Dapper;

            class Import
            {
                private readonly DbConnection database;

                Task Limited() => [|database.ExecuteAsync("sp_getapplock",
                    new { Resource = "a", LockMode = "Exclusive", LockTimeout = 500 }, commandType: CommandType.StoredProcedure)|];

                Task Endless() => database.ExecuteAsync("sp_getapplock",
                    new { Resource = "a", LockMode = "Exclusive" }, commandType: CommandType.StoredProcedure);
            }
            """,
            Library.Dapper
        );

    [Fact]
    public Task Work_with_limits_of_its_own() =>
        VerifyCS<LockExpiresBeforeWorkEnds>.VerifyAnalyzerAsync(
            """
            using Polly;
            using StackExchange.Redis;

            class Export
            {
                private static readonly ResiliencePipeline Limited =
                    new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(45)).Build();
                private readonly IDatabase redis;
                private readonly HttpClient http;

                async Task InAStep(string me)
                {
                    if (!await redis.LockTakeAsync("a", me, [|TimeSpan.FromSeconds(5)|])) return;
                    await PushAsync();
                    await redis.LockReleaseAsync("a", me);
                }

                async Task InAPipeline(string me, CancellationToken ct)
                {
                    if (!await redis.LockTakeAsync("b", me, [|TimeSpan.FromSeconds(30)|])) return;
                    await Limited.ExecuteAsync(async token => await http.PutAsync("/b", null, token), ct);
                    await redis.LockReleaseAsync("b", me);
                }

                async Task LongEnough(string me, CancellationToken ct)
                {
                    if (!await redis.LockTakeAsync("c", me, TimeSpan.FromSeconds(60))) return;
                    await Limited.ExecuteAsync(async token => await http.PutAsync("/c", null, token), ct);
                    await redis.LockReleaseAsync("c", me);
                }

                async Task OneLimitForBoth(string me)
                {
                    if (!await redis.LockTakeAsync("d", me, TimeSpan.FromSeconds(20))) return;
                    using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
                    await http.PutAsync("/d", null, limit.Token);
                    await http.PutAsync("/d", null, limit.Token);
                    await redis.LockReleaseAsync("d", me);
                }

                async Task StepThatMayBeShort(string me, bool more)
                {
                    if (!await redis.LockTakeAsync("e", me, TimeSpan.FromSeconds(5))) return;
                    await PushIfAsync(more);
                    await redis.LockReleaseAsync("e", me);
                }

                private async Task PushAsync()
                {
                    using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
                    await http.PutAsync("/push", null, limit.Token);
                }

                private async Task PushIfAsync(bool more)
                {
                    using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
                    if (more) await http.PutAsync("/push", null, limit.Token);
                }
            }
            """,
            Library.Redis,
            Library.Polly
        );
}
