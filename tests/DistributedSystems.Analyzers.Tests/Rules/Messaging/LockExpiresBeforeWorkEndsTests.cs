using DistributedSystems.Analyzers.Rules.Messaging;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Messaging;

using VerifyCS = VerifyCS<LockExpiresBeforeWorkEnds>;

public class LockExpiresBeforeWorkEndsTests
{
    [Fact]
    public Task The_limits_add_up_beyond_the_expiry() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using StackExchange.Redis;

            class Reports
            {
                private static readonly TimeSpan Expiry = TimeSpan.FromSeconds(20);
                private readonly IDatabase redis;
                private readonly HttpClient http;

                async Task Returns(string me)
                {
                    if (!await redis.LockTakeAsync("a", me, [|TimeSpan.FromSeconds(5)|])) return;
                    using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
                    await http.PutAsync("/a", null, limit.Token);
                }

                async Task Inside(string me)
                {
                    if (await redis.LockTakeAsync("a", me, [|Expiry|]))
                    {
                        await Task.Delay(TimeSpan.FromSeconds(15));
                        await Task.Delay(TimeSpan.FromSeconds(15));
                        await redis.LockReleaseAsync("a", me);
                    }
                }

                async Task KeptAnswer(string me)
                {
                    var taken = await redis.LockTakeAsync("a", me, [|TimeSpan.FromSeconds(5)|]);
                    if (taken)
                    {
                        using var limit = new CancellationTokenSource(30_000);
                        await http.PutAsync("/a", null, limit.Token);
                    }
                }
            }
            """,
            Library.Redis
        );

    [Fact]
    public Task The_work_ends_in_time_or_nobody_knows() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using StackExchange.Redis;

            class Reports
            {
                private readonly IDatabase redis;
                private readonly HttpClient http;

                async Task LongerExpiry(string me)
                {
                    if (!await redis.LockTakeAsync("a", me, TimeSpan.FromSeconds(60))) return;
                    using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
                    await http.PutAsync("/a", null, limit.Token);
                    await redis.LockReleaseAsync("a", me);
                    await Task.Delay(TimeSpan.FromSeconds(60));
                }

                async Task Unknown(string me, TimeSpan expiry, CancellationToken token)
                {
                    if (!await redis.LockTakeAsync("a", me, expiry)) return;
                    await Task.Delay(TimeSpan.FromSeconds(60));
                    if (!await redis.LockTakeAsync("b", me, TimeSpan.FromSeconds(5))) return;
                    await http.PutAsync("/a", null, token);
                    if (me == "x") await Task.Delay(TimeSpan.FromSeconds(60));
                }

                async Task WaitsBefore(string me)
                {
                    await Task.Delay(TimeSpan.FromSeconds(60));
                    if (!await redis.LockTakeAsync("c", me, TimeSpan.FromSeconds(5)))
                    {
                        await Task.Delay(TimeSpan.FromSeconds(60));
                    }
                }
            }

            class Prolonged
            {
                private readonly IDatabase redis;

                async Task Run(string me)
                {
                    if (!await redis.LockTakeAsync("a", me, TimeSpan.FromSeconds(5))) return;
                    var renewal = Renew(me);
                    await Task.Delay(TimeSpan.FromSeconds(60));
                }

                Task<bool> Renew(string me) => redis.LockExtendAsync("a", me, TimeSpan.FromSeconds(5));
            }
            """,
            Library.Redis
        );
}
