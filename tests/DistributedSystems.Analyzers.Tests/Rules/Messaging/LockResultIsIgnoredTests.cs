using DistributedSystems.Analyzers.Rules.Messaging;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Messaging;

using VerifyCS = VerifyCS<LockResultIsIgnored>;

public class LockResultIsIgnoredTests
{
    [Fact]
    public Task Nobody_looks() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using StackExchange.Redis;

            class Reports
            {
                private readonly IDatabase redis;

                async Task Dropped(string me)
                {
                    await [|redis.LockTakeAsync("a", me, TimeSpan.FromSeconds(9))|];
                    _ = await [|redis.LockTakeAsync("b", me, TimeSpan.FromSeconds(9))|].ConfigureAwait(false);
                    [|redis.LockTake("c", me, TimeSpan.FromSeconds(9))|];
                    var unread = await [|redis.LockTakeAsync("d", me, TimeSpan.FromSeconds(9))|];
                    await [|redis.LockExtendAsync("d", me, TimeSpan.FromSeconds(9))|];
                }

                async Task Conditional(string me)
                {
                    await [|redis.StringSetAsync("e", me, TimeSpan.FromSeconds(9), When.NotExists)|];
                    await redis.KeyDeleteAsync("e");
                }
            }
            """,
            Library.Redis
        );

    [Fact]
    public Task Somebody_looks() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using StackExchange.Redis;

            class Reports
            {
                private readonly IDatabase redis;
                private bool held;

                Task<bool> Returned(string me) => redis.LockTakeAsync("a", me, TimeSpan.FromSeconds(9));
                async Task Kept(string me) => held = await redis.LockTakeAsync("b", me, TimeSpan.FromSeconds(9));

                async Task Asked(string me)
                {
                    var taken = await redis.LockTakeAsync("c", me, TimeSpan.FromSeconds(9));
                    if (!taken) throw new InvalidOperationException();
                    while (!await redis.LockTakeAsync("d", me, TimeSpan.FromSeconds(9))) await Task.Delay(100);
                    await redis.KeyExpireAsync("cache", TimeSpan.FromSeconds(9));
                    await redis.StringSetAsync("cache", me, TimeSpan.FromSeconds(9), When.NotExists);
                }

                Task Forget() => redis.KeyDeleteAsync("cache");
            }
            """,
            Library.Redis
        );

    [Fact]
    public Task The_loss_is_only_caught() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Azure;
            using Azure.Storage.Blobs.Specialized;

            class Renewals(BlobLeaseClient lease)
            {
                async Task Leaves(CancellationToken token)
                {
                    while (!token.IsCancellationRequested)
                    {
                        await Task.Delay(1000, token);
                        try { await [|lease.RenewAsync(cancellationToken: token)|]; }
                        catch (RequestFailedException e) when (e.Status == 409) { Console.WriteLine("lost"); break; }
                    }
                }

                async Task Around(CancellationToken token)
                {
                    try
                    {
                        while (true)
                        {
                            await Task.Delay(1000, token);
                            await [|lease.RenewAsync(cancellationToken: token)|];
                        }
                    }
                    catch (OperationCanceledException) { }
                    catch (Exception) { }
                }

                async Task Stops(CancellationToken token)
                {
                    while (true)
                    {
                        try { await Task.Delay(1000, token); await lease.RenewAsync(cancellationToken: token); }
                        catch (OperationCanceledException) { return; }
                    }
                }

                async Task Cancels(CancellationTokenSource work)
                {
                    while (!work.IsCancellationRequested)
                    {
                        await Task.Delay(1000);
                        try { await lease.RenewAsync(); }
                        catch (RequestFailedException) { work.Cancel(); return; }
                    }
                }

                async Task CancelsInTheEnd(CancellationTokenSource work)
                {
                    try
                    {
                        while (true)
                        {
                            await Task.Delay(1000);
                            await lease.RenewAsync();
                        }
                    }
                    catch (RequestFailedException) { }
                    finally { work.Cancel(); }
                }

                async Task TriesAgain(CancellationToken token)
                {
                    while (true)
                    {
                        await Task.Delay(1000, token);
                        try { await lease.RenewAsync(cancellationToken: token); }
                        catch (RequestFailedException) { Console.WriteLine("again"); }
                    }
                }

                async Task<bool> Tells(CancellationToken token)
                {
                    while (true)
                    {
                        await Task.Delay(1000, token);
                        try { await lease.RenewAsync(cancellationToken: token); }
                        catch (RequestFailedException) { return false; }
                    }
                }
            }
            """,
            Library.Blobs
        );

    [Fact]
    public Task The_loss_is_only_noted() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using StackExchange.Redis;

            class Renewals
            {
                private readonly IDatabase redis;

                async Task Leaves(string me, CancellationToken token)
                {
                    while (true)
                    {
                        await Task.Delay(1000, token);
                        if (!await [|redis.LockExtendAsync("a", me, TimeSpan.FromSeconds(9))|])
                        {
                            Console.WriteLine("lost");
                            break;
                        }
                    }
                }

                async Task GoesOnWhile(string me)
                {
                    while (await [|redis.LockExtendAsync("a", me, TimeSpan.FromSeconds(9))|])
                    {
                        await Task.Delay(1000);
                    }
                }

                async Task Cancels(string me, CancellationTokenSource work)
                {
                    while (true)
                    {
                        await Task.Delay(1000);
                        if (!await redis.LockExtendAsync("a", me, TimeSpan.FromSeconds(9)))
                        {
                            work.Cancel();
                            return;
                        }
                    }
                }

                async Task CancelsBehind(string me, CancellationTokenSource work)
                {
                    while (await redis.LockExtendAsync("a", me, TimeSpan.FromSeconds(9)))
                    {
                        await Task.Delay(1000);
                    }

                    work.Cancel();
                }

                async Task<bool> Tells(string me)
                {
                    while (true)
                    {
                        await Task.Delay(1000);
                        if (!await redis.LockExtendAsync("a", me, TimeSpan.FromSeconds(9))) return false;
                    }
                }

                async Task Throws(string me)
                {
                    while (true)
                    {
                        await Task.Delay(1000);
                        if (!await redis.LockExtendAsync("a", me, TimeSpan.FromSeconds(9))) throw new InvalidOperationException();
                    }
                }
            }
            """,
            Library.Redis
        );

    [Fact]
    public Task A_lost_lock_is_told_to_nobody() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Medallion.Threading;
            using StackExchange.Redis;

            class Jobs(IDistributedLock held, IDatabase redis)
            {
                public async Task Unheard(CancellationToken cancellation)
                {
                    await using var handle = await [|held.AcquireAsync(null, cancellation)|];
                    await redis.StringIncrementAsync("total");
                }

                public async Task Tried()
                {
                    await using var handle = await [|held.TryAcquireAsync()|];
                    if (handle is null) { return; }
                    await redis.StringIncrementAsync("total");
                }

                public async Task Heard(CancellationToken cancellation)
                {
                    await using var handle = await held.AcquireAsync(null, cancellation);
                    using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, handle.HandleLostToken);
                    await redis.StringIncrementAsync("total").WaitAsync(both.Token);
                }

                public async Task Passed()
                {
                    await using var handle = await held.AcquireAsync();
                    await Work(handle);
                }

                public async Task OnlyReads()
                {
                    await using var handle = await held.AcquireAsync();
                    await redis.StringGetAsync("total");
                }

                private Task Work(IDistributedSynchronizationHandle handle) => redis.StringIncrementAsync("total");
            }
            """,
            "DistributedLock.Core",
            Library.Redis
        );
}
