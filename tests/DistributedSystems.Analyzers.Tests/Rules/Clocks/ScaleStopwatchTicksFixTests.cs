using DistributedSystems.Analyzers.Rules.Clocks;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Clocks;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedSystems.Analyzers.Tests.Rules.Clocks;

using VerifyCS = VerifyCS<StopwatchTicksAsTimeSpanTicks, ScaleStopwatchTicksFix>;

public class ScaleStopwatchTicksFixTests
{
    [Fact]
    public Task Asks_for_the_elapsed_time() =>
        VerifyCS.VerifyCodeFixAsync(
            """
            using System;
            using System.Diagnostics;

            class Work(TimeProvider time)
            {
                private readonly Stopwatch watch = Stopwatch.StartNew();
                private readonly long started = Stopwatch.GetTimestamp();

                TimeSpan Created() => [|new TimeSpan(watch.ElapsedTicks)|];
                TimeSpan FromTicks() => [|TimeSpan.FromTicks(this.watch.ElapsedTicks)|] /* here */;
                TimeSpan Difference() => [|new TimeSpan(Stopwatch.GetTimestamp() - started)|];
                TimeSpan Kept()
                {
                    var end = Stopwatch.GetTimestamp();
                    return [|TimeSpan.FromTicks(end - started)|];
                }

                TimeSpan Provider()
                {
                    var start = time.GetTimestamp();
                    return [|TimeSpan.FromTicks(time.GetTimestamp() - start)|];
                }

                long Milliseconds() => [|watch.ElapsedTicks / TimeSpan.TicksPerMillisecond|];
                double Seconds() => [|(Stopwatch.GetTimestamp() - started) / (double)TimeSpan.TicksPerSecond|];
                bool Over(TimeSpan limit) => [|limit.Ticks < watch.ElapsedTicks|];
                DateTime At(DateTime start) => [|start.AddTicks(watch.ElapsedTicks)|];
            }
            """,
            """
            using System;
            using System.Diagnostics;

            class Work(TimeProvider time)
            {
                private readonly Stopwatch watch = Stopwatch.StartNew();
                private readonly long started = Stopwatch.GetTimestamp();

                TimeSpan Created() => watch.Elapsed;
                TimeSpan FromTicks() => this.watch.Elapsed /* here */;
                TimeSpan Difference() => Stopwatch.GetElapsedTime(started);
                TimeSpan Kept()
                {
                    var end = Stopwatch.GetTimestamp();
                    return Stopwatch.GetElapsedTime(started, end);
                }

                TimeSpan Provider()
                {
                    var start = time.GetTimestamp();
                    return time.GetElapsedTime(start);
                }

                long Milliseconds() => watch.Elapsed.Ticks / TimeSpan.TicksPerMillisecond;
                double Seconds() => Stopwatch.GetElapsedTime(started).Ticks / (double)TimeSpan.TicksPerSecond;
                bool Over(TimeSpan limit) => limit.Ticks < watch.Elapsed.Ticks;
                DateTime At(DateTime start) => start.AddTicks(watch.Elapsed.Ticks);
            }
            """
        );

    [Theory]
    [InlineData("TimeSpan M() => [|new TimeSpan(Stopwatch.GetTimestamp())|];")]
    [InlineData("TimeSpan M() { var ticks = watch.ElapsedTicks; System.Console.WriteLine(ticks); return [|new TimeSpan(ticks)|]; }")]
    [InlineData("long M(TimeSpan limit) => [|Stopwatch.GetTimestamp() + limit.Ticks|];")]
    [InlineData(
        "TimeSpan M(TimeProvider time) { var start = time.GetTimestamp(); return [|new TimeSpan(Stopwatch.GetTimestamp() - start)|]; }"
    )]
    public Task Is_not_offered_where_there_is_no_duration_to_ask_for(string member) =>
        VerifyCS.VerifyNoFixAsync("using System.Diagnostics; class Work { Stopwatch watch = new(); " + member + " }", Setup.Default);

    [Fact]
    public Task Is_not_offered_for_two_timestamps_on_an_older_framework() =>
        VerifyCS.VerifyNoFixAsync(
            "using System; using System.Diagnostics; class Work { TimeSpan M() { var start = Stopwatch.GetTimestamp(); return [|new TimeSpan(Stopwatch.GetTimestamp() - start)|]; } }",
            new Setup { Target = Target.NetFramework472, Language = LanguageVersion.CSharp7_3 }
        );

    [Fact]
    public Task A_step_is_given_ticks_of_a_time_span() =>
        VerifyCS.VerifyCodeFixAsync(
            """
            using System;
            using System.Diagnostics;

            class Work
            {
                private readonly Stopwatch watch = Stopwatch.StartNew();

                TimeSpan Handed() => [|Span(1, watch.ElapsedTicks)|];
                TimeSpan Right() => Span(1, watch.Elapsed.Ticks);

                private static TimeSpan Span(int times, long ticks) => new TimeSpan(ticks) * times;
            }
            """,
            """
            using System;
            using System.Diagnostics;

            class Work
            {
                private readonly Stopwatch watch = Stopwatch.StartNew();

                TimeSpan Handed() => Span(1, watch.Elapsed.Ticks);
                TimeSpan Right() => Span(1, watch.Elapsed.Ticks);

                private static TimeSpan Span(int times, long ticks) => new TimeSpan(ticks) * times;
            }
            """
        );
}
