using DistributedSystems.Analyzers.Rules.Clocks;
using DistributedSystems.Analyzers.Rules.Deadlines;
using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Clocks;
using DistributedSystems.CodeFixes.Deadlines;
using DistributedSystems.CodeFixes.RemoteCalls;
using DistributedSystems.CodeFixes.Retries;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Tests.Rules.Fixes;

/// <summary>A file is edited once for all the targets and projects that compile it.</summary>
public class LinkedFileTests
{
    private static readonly Setup Older = new() { Target = Target.NetStandard20 };

    private const string Read =
        "class Page { async Task<string> Read(HttpClient http, CancellationToken stop) => await http.GetStringAsync(\"/a\"); }";

    [Fact]
    public async Task A_token_where_another_target_has_no_overload_for_it()
    {
        Assert.Empty(await LinkedFile.FixedAsync<CallersCancellationDropped, PassTokenFix>(Read, Setup.Default, Older));
        Assert.Single(await LinkedFile.FixedAsync<CallersCancellationDropped, PassTokenFix>(Read, Setup.Default, Setup.Default));
        Assert.Single(
            await LinkedFile.FixedAsync<CallersCancellationDropped, PassTokenFix>(
                Read,
                Setup.Default,
                Setup.Default with
                {
                    Target = Target.Net80,
                }
            )
        );
    }

    [Fact]
    public async Task A_token_that_all_the_targets_can_take() =>
        Assert.Single(
            await LinkedFile.FixedAsync<CallersCancellationDropped, PassTokenFix>(
                "class Page { async Task<object> Read(HttpClient http, CancellationToken stop) => await http.GetAsync(\"/a\"); }",
                Setup.Default,
                Older
            )
        );

    [Fact]
    public async Task A_clock_that_another_target_has_no_method_of() =>
        Assert.All(
            await LinkedFile.FixedAsync<ElapsedTimeOnWallClock, MeasureWithMonotonicClockFix>(
                """
                class Job
                {
                    TimeSpan Run(Action work)
                    {
                        var started = DateTime.UtcNow;
                        work();
                        return DateTime.UtcNow - started;
                    }
                }
                """,
                Setup.Default,
                Older
            ),
            text => Assert.Contains("Stopwatch", text)
        );

    [Fact]
    public Task A_loop_that_another_target_cannot_run_in_parallel() =>
        NotInOlder<UnboundedFanout, LimitFanoutFix>(
            """
            class Feed
            {
                async Task Send(HttpClient http, List<string> ids) => await Task.WhenAll(ids.Select(id => http.GetAsync(id)));
                async Task Each(HttpClient http, List<string> ids)
                {
                    await Task.WhenAll(ids.Select(id => http.GetAsync(id)));
                }
            }
            """
        );

    [Fact]
    public Task A_wait_with_a_random_number_of_newer_targets() =>
        NotInOlder<RetryHasNoDelay, WaitBetweenAttemptsFix>(
            """
            class Feed
            {
                async Task<object> Read(HttpClient http, CancellationToken stop)
                {
                    for (var attempt = 0; ; attempt++)
                    {
                        try
                        {
                            return await http.GetAsync("/a", stop);
                        }
                        catch (HttpRequestException) when (attempt < 4)
                        {
                        }
                    }
                }
            }
            """
        );

    [Fact]
    public async Task What_a_target_does_not_compile_does_not_matter() =>
        Assert.Single(
            await LinkedFile.FixedAsync<CallersCancellationDropped, PassTokenFix>(
                """
                class Page
                {
                #if NET
                    async Task<string> Read(HttpClient http, CancellationToken stop) => await http.GetStringAsync("/a");
                #endif
                }
                """,
                Setup.Default,
                Older
            )
        );

    private static async Task NotInOlder<TAnalyzer, TCodeFix>(string source)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TCodeFix : CodeFixProvider, new()
    {
        Assert.NotEmpty(await LinkedFile.FixedAsync<TAnalyzer, TCodeFix>(source, Setup.Default, Setup.Default));
        Assert.Empty(await LinkedFile.FixedAsync<TAnalyzer, TCodeFix>(source, Setup.Default, Older));
    }
}
