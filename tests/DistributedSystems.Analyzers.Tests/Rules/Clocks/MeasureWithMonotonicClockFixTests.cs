using DistributedSystems.Analyzers.Rules.Clocks;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Clocks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedSystems.Analyzers.Tests.Rules.Clocks;

using VerifyCS = VerifyCS<ElapsedTimeOnWallClock, MeasureWithMonotonicClockFix>;

public class MeasureWithMonotonicClockFixTests
{
    [Fact]
    public Task Rewrites_every_use_of_the_start() =>
        VerifyCS.VerifyCodeFixAsync(
            """
            using System;

            class Work
            {
                void One()
                {
                    // measured
                    var start = DateTime.UtcNow;
                    Console.WriteLine(([|DateTime.UtcNow - start|]).TotalSeconds);
                    if ([|DateTime.UtcNow.Subtract(start)|] > TimeSpan.FromSeconds(1)) { }
                }

                TimeSpan Two()
                {
                    DateTime start = DateTime.Now; // first
                    DateTime end = DateTime.Now;
                    return [|end - start|];
                }

                void Restarted()
                {
                    var start = DateTime.UtcNow;
                    Console.WriteLine([|DateTime.UtcNow - start|]);
                    start = DateTime.UtcNow;
                }
            }
            """,
            """
            using System;
            using System.Diagnostics;

            class Work
            {
                void One()
                {
                    // measured
                    var start = Stopwatch.GetTimestamp();
                    Console.WriteLine(Stopwatch.GetElapsedTime(start).TotalSeconds);
                    if (Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(1)) { }
                }

                TimeSpan Two()
                {
                    long start = Stopwatch.GetTimestamp(); // first
                    long end = Stopwatch.GetTimestamp();
                    return Stopwatch.GetElapsedTime(start, end);
                }

                void Restarted()
                {
                    var start = Stopwatch.GetTimestamp();
                    Console.WriteLine(Stopwatch.GetElapsedTime(start));
                    start = Stopwatch.GetTimestamp();
                }
            }
            """
        );

    [Fact]
    public Task Keeps_a_timestamp_that_is_used_as_one() =>
        VerifyCS.VerifyCodeFixAsync(
            """
            using System;
            using System.Diagnostics;

            class Work
            {
                void Run(Action<DateTime, TimeSpan> log)
                {
                    var start = DateTime.UtcNow;
                    var end = DateTime.UtcNow;
                    log(start, [|end - start|]);
                }
            }
            """,
            """
            using System;
            using System.Diagnostics;

            class Work
            {
                void Run(Action<DateTime, TimeSpan> log)
                {
                    var start = DateTime.UtcNow;
                    var startTimestamp = Stopwatch.GetTimestamp();
                    var end = Stopwatch.GetTimestamp();
                    log(start, Stopwatch.GetElapsedTime(startTimestamp, end));
                }
            }
            """
        );

    [Fact]
    public Task Uses_the_time_provider_that_is_there() =>
        VerifyCS.VerifyCodeFixAsync(
            """
            using System;

            class Read(TimeProvider time)
            {
                TimeSpan Measure()
                {
                    var start = time.GetUtcNow();
                    return [|time.GetUtcNow() - start|];
                }
            }

            class Injected
            {
                private readonly TimeProvider clock = TimeProvider.System;

                TimeSpan Measure()
                {
                    var start = DateTime.UtcNow;
                    return [|DateTime.UtcNow - start|];
                }

                static TimeSpan WithoutInstance()
                {
                    var start = DateTime.UtcNow;
                    return [|DateTime.UtcNow - start|];
                }
            }
            """,
            """
            using System;
            using System.Diagnostics;

            class Read(TimeProvider time)
            {
                TimeSpan Measure()
                {
                    var start = time.GetTimestamp();
                    return time.GetElapsedTime(start);
                }
            }

            class Injected
            {
                private readonly TimeProvider clock = TimeProvider.System;

                TimeSpan Measure()
                {
                    var start = clock.GetTimestamp();
                    return clock.GetElapsedTime(start);
                }

                static TimeSpan WithoutInstance()
                {
                    var start = Stopwatch.GetTimestamp();
                    return Stopwatch.GetElapsedTime(start);
                }
            }
            """
        );

    [Fact]
    public Task Runs_a_stopwatch_where_the_framework_has_no_elapsed_time() =>
        VerifyCS.VerifyCodeFixAsync(
            """
            using System;

            class Work
            {
                TimeSpan Measure()
                {
                    DateTime start = DateTime.UtcNow;
                    return [|DateTime.UtcNow - start|];
                }
            }
            """,
            """
            using System;
            using System.Diagnostics;

            class Work
            {
                TimeSpan Measure()
                {
                    Stopwatch start = Stopwatch.StartNew();
                    return start.Elapsed;
                }
            }
            """,
            new Setup { Target = Target.NetFramework472, Language = LanguageVersion.CSharp7_3 }
        );

    [Fact]
    public Task Works_in_a_top_level_program() =>
        VerifyCS.VerifyCodeFixAsync(
            """
            using System;

            var start = DateTime.UtcNow;
            Console.WriteLine(start);
            Console.WriteLine([|DateTime.UtcNow - start|]);
            """,
            """
            using System;
            using System.Diagnostics;

            var start = DateTime.UtcNow;
            var startTimestamp = Stopwatch.GetTimestamp();
            Console.WriteLine(start);
            Console.WriteLine(Stopwatch.GetElapsedTime(startTimestamp));
            """,
            new Setup { Output = OutputKind.ConsoleApplication }
        );

    [Fact]
    public Task A_private_field_becomes_a_timestamp_with_all_its_uses() =>
        VerifyCS.VerifyCodeFixAsync(
            """
            class Work
            {
                private static readonly DateTime Started = DateTime.UtcNow;
                private DateTimeOffset lastSeen = DateTimeOffset.UtcNow; // by anyone

                TimeSpan Uptime => [|DateTime.UtcNow - Work.Started|];

                void Seen()
                {
                    lastSeen = DateTimeOffset.UtcNow;
                    this.lastSeen = DateTimeOffset.Now;
                }

                bool IsIdle(TimeSpan limit) => ([|DateTimeOffset.UtcNow - this.lastSeen|]) > limit || [|DateTimeOffset.UtcNow.Subtract(lastSeen)|] > limit;
            }
            """,
            """
            using System.Diagnostics;

            class Work
            {
                private static readonly long Started = Stopwatch.GetTimestamp();
                private long lastSeen = Stopwatch.GetTimestamp(); // by anyone

                TimeSpan Uptime => Stopwatch.GetElapsedTime(Work.Started);

                void Seen()
                {
                    lastSeen = Stopwatch.GetTimestamp();
                    this.lastSeen = Stopwatch.GetTimestamp();
                }

                bool IsIdle(TimeSpan limit) => Stopwatch.GetElapsedTime(this.lastSeen) > limit || Stopwatch.GetElapsedTime(lastSeen) > limit;
            }
            """
        );

    [Fact]
    public Task A_clock_that_is_not_there_yet_or_not_in_reach_is_not_read() =>
        VerifyCS.VerifyCodeFixAsync(
            """
            using System.Diagnostics;

            class Work
            {
                private readonly TimeProvider time;

                public Work(IServiceProvider services)
                {
                    var start = DateTime.UtcNow;
                    time = (TimeProvider)services.GetService(typeof(TimeProvider));
                    Console.WriteLine([|DateTime.UtcNow - start|]);
                }

                void Run(TimeProvider given)
                {
                    Inner();
                    static void Inner()
                    {
                        var start = DateTime.UtcNow;
                        Console.WriteLine([|DateTime.UtcNow - start|]);
                    }
                }
            }
            """,
            """
            using System.Diagnostics;

            class Work
            {
                private readonly TimeProvider time;

                public Work(IServiceProvider services)
                {
                    var start = Stopwatch.GetTimestamp();
                    time = (TimeProvider)services.GetService(typeof(TimeProvider));
                    Console.WriteLine(Stopwatch.GetElapsedTime(start));
                }

                void Run(TimeProvider given)
                {
                    Inner();
                    static void Inner()
                    {
                        var start = Stopwatch.GetTimestamp();
                        Console.WriteLine(Stopwatch.GetElapsedTime(start));
                    }
                }
            }
            """
        );

    [Theory]
    [InlineData(
        "class Work { private DateTime last; void Touch() => last = DateTime.UtcNow; TimeSpan M() => [|DateTime.UtcNow - last|]; }"
    )]
    [InlineData(
        "class Work { private DateTime last = DateTime.MinValue; void Touch() => last = DateTime.UtcNow; TimeSpan M() => [|DateTime.UtcNow - last|]; }"
    )]
    [InlineData(
        "class Work { private DateTime last = DateTime.UtcNow; string Shown => last.ToString(); TimeSpan M() => [|DateTime.UtcNow - last|]; }"
    )]
    [InlineData(
        "class Work { private DateTime last = DateTime.UtcNow, other = DateTime.UtcNow; TimeSpan M() => [|DateTime.UtcNow - last|]; }"
    )]
    [InlineData(
        "class Work { private DateTime last = DateTime.UtcNow; TimeSpan M() { var now = DateTime.UtcNow; return [|now - last|]; } }"
    )]
    [InlineData(
        "partial class Work { private DateTime last = DateTime.UtcNow; TimeSpan M() => [|DateTime.UtcNow - last|]; } partial class Work { }"
    )]
    [InlineData("struct Work { private DateTime last = DateTime.UtcNow; public Work() { } TimeSpan M() => [|DateTime.UtcNow - last|]; }")]
    [InlineData(
        "class Work { private static readonly TimeProvider Time = TimeProvider.System; private DateTimeOffset last = Time.GetUtcNow(); TimeSpan M() => [|DateTimeOffset.UtcNow - last|]; }"
    )]
    public Task A_field_is_left_alone_where_a_use_could_not_follow(string source) => VerifyCS.VerifyNoFixAsync(source, Setup.Default);

    [Fact]
    public Task Is_not_offered_for_a_clock_that_keeps_no_timestamps() =>
        VerifyCS.VerifyNoFixAsync(
            """
            class Work(IClock clock)
            {
                void M() { var start = clock.UtcNow; Console.WriteLine([|clock.UtcNow - start|]); }
            }
            interface IClock { DateTime UtcNow { get; } }
            class SystemClock : IClock { public DateTime UtcNow => DateTime.UtcNow; }
            """,
            Setup.Default
        );

    [Theory]
    [InlineData("DateTime a = DateTime.UtcNow, b = DateTime.UtcNow; return [|DateTime.UtcNow - a|];")]
    [InlineData("var a = DateTime.UtcNow; Console.WriteLine(a); a = DateTime.UtcNow; return [|DateTime.UtcNow - a|];")]
    [InlineData("var a = time.GetUtcNow(); return [|DateTimeOffset.UtcNow - a|] + ([|other.GetUtcNow() - b|]);")]
    public Task Is_not_offered_where_a_part_could_not_be_rewritten(string body) =>
        VerifyCS.VerifyNoFixAsync(
            "class Work(TimeProvider time, TimeProvider other) { private DateTimeOffset b = DateTimeOffset.UtcNow; TimeSpan Measure() { "
                + body
                + " } }",
            Setup.Default
        );
}
