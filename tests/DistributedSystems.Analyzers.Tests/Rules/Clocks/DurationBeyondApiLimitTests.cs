using DistributedSystems.Analyzers.Rules.Clocks;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Clocks;

namespace DistributedSystems.Analyzers.Tests.Rules.Clocks;

using VerifyCS = VerifyCS<DurationBeyondApiLimit>;
using VerifyFix = VerifyCS<DurationBeyondApiLimit, WaitWithoutLimitFix>;

public class DurationBeyondApiLimitTests
{
    [Fact]
    public Task Constants() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Waits(HttpClient http, SemaphoreSlim semaphore, CancellationTokenSource source, Task task)
            {
                private static readonly TimeSpan Quarter = TimeSpan.FromDays(90);

                async Task Beyond()
                {
                    await Task.Delay([|TimeSpan.FromDays(50)|]);
                    await Task.Delay([|Quarter|]);
                    await Task.Delay([|(int)TimeSpan.FromDays(30).TotalMilliseconds|]);
                    await task.WaitAsync([|new TimeSpan(60, 0, 0, 0)|]);
                    source.CancelAfter([|TimeSpan.FromHours(2000)|]);
                    using var other = new CancellationTokenSource([|TimeSpan.MaxValue|]);
                    Thread.Sleep([|TimeSpan.FromDays(25)|]);
                    semaphore.Wait([|TimeSpan.FromDays(25)|]);
                    using var timer = new Timer(_ => { }, null, [|Quarter|], TimeSpan.FromDays(49));
                    using var periodic = new PeriodicTimer([|TimeSpan.FromDays(50)|]);
                    http.Timeout = [|TimeSpan.FromDays(30)|];
                }

                async Task Within(TimeSpan unknown)
                {
                    await Task.Delay(TimeSpan.FromDays(49));
                    await Task.Delay(int.MaxValue);
                    await Task.Delay(Timeout.InfiniteTimeSpan);
                    await Task.Delay(-1);
                    await Task.Delay(unknown);
                    Thread.Sleep(TimeSpan.FromDays(24));
                    http.Timeout = TimeSpan.MaxValue;
                    Console.WriteLine(DateTime.UtcNow + Quarter);
                }
            }
            """
        );

    [Fact]
    public Task Choices_and_bounds() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Waits
            {
                async Task Beyond(TimeSpan due, double milliseconds)
                {
                    await Task.Delay([|due > TimeSpan.FromDays(60) ? TimeSpan.FromDays(60) : due|]);
                    await Task.Delay([|(int)Math.Min(milliseconds, TimeSpan.FromDays(60).TotalMilliseconds)|]);
                }

                async Task Within(TimeSpan due, double milliseconds)
                {
                    await Task.Delay(due > TimeSpan.FromDays(20) ? TimeSpan.FromDays(20) : due);
                    await Task.Delay((int)Math.Min(milliseconds, TimeSpan.FromDays(20).TotalMilliseconds));
                }
            }
            """
        );

    [Fact]
    public Task The_longest_stands_for_no_limit() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            class Waits
            {
                Task Wait(CancellationToken stop) => Task.Delay([|TimeSpan.MaxValue|], stop);
            }
            """,
            """
            class Waits
            {
                Task Wait(CancellationToken stop) => Task.Delay(Timeout.InfiniteTimeSpan, stop);
            }
            """
        );

    [Fact]
    public Task No_fix_where_a_wait_has_to_be_divided() =>
        VerifyFix.VerifyNoFixAsync(
            """
            class Waits
            {
                Task Wait(CancellationToken stop) => Task.Delay([|TimeSpan.FromDays(90)|], stop);
            }
            """,
            Setup.Default
        );

    [Fact]
    public Task The_message_says_how_long() =>
        VerifyCS.VerifyMessageAsync(
            "class Waits { void M() => Thread.Sleep(TimeSpan.FromDays(30)); }",
            "'TimeSpan.FromDays(30)' can be 30 days, and 'Thread.Sleep' takes at most 24.9 days: it throws instead of waiting"
        );
}
