using DistributedSystems.Analyzers.Rules.Messaging;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Messaging;

using VerifyCS = VerifyCS<LockDoesNotFenceWrite>;

public class LockDoesNotFenceWriteTests
{
    [Fact]
    public Task Another_store_than_the_locks_own() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Data.Common;
            using Dapper;
            using RedLockNet;
            using StackExchange.Redis;

            class Rates
            {
                private const string Put = "UPDATE rate SET value = @rate WHERE id = @id";
                private readonly IDatabase redis;
                private readonly DbConnection database;
                private readonly IDistributedLockFactory locks;
                private readonly Func<Task> work;

                async Task Returns(int id, int rate, string me)
                {
                    if (!await redis.LockTakeAsync("a", me, TimeSpan.FromSeconds(9))) return;
                    try
                    {
                        await work();
                        await [|database.ExecuteAsync(Put, new { id, rate })|];
                    }
                    finally
                    {
                        await redis.LockReleaseAsync("a", me);
                    }
                }

                async Task Inside(int id, int rate, string me)
                {
                    var taken = await redis.StringSetAsync("b", me, TimeSpan.FromSeconds(9), When.NotExists);
                    if (taken)
                    {
                        await [|StoreAsync(id, rate)|];
                        await redis.KeyDeleteAsync("b");
                    }
                }

                async Task Handle(int id, int rate)
                {
                    await using var handle = await locks.CreateLockAsync("c", TimeSpan.FromSeconds(9));
                    if (!handle.IsAcquired) return;
                    await [|database.ExecuteAsync(Put, new { id, rate })|];
                }

                async Task BothAsked(int id, int rate, string me)
                {
                    if (rate < 0 || !await redis.LockTakeAsync("d", me, TimeSpan.FromSeconds(9))) return;
                    await [|database.ExecuteAsync(Put, new { id, rate })|];
                }

                private Task StoreAsync(int id, int rate) => database.ExecuteAsync(Put, new { id, rate });
            }
            """,
            Library.Redis,
            Library.Dapper,
            "RedLock.net"
        );

    [Fact]
    public Task What_was_read_under_the_lock() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Microsoft.EntityFrameworkCore;
            using StackExchange.Redis;

            class Seat { public int Id { get; set; } public int Free { get; set; } }
            class Hall : DbContext { public DbSet<Seat> Seats { get; set; } }

            class Seats
            {
                private readonly IDatabase redis;
                private readonly Hall hall;

                async Task SameStore(string id, string me)
                {
                    if (!await redis.LockTakeAsync("a", me, TimeSpan.FromSeconds(9))) return;
                    if (await redis.HashGetAsync("state", id) == "free") await [|redis.HashSetAsync("state", id, "taken")|];
                    await redis.LockReleaseAsync("a", me);
                }

                async Task SameStoreUnread(string id, string me)
                {
                    if (!await redis.LockTakeAsync("a", me, TimeSpan.FromSeconds(9))) return;
                    await redis.HashSetAsync("state", id, "taken");
                    await redis.LockReleaseAsync("a", me);
                }

                async Task Row(int id, string me)
                {
                    if (!await redis.LockTakeAsync("a", me, TimeSpan.FromSeconds(9))) return;
                    var seat = await hall.Seats.SingleAsync(candidate => candidate.Id == id);
                    seat.Free--;
                    await [|hall.SaveChangesAsync()|];
                    await redis.LockReleaseAsync("a", me);
                }
            }
            """,
            Library.Redis,
            Library.EfCore
        );

    [Fact]
    public Task What_the_store_can_refuse() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Data.Common;
            using Dapper;
            using DistributedSystems;
            using StackExchange.Redis;

            interface IStore { Task PutAsync(int id, int rate, [FencingToken] long fence); }

            class Store : IStore
            {
                private readonly DbConnection database;
                public Task PutAsync(int id, int rate, long fence) =>
                    database.ExecuteAsync("UPDATE rate SET value = @rate WHERE id = @id", new { id, rate });
            }

            class Rates
            {
                private readonly IDatabase redis;
                private readonly DbConnection database;
                private readonly IStore store;

                async Task Drawn(int id, int rate, string me)
                {
                    if (!await redis.LockTakeAsync("a", me, TimeSpan.FromSeconds(9))) return;
                    var fence = await redis.StringIncrementAsync("fence");
                    await database.ExecuteAsync("UPDATE rate SET value = @rate WHERE id = @id", new { id, rate, fence });
                }

                async Task ByOwner(int id, int rate, string me)
                {
                    if (!await redis.LockTakeAsync("a", me, TimeSpan.FromSeconds(9))) return;
                    await database.ExecuteAsync("UPDATE rate SET value = @rate WHERE id = @id", new { id, rate, me });
                }

                async Task Declared(int id, int rate, string me, long fence)
                {
                    if (!await redis.LockTakeAsync("a", me, TimeSpan.FromSeconds(9))) return;
                    await store.PutAsync(id, rate, fence);
                }

                async Task Compared(int id, int rate, string me, int version)
                {
                    if (!await redis.LockTakeAsync("a", me, TimeSpan.FromSeconds(9))) return;
                    await database.ExecuteAsync("UPDATE rate SET value = @rate WHERE id = @id AND version = @version", new { id, rate, version });
                }

                async Task InATransaction(int id, int rate, string me)
                {
                    if (!await redis.LockTakeAsync("a", me, TimeSpan.FromSeconds(9))) return;
                    await using var transaction = await database.BeginTransactionAsync();
                    await database.ExecuteAsync("UPDATE rate SET value = @rate WHERE id = @id", new { id, rate }, transaction);
                    await transaction.CommitAsync();
                }
            }
            """,
            Library.Redis,
            Library.Dapper,
            Library.Annotations
        );

    [Fact]
    public Task Not_under_the_lock() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Data.Common;
            using Dapper;
            using RedLockNet;
            using StackExchange.Redis;

            class Rates
            {
                private const string Put = "UPDATE rate SET value = @rate WHERE id = @id";
                private readonly IDatabase redis;
                private readonly DbConnection database;
                private readonly IDistributedLockFactory locks;
                private readonly HttpClient http;

                async Task Released(int id, int rate, string me)
                {
                    if (!await redis.LockTakeAsync("a", me, TimeSpan.FromSeconds(9))) return;
                    await redis.LockReleaseAsync("a", me);
                    await database.ExecuteAsync(Put, new { id, rate });
                }

                async Task NotTaken(int id, int rate, string me)
                {
                    if (!await redis.LockTakeAsync("a", me, TimeSpan.FromSeconds(9)))
                    {
                        await database.ExecuteAsync(Put, new { id, rate });
                        return;
                    }
                }

                async Task NobodyAsks(int id, int rate, string me)
                {
                    await redis.LockTakeAsync("a", me, TimeSpan.FromSeconds(9));
                    await database.ExecuteAsync(Put, new { id, rate });
                }

                async Task BehindTheHandle(int id, int rate)
                {
                    await using (var handle = await locks.CreateLockAsync("c", TimeSpan.FromSeconds(9)))
                    {
                        if (!handle.IsAcquired) return;
                    }

                    await database.ExecuteAsync(Put, new { id, rate });
                }

                async Task Cache(int id, int rate)
                {
                    if (!await redis.StringSetAsync("cache:" + id, rate, TimeSpan.FromSeconds(9), When.NotExists)) return;
                    await database.ExecuteAsync(Put, new { id, rate });
                }

                async Task OtherEffects(int id, int rate, string me)
                {
                    if (!await redis.LockTakeAsync("a", me, TimeSpan.FromSeconds(9))) return;
                    await http.PutAsync("/rates/" + id, null);
                    await redis.PublishAsync(RedisChannel.Literal("rates"), rate);
                    await database.QuerySingleAsync<int>("SELECT value FROM rate WHERE id = @id", new { id });
                }
            }
            """,
            Library.Redis,
            Library.Dapper,
            "RedLock.net"
        );
}
