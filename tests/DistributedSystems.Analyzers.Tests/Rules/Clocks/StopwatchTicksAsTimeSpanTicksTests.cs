using DistributedSystems.Analyzers.Rules.Clocks;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Clocks;

using VerifyCS = VerifyCS<StopwatchTicksAsTimeSpanTicks>;

public class StopwatchTicksAsTimeSpanTicksTests
{
    [Fact]
    public Task Ticks_of_another_length() => VerifyCS.VerifyAnalyzerAsync("""
        using System.Diagnostics;

        class Work(TimeProvider time)
        {
            private readonly Stopwatch watch = Stopwatch.StartNew();
            private readonly long started = Stopwatch.GetTimestamp();
            private long last;

            TimeSpan Created() => [|new TimeSpan(watch.ElapsedTicks)|];
            TimeSpan FromTicks() => [|TimeSpan.FromTicks(watch.ElapsedTicks)|];
            TimeSpan Now() => [|TimeSpan.FromTicks(Stopwatch.GetTimestamp())|];
            TimeSpan Difference() => [|new TimeSpan(Stopwatch.GetTimestamp() - started)|];
            TimeSpan Provider()
            {
                var start = time.GetTimestamp();
                return [|TimeSpan.FromTicks(time.GetTimestamp() - start)|];
            }

            void Touch() => last = Stopwatch.GetTimestamp();
            TimeSpan SinceLast() => [|TimeSpan.FromTicks(Stopwatch.GetTimestamp() - last)|];

            long Milliseconds() => [|watch.ElapsedTicks / TimeSpan.TicksPerMillisecond|];
            double Seconds() => [|(Stopwatch.GetTimestamp() - started) / (double)TimeSpan.TicksPerSecond|];
            double Fraction()
            {
                var elapsed = watch.ElapsedTicks;
                return [|elapsed / TimeSpan.TicksPerSecond|] + (elapsed + 0.5);
            }

            bool Over(TimeSpan limit) => [|watch.ElapsedTicks > limit.Ticks|];
            bool OverFive() => [|5 * TimeSpan.TicksPerSecond < watch.ElapsedTicks|];
            long Deadline(TimeSpan limit) => [|Stopwatch.GetTimestamp() + limit.Ticks|];
            DateTime At(DateTime start) => [|start.AddTicks(watch.ElapsedTicks)|];
            DateTime Then() => [|new DateTime(Stopwatch.GetTimestamp())|];
        }
        """);

    [Fact]
    public Task Scaled_ticks_and_ticks_of_the_right_length() => VerifyCS.VerifyAnalyzerAsync("""
        using System.Diagnostics;

        class Work(TimeProvider time)
        {
            private static readonly double Ratio = (double)TimeSpan.TicksPerSecond / Stopwatch.Frequency;
            private readonly Stopwatch watch = Stopwatch.StartNew();
            private long started = Stopwatch.GetTimestamp();
            private long mixed = Stopwatch.GetTimestamp();

            TimeSpan Elapsed() => watch.Elapsed;
            TimeSpan SpanTicks() => new TimeSpan(watch.Elapsed.Ticks);
            TimeSpan Scaled() => TimeSpan.FromTicks((long)(watch.ElapsedTicks * Ratio));
            TimeSpan ScaledHere() => new TimeSpan((Stopwatch.GetTimestamp() - started) * TimeSpan.TicksPerSecond / Stopwatch.Frequency);
            long ByProvider() => (time.GetTimestamp() - started) * TimeSpan.TicksPerSecond / time.TimestampFrequency;
            TimeSpan WhereEqual() => Stopwatch.Frequency == TimeSpan.TicksPerSecond ? new TimeSpan(watch.ElapsedTicks) : watch.Elapsed;
            TimeSpan Measured() => Stopwatch.GetElapsedTime(started);
            double Seconds() => watch.ElapsedTicks / (double)Stopwatch.Frequency;
            bool SameUnit(long limit) => watch.ElapsedTicks > limit && Stopwatch.GetTimestamp() - started < limit;
            bool Over(TimeSpan limit) => watch.Elapsed.Ticks > limit.Ticks;
            long Milliseconds() => watch.ElapsedMilliseconds * TimeSpan.TicksPerMillisecond;
            TimeSpan FromElsewhere(long ticks) => TimeSpan.FromTicks(ticks);
            void Load(long ticks) => mixed = ticks;
            TimeSpan Mixed() => TimeSpan.FromTicks(mixed);
            string Text() => $"{watch.ElapsedTicks} ticks";
            long Parts() => watch.ElapsedTicks / 10_000;
            DateTime At(DateTime start) => start + watch.Elapsed;
        }

        class Clock { public long ElapsedTicks => 1; public static long GetTimestamp() => 1; TimeSpan Mine() => new TimeSpan(ElapsedTicks + GetTimestamp()); }
        """);

    [Fact]
    public Task The_message_names_the_reading() => VerifyCS.VerifyMessageAsync(
        "class C { TimeSpan M(System.Diagnostics.Stopwatch watch) => new TimeSpan(watch.ElapsedTicks); }",
        "'new TimeSpan(watch.ElapsedTicks)' takes the stopwatch ticks of 'watch.ElapsedTicks' for ticks of 100 ns, which is wrong wherever Stopwatch.Frequency is not 10 MHz (on Linux it is 1 GHz: a hundred times too long)");
}
