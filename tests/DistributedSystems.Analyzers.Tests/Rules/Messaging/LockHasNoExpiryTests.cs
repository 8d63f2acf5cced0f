using DistributedSystems.Analyzers.Rules.Messaging;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Messaging;

namespace DistributedSystems.Analyzers.Tests.Rules.Messaging;

using VerifyCS = VerifyCS<LockHasNoExpiry>;
using VerifyFix = VerifyCS<LockHasNoExpiry, SetExpiryWithLockFix>;

public class LockHasNoExpiryTests
{
    [Fact]
    public Task A_conditional_set_whose_key_is_released() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using StackExchange.Redis;

            class ConstantKey(IDatabase redis)
            {
                const string Key = "lock:reports";
                Task<bool> Acquire() => [|redis.StringSetAsync(Key, "me", when: When.NotExists)|];
                Task Release() => redis.KeyDeleteAsync("lock:reports");
            }

            class InterpolatedKey(IDatabase redis)
            {
                bool Acquire(int id) => [|redis.StringSet($"lock:{id}", "me", null, When.NotExists)|];
                void Release(int other) => redis.KeyDelete($"lock:{other}");
            }

            class HelperKey(IDatabase redis)
            {
                static RedisKey KeyOf(int id) => "lock:" + id;
                bool Acquire(int id) => [|redis.StringSet(KeyOf(id), "me", when: When.NotExists)|];
                void Release(int id) => redis.LockRelease(KeyOf(id), "me");
            }

            class ConcatenatedKey(IDatabase redis)
            {
                async Task Run(string name)
                {
                    var key = "lock:" + name;
                    if (await [|redis.StringSetAsync(key, "me", when: When.NotExists)|])
                    {
                        try { }
                        finally { await redis.ScriptEvaluateAsync("compare and delete", new RedisKey[] { key }, new RedisValue[] { "me" }); }
                    }
                }
            }

            class ThroughLocalCondition(IDatabaseAsync redis)
            {
                readonly RedisKey key = "leader";
                async Task<bool> Acquire()
                {
                    var when = When.NotExists;
                    return await [|redis.StringSetAsync(key, "me", default(TimeSpan?), when)|];
                }
                Task Release() => redis.KeyDeleteAsync(key);
            }

            partial class InParts(IDatabase redis)
            {
                bool Acquire() => [|redis.StringSet("parts", "me", when: When.NotExists)|];
            }
            partial class InParts
            {
                void Release() => redis.KeyDelete("parts");
            }

            class InfiniteLock(IDatabase redis)
            {
                bool Acquire() => [|redis.LockTake("a", "me", TimeSpan.MaxValue)|];
            }
            """,
            Library.Redis
        );

    [Fact]
    public Task Neighbours_that_expire_or_are_no_locks() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using StackExchange.Redis;

            class WithExpiry(IDatabase redis, TimeSpan? configured)
            {
                bool Acquire() => redis.StringSet("lock", "me", TimeSpan.FromSeconds(30), When.NotExists);
                bool AcquireNamed() => redis.StringSet("lock", "me", expiry: configured, when: When.NotExists);
                bool Take() => redis.LockTake("lock", "me", TimeSpan.FromSeconds(30));
                void Release() => redis.KeyDelete("lock");
            }

            class PermanentClaim(IDatabase redis)
            {
                bool Claim(string user) => redis.StringSet($"name:{user}", "1", when: When.NotExists);
            }

            class InTransaction(IDatabase redis)
            {
                async Task Acquire()
                {
                    var steps = redis.CreateTransaction();
                    _ = steps.StringSetAsync("both", "me", when: When.NotExists);
                    _ = steps.KeyExpireAsync("both", TimeSpan.FromSeconds(30));
                    await steps.ExecuteAsync();
                }
            }

            class SeenMarker(IDatabase redis)
            {
                bool FirstTime(string id) => redis.StringSet($"seen:{id}", "1", when: When.NotExists);
                void Forget(string id) => redis.KeyDelete($"other:{id}");
            }

            class Cache(IDatabase redis)
            {
                bool Add(string key, string value) => redis.StringSet(key, value, when: When.NotExists);
                void Remove(string key) => redis.KeyDelete(key);
                bool Overwrite() => redis.StringSet("a", "b");
                void RemoveA() => redis.KeyDelete("a");
                bool OnlyIfThere() => redis.StringSet("b", "b", when: When.Exists);
                void RemoveB() => redis.KeyDelete("b");
            }
            """,
            Library.Redis
        );

    [Fact]
    public Task In_top_level_statements() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using StackExchange.Redis;

            var redis = ConnectionMultiplexer.Connect("a").GetDatabase();
            if ([|redis.StringSet("job", "me", when: When.NotExists)|])
            {
                redis.KeyDelete("job");
            }

            redis.StringSet("claim", "me", when: When.NotExists);
            """,
            Setup.With(Library.Redis) with
            {
                Output = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication,
            }
        );

    [Theory]
    [InlineData("[|lease.AcquireAsync(Lease.InfiniteLeaseDuration)|]")]
    [InlineData("[|lease.AcquireAsync(TimeSpan.FromSeconds(-1))|]")]
    [InlineData("[|lease.AcquireAsync(Timeout.InfiniteTimeSpan)|]")]
    [InlineData("lease.AcquireAsync(TimeSpan.FromSeconds(30))")]
    [InlineData("lease.AcquireAsync(configured)")]
    public Task An_endless_lease(string call) =>
        VerifyCS.VerifyAnalyzerAsync(
            "public class Lease { public static readonly TimeSpan InfiniteLeaseDuration = TimeSpan.FromSeconds(-1); public Task AcquireAsync(TimeSpan duration) => null; } class C { Task M(Lease lease, TimeSpan configured) => "
                + call
                + "; }",
            Setup.Default with
            {
                AdditionalFiles = new Dictionary<string, string>
                {
                    ["a.remoteapi.txt"] = "library L\ntype Lease\nmember AcquireAsync remote conditional acquires expiry=duration",
                },
            }
        );

    [Fact]
    public Task A_second_step_is_moved_into_the_first() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            using System;
            using System.Threading.Tasks;
            using StackExchange.Redis;

            class Lock(IDatabase redis)
            {
                private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

                async Task<bool> Acquire(string name)
                {
                    var taken = await [|redis.StringSetAsync($"lock:{name}", "me", when: When.NotExists)|];
                    if (taken)
                    {
                        await redis.KeyExpireAsync($"lock:{name}", Lease);
                    }

                    return taken;
                }

                bool AcquireBlocking()
                {
                    var taken = [|redis.StringSet("lock", "me", null, When.NotExists)|];
                    redis.KeyExpire("lock", TimeSpan.FromSeconds(30));
                    return taken;
                }
            }
            """,
            """
            using System;
            using System.Threading.Tasks;
            using StackExchange.Redis;

            class Lock(IDatabase redis)
            {
                private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

                async Task<bool> Acquire(string name)
                {
                    var taken = await redis.StringSetAsync($"lock:{name}", "me", when: When.NotExists, expiry: Lease);

                    return taken;
                }

                bool AcquireBlocking()
                {
                    var taken = redis.StringSet("lock", "me", TimeSpan.FromSeconds(30), When.NotExists);
                    return taken;
                }
            }
            """,
            Library.Redis
        );

    [Fact]
    public Task Nothing_is_offered_where_the_expiry_is_not_known() =>
        VerifyFix.VerifyNoFixAsync(
            """
            using StackExchange.Redis;

            class Lock(IDatabase redis)
            {
                bool Acquire() => [|redis.StringSet("lock", "me", when: When.NotExists)|];
                void Release() => redis.KeyDelete("lock");
            }
            """,
            Setup.With(Library.Redis)
        );

    [Fact]
    public Task The_message_tells_the_two_defects_apart() =>
        VerifyCS.VerifyMessageAsync(
            """
            using StackExchange.Redis;
            class Lock(IDatabase redis)
            {
                void Acquire() { redis.StringSet("lock", "me", when: When.NotExists); redis.KeyExpire("lock", TimeSpan.FromSeconds(1)); }
            }
            """,
            "'IDatabase.StringSet' takes a lock that expires only after a second call: a holder that crashes in between keeps it for ever",
            Library.Redis
        );
}
