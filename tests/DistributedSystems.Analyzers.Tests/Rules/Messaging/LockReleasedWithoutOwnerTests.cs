using DistributedSystems.Analyzers.Rules.Messaging;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Messaging;

namespace DistributedSystems.Analyzers.Tests.Rules.Messaging;

using VerifyCS = VerifyCS<LockReleasedWithoutOwner>;
using VerifyFix = VerifyCS<LockReleasedWithoutOwner, ReleaseOwnLockFix>;

public class LockReleasedWithoutOwnerTests
{
    [Fact]
    public Task By_its_name_alone() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using StackExchange.Redis;

            class InOneFunction
            {
                private readonly IDatabase redis;

                async Task Run(string name, string me)
                {
                    var key = $"lock:{name}";
                    if (!await redis.StringSetAsync(key, me, TimeSpan.FromSeconds(9), When.NotExists))
                    {
                        return;
                    }

                    try { await Task.Yield(); }
                    finally { await [|redis.KeyDeleteAsync(key)|]; }
                }
            }

            class Handle : IDisposable
            {
                private readonly IDatabase redis;
                private bool taken;
                public bool Take(TimeSpan expiry) => taken = redis.StringSet("leader", Environment.MachineName, expiry, When.NotExists);
                public void Dispose() { if (taken) [|redis.KeyDelete("leader")|]; }
            }

            class Kept : IDisposable
            {
                private readonly IDatabase redis;
                private readonly string key;

                private Kept(IDatabase redis, string key) => (this.redis, this.key) = (redis, key);

                public static Kept TryTake(IDatabase redis, string name)
                {
                    var key = "fridge:" + name;
                    return redis.StringSet(key, Environment.MachineName, TimeSpan.FromSeconds(9), When.NotExists) ? new Kept(redis, key) : null;
                }

                public void Dispose() => [|redis.KeyDelete(key)|];
            }

            class TakenAsLock
            {
                private readonly IDatabase redis;

                async Task Run(string name, string me)
                {
                    if (!await redis.LockTakeAsync("pilot:" + name, me, TimeSpan.FromSeconds(9))) return;
                    try { await Task.Yield(); }
                    finally { await [|redis.KeyDeleteAsync("pilot:" + name)|]; }
                }
            }

            class InTransaction : IDisposable
            {
                private readonly IDatabase redis;
                public bool Take(TimeSpan expiry) => redis.StringSet("job", Environment.MachineName, expiry, When.NotExists);

                public void Dispose()
                {
                    var transaction = redis.CreateTransaction();
                    var deleted = [|transaction.KeyDeleteAsync("job")|];
                    transaction.Execute();
                }
            }

            class SharedOwner
            {
                private const string Owner = "worker";
                private readonly IDatabase redis;

                bool Take() => redis.LockTake("jobs", Owner, TimeSpan.FromSeconds(9));
                void Release() => [|redis.LockRelease("jobs", Owner)|];
            }
            """,
            Library.Redis
        );

    [Fact]
    public Task With_its_owner_or_no_lock_at_all() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using StackExchange.Redis;

            class Owned
            {
                private readonly IDatabase redis;
                private readonly string me = Guid.NewGuid().ToString();

                bool Take() => redis.LockTake("jobs", me, TimeSpan.FromSeconds(9));
                void Release() => redis.LockRelease("jobs", me);
            }

            class Scripted
            {
                private readonly IDatabase redis;
                Task<bool> Take(string me) => redis.StringSetAsync("a", me, TimeSpan.FromSeconds(9), When.NotExists);
                Task Release(string me) => redis.ScriptEvaluateAsync("compare and delete", new RedisKey[] { "a" }, new RedisValue[] { me });
            }

            class LookedAt
            {
                private readonly IDatabase redis;
                Task<bool> Take(string me) => redis.StringSetAsync("a", me, TimeSpan.FromSeconds(9), When.NotExists);

                async Task Release(string me)
                {
                    var holder = await redis.StringGetAsync("a");
                    if (holder == me)
                    {
                        await redis.KeyDeleteAsync("a");
                    }
                }
            }

            class InTransaction
            {
                private readonly IDatabase redis;
                Task<bool> Take(string me) => redis.StringSetAsync("a", me, TimeSpan.FromSeconds(9), When.NotExists);

                Task Release(string me)
                {
                    var transaction = redis.CreateTransaction();
                    transaction.AddCondition(Condition.StringEqual("a", me));
                    _ = transaction.KeyDeleteAsync("a");
                    return transaction.ExecuteAsync();
                }
            }

            class NeverExpires
            {
                private readonly IDatabase redis;
                Task<bool> Take(string me) => redis.StringSetAsync("a", me, when: When.NotExists);
                Task Release() => redis.KeyDeleteAsync("a");
            }

            class Cache
            {
                private readonly IDatabase redis;
                async Task Put(string value) { await redis.StringSetAsync("a", value, TimeSpan.FromSeconds(9), When.NotExists); }
                Task Forget() => redis.KeyDeleteAsync("a");
                Task ForgetOther() => redis.KeyDeleteAsync("b");
            }
            """,
            Library.Redis
        );

    [Fact]
    public Task Compares_the_owner() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            using StackExchange.Redis;

            class Reports
            {
                private readonly IDatabase redis;

                async Task Run(string me)
                {
                    if (await redis.StringSetAsync("a", me, TimeSpan.FromSeconds(9), When.NotExists))
                    {
                        await [|redis.KeyDeleteAsync("a")|];
                    }
                }

                void Now(string me)
                {
                    if (redis.StringSet("b", me, TimeSpan.FromSeconds(9), When.NotExists))
                    {
                        [|redis.KeyDelete("b")|];
                    }
                }
            }
            """,
            """
            using StackExchange.Redis;

            class Reports
            {
                private readonly IDatabase redis;

                async Task Run(string me)
                {
                    if (await redis.StringSetAsync("a", me, TimeSpan.FromSeconds(9), When.NotExists))
                    {
                        await redis.LockReleaseAsync("a", me);
                    }
                }

                void Now(string me)
                {
                    if (redis.StringSet("b", me, TimeSpan.FromSeconds(9), When.NotExists))
                    {
                        redis.LockRelease("b", me);
                    }
                }
            }
            """,
            Library.Redis
        );

    [Fact]
    public Task Not_offered_where_the_owner_is_not_in_scope() =>
        VerifyFix.VerifyNoFixAsync(
            """
            using StackExchange.Redis;

            class Reports
            {
                private readonly IDatabase redis;
                Task<bool> Take(string me) => redis.StringSetAsync("a", me, TimeSpan.FromSeconds(9), When.NotExists);
                Task Release() => [|redis.KeyDeleteAsync("a")|];
            }
            """,
            Setup.With(Library.Redis)
        );
}
