using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.RemoteCalls;

namespace DistributedSystems.Analyzers.Tests.Rules.RemoteCalls;

using VerifyFix = VerifyCS<ThreadBlocksOnRemoteCall, AwaitRemoteCallFix>;

/// <summary>DIST3010: what the asynchronous twin is given, and where there is none to await.</summary>
public class AwaitTwinFixTests
{
    [Fact]
    public Task The_twin_gets_the_token_and_the_neighbours_style() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            using System.Data.Common;
            using System.Threading;
            using System.Threading.Tasks;

            class Batch(DbCommand command)
            {
                async Task<int> Count(CancellationToken stop)
                {
                    var first = await command.ExecuteNonQueryAsync(stop);
                    return first + [|command.ExecuteNonQuery()|];
                }

                async Task Sourced()
                {
                    using var limit = new CancellationTokenSource(1000);
                    await command.PrepareAsync(limit.Token);
                    [|command.ExecuteNonQuery()|];
                    await command.PrepareAsync(limit.Token);
                }

                async Task None() { await Task.Yield(); [|command.ExecuteNonQuery()|]; }

                async Task Choice(CancellationToken soft, CancellationToken hard) { await Task.Yield(); [|command.ExecuteNonQuery()|]; }

                async Task CleanedUp(CancellationToken stop)
                {
                    try { await Task.Delay(1, stop); }
                    finally { [|command.ExecuteNonQuery()|]; }
                }
            }

            class Configured(DbCommand command)
            {
                async Task Run(CancellationToken stop)
                {
                    await Task.Yield();
                    await command.PrepareAsync(stop).ConfigureAwait(false);
                    [|command.ExecuteNonQuery()|];
                }
            }
            """,
            """
            using System.Data.Common;
            using System.Threading;
            using System.Threading.Tasks;

            class Batch(DbCommand command)
            {
                async Task<int> Count(CancellationToken stop)
                {
                    var first = await command.ExecuteNonQueryAsync(stop);
                    return first + await command.ExecuteNonQueryAsync(stop);
                }

                async Task Sourced()
                {
                    using var limit = new CancellationTokenSource(1000);
                    await command.PrepareAsync(limit.Token);
                    await command.ExecuteNonQueryAsync(limit.Token);
                    await command.PrepareAsync(limit.Token);
                }

                async Task None() { await Task.Yield(); await command.ExecuteNonQueryAsync(); }

                async Task Choice(CancellationToken soft, CancellationToken hard) { await Task.Yield(); await command.ExecuteNonQueryAsync(); }

                async Task CleanedUp(CancellationToken stop)
                {
                    try { await Task.Delay(1, stop); }
                    finally { await command.ExecuteNonQueryAsync(); }
                }
            }

            class Configured(DbCommand command)
            {
                async Task Run(CancellationToken stop)
                {
                    await Task.Yield();
                    await command.PrepareAsync(stop).ConfigureAwait(false);
                    await command.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
                }
            }
            """
        );

    [Fact]
    public Task No_await_where_a_flag_tells_to_block() =>
        VerifyFix.VerifyNoFixAsync(
            """
            class Pages(HttpClient http)
            {
                async Task<string> Choice(bool async) => async ? await http.GetStringAsync("/a") : [|http.GetStringAsync("/a").GetAwaiter().GetResult()|];

                async Task<string> Leaves(bool sync)
                {
                    if (!sync)
                    {
                        return await http.GetStringAsync("/a").ConfigureAwait(false);
                    }

                    return [|http.GetStringAsync("/a").Result|];
                }
            }
            """,
            Setup.Default
        );
}
