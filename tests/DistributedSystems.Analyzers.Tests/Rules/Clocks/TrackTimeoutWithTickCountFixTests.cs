using DistributedSystems.Analyzers.Rules.Clocks;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Clocks;

namespace DistributedSystems.Analyzers.Tests.Rules.Clocks;

using VerifyCS = VerifyCS<TimeoutOnWallClock, TrackTimeoutWithTickCountFix>;

public class TrackTimeoutWithTickCountFixTests
{
    [Fact]
    public Task Keeps_the_deadline_in_monotonic_milliseconds() =>
        VerifyCS.VerifyCodeFixAsync(
            """
            using System;
            using System.Threading;

            class Work
            {
                void Seconds()
                {
                    var end = DateTime.UtcNow.AddSeconds(5);
                    while ([|DateTime.UtcNow < end|])
                    {
                        Thread.Sleep(end - DateTime.UtcNow);
                    }
                }

                void Sum(TimeSpan limit)
                {
                    DateTime end = DateTime.Now + limit;
                    if ([|end <= DateTime.Now|] || [|DateTime.UtcNow >= end|]) { }
                }

                void Minutes(double minutes)
                {
                    var end = DateTimeOffset.UtcNow.AddMinutes(minutes); // soon
                    while ([|end > DateTimeOffset.UtcNow|]) { }
                }
            }
            """,
            """
            using System;
            using System.Threading;

            class Work
            {
                void Seconds()
                {
                    var end = Environment.TickCount64 + 5000;
                    while (Environment.TickCount64 < end)
                    {
                        Thread.Sleep(TimeSpan.FromMilliseconds(end - Environment.TickCount64));
                    }
                }

                void Sum(TimeSpan limit)
                {
                    long end = Environment.TickCount64 + (long)limit.TotalMilliseconds;
                    if (end <= Environment.TickCount64 || Environment.TickCount64 >= end) { }
                }

                void Minutes(double minutes)
                {
                    var end = Environment.TickCount64 + (long)TimeSpan.FromMinutes(minutes).TotalMilliseconds; // soon
                    while (end > Environment.TickCount64) { }
                }
            }
            """
        );

    [Fact]
    public Task Milliseconds_are_added_as_they_are() =>
        VerifyCS.VerifyCodeFixAsync(
            """
            using System;

            class Limiter
            {
                private DateTimeOffset _until;

                void Pause(int after, double lag) => _until = DateTimeOffset.UtcNow.AddMilliseconds(after + lag);

                void Hold(int after) => _until = DateTimeOffset.UtcNow.AddMilliseconds(after);

                bool IsOver() => [|DateTimeOffset.UtcNow > _until|];

                int Left() => (int)Math.Ceiling(([|_until - DateTimeOffset.UtcNow|]).TotalMilliseconds);
            }
            """,
            """
            using System;

            class Limiter
            {
                private long _until;

                void Pause(int after, double lag) => _until = Environment.TickCount64 + (long)(after + lag);

                void Hold(int after) => _until = Environment.TickCount64 + after;

                bool IsOver() => Environment.TickCount64 > _until;

                int Left() => (int)Math.Ceiling(TimeSpan.FromMilliseconds(_until - Environment.TickCount64).TotalMilliseconds);
            }
            """
        );

    [Theory]
    [InlineData("var end = DateTime.UtcNow.AddSeconds(5); Console.WriteLine(end); while ([|DateTime.UtcNow < end|]) { }")]
    [InlineData("var end = DateTime.UtcNow.AddSeconds(5); end = DateTime.UtcNow.AddSeconds(6); while ([|DateTime.UtcNow < end|]) { }")]
    [InlineData("var end = time.GetUtcNow().AddSeconds(1); while ([|time.GetUtcNow() < end|]) { }")]
    [InlineData("var start = DateTime.UtcNow; while ([|DateTime.UtcNow < start.AddSeconds(5)|]) { }")]
    [InlineData("var end = DateTime.UtcNow.AddSeconds(1); while ([|DateTime.UtcNow > end|]) { end = end.AddSeconds(1); }")]
    public Task Is_not_offered_where_a_part_could_not_be_rewritten(string body) =>
        VerifyCS.VerifyNoFixAsync($"class Work {{ private DateTime field; void M(TimeProvider time) {{ {body} }} }}", Setup.Default);

    [Fact]
    public Task A_private_field_becomes_a_tick_count_with_all_its_uses() =>
        VerifyCS.VerifyCodeFixAsync(
            """
            class Work(TimeSpan life)
            {
                private DateTime nextRun = DateTime.MinValue;
                private DateTimeOffset cachedUntil;
                private static DateTime never = DateTime.MaxValue;

                void Run()
                {
                    if ([|DateTime.UtcNow < nextRun|]) return;
                    this.nextRun = DateTime.UtcNow.AddMinutes(5);
                }

                bool IsCached() => [|cachedUntil > DateTimeOffset.UtcNow|];
                void Cache() => cachedUntil = DateTimeOffset.UtcNow + life;
                bool IsOver() => [|DateTime.UtcNow >= never|];
                void End() { never = DateTime.UtcNow.AddSeconds(5); }
            }
            """,
            """
            class Work(TimeSpan life)
            {
                private long nextRun = 0;
                private long cachedUntil;
                private static long never = long.MaxValue;

                void Run()
                {
                    if (Environment.TickCount64 < nextRun) return;
                    this.nextRun = Environment.TickCount64 + (long)TimeSpan.FromMinutes(5).TotalMilliseconds;
                }

                bool IsCached() => cachedUntil > Environment.TickCount64;
                void Cache() => cachedUntil = Environment.TickCount64 + (long)life.TotalMilliseconds;
                bool IsOver() => Environment.TickCount64 >= never;
                void End() { never = Environment.TickCount64 + 5000; }
            }
            """
        );

    [Theory]
    [InlineData(
        "class Work { private DateTime until; DateTime Set() => until = DateTime.UtcNow.AddSeconds(1); bool M() => [|DateTime.UtcNow < until|]; }"
    )]
    [InlineData(
        "class Work { private DateTime until; void Set() { until = DateTime.UtcNow.AddSeconds(1); } string Shown => until.ToString(); bool M() => [|DateTime.UtcNow < until|]; }"
    )]
    [InlineData(
        "class Work { private DateTime until; void Set() { until = DateTime.UtcNow.AddSeconds(1); until = DateTime.UtcNow; } bool M() => [|DateTime.UtcNow < until|]; }"
    )]
    [InlineData(
        "class Work { private DateTime? until; void Set() { until = DateTime.UtcNow.AddSeconds(1); } bool M() => [|DateTime.UtcNow < until|]; }"
    )]
    [InlineData(
        "partial class Work { private DateTime until; void Set() { until = DateTime.UtcNow.AddSeconds(1); } bool M() => [|DateTime.UtcNow < until|]; } partial class Work { }"
    )]
    public Task A_field_is_left_alone_where_a_use_could_not_follow(string source) => VerifyCS.VerifyNoFixAsync(source, Setup.Default);

    [Fact]
    public Task Is_not_offered_without_the_64_bit_tick_count() =>
        VerifyCS.VerifyNoFixAsync(
            "using System;\nclass Work { void M() { var end = DateTime.UtcNow.AddSeconds(5); while ([|DateTime.UtcNow < end|]) { } } }",
            new Setup { Target = Target.NetStandard20 }
        );
}
