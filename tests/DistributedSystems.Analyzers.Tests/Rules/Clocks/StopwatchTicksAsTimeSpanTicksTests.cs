using DistributedSystems.Analyzers.Rules.Clocks;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Clocks;

using VerifyCS = VerifyCS<StopwatchTicksAsTimeSpanTicks>;

public class StopwatchTicksAsTimeSpanTicksTests
{
    [Fact]
    public Task Ticks_of_another_length() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
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
                TimeSpan Sum(long more) => [|TimeSpan.FromTicks(watch.ElapsedTicks + more)|];
                TimeSpan OfBoth() => [|new TimeSpan(1 + watch.ElapsedTicks)|];
                bool OverInstant(DateTime limit) => [|watch.ElapsedTicks > limit.Ticks|];
                bool OverOffset(DateTimeOffset limit) => [|limit.UtcTicks < watch.ElapsedTicks|];
                bool OverSum(TimeSpan limit) => [|watch.ElapsedTicks > limit.Ticks + 5|];
                bool OverDifference(TimeSpan limit) => [|watch.ElapsedTicks > limit.Ticks - 5|];
                bool OverProduct(int seconds) => [|watch.ElapsedTicks >= TimeSpan.TicksPerSecond * seconds|];
                private long Kept { get; set; }
                private long sum, atomic;
                void Count() { sum += watch.ElapsedTicks; Interlocked.Add(ref atomic, watch.ElapsedTicks); Kept = watch.ElapsedTicks; }
                TimeSpan Summed() => [|TimeSpan.FromTicks(sum)|];
                TimeSpan SummedAtomically() => [|TimeSpan.FromTicks(Interlocked.Read(ref atomic))|];
                TimeSpan OfProperty() => [|new TimeSpan(Kept)|];
                TimeSpan OfEither(bool any) => [|TimeSpan.FromTicks(any ? watch.ElapsedTicks : 0)|];
                TimeSpan SummedInFull() { long total = 0; for (var i = 0; i < 3; i++) total = total + watch.ElapsedTicks; return [|TimeSpan.FromTicks(total)|]; }
                TimeSpan SummedHere() { long total = 0; for (var i = 0; i < 3; i++) total += watch.ElapsedTicks; return [|TimeSpan.FromTicks(total)|]; }
                bool OverKept(TimeSpan limit)
                {
                    var most = limit.Ticks;
                    return [|watch.ElapsedTicks > most|];
                }
            }
            """
        );

    [Fact]
    public Task Scaled_ticks_and_ticks_of_the_right_length() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
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
                bool OverChanged(TimeSpan limit, long given)
                {
                    var most = limit.Ticks;
                    if (given > 0) most = given;
                    return watch.ElapsedTicks > most;
                }

                bool OverGiven(long most) => watch.ElapsedTicks > most;
                bool OverQuotient(TimeSpan limit) => watch.ElapsedTicks > limit.Ticks / 2;
                bool OverUnset()
                {
                    long most;
                    Set(out most);
                    return watch.ElapsedTicks > most;
                }

                TimeSpan ScaledInPlace()
                {
                    var ticks = watch.ElapsedTicks;
                    Scale(ref ticks);
                    return TimeSpan.FromTicks(ticks);
                }

                static void Set(out long ticks) => ticks = 1;
                static void Scale(ref long ticks) => ticks *= 100;
                TimeSpan WhereEqualByProvider() => time.TimestampFrequency == 10_000_000 ? new TimeSpan(time.GetTimestamp() - started) : default;
                long ByNanoseconds() => watch.ElapsedTicks / TimeSpan.NanosecondsPerTick;
                TimeSpan Product() => TimeSpan.FromTicks(watch.ElapsedTicks * 10);
                TimeSpan Kept(long given)
                {
                    long ticks = 0;
                    if (given > 0) ticks = given;
                    return TimeSpan.FromTicks(ticks);
                }
                DateTime At(DateTime start) => start + watch.Elapsed;

                private long spans, both, scaled, given;
                void Count(long more) { spans += watch.Elapsed.Ticks; both += watch.ElapsedTicks; both += watch.Elapsed.Ticks; scaled += watch.ElapsedTicks; scaled *= 2; given += watch.ElapsedTicks; Interlocked.Exchange(ref given, more); }
                TimeSpan Counted() => TimeSpan.FromTicks(spans) + TimeSpan.FromTicks(both) + TimeSpan.FromTicks(scaled) + TimeSpan.FromTicks(given);
            }

            class Limit { public const long TicksPerSecond = 1; public long Ticks => 1; public static long Frequency => 1; bool Mine(Stopwatch watch) => watch.ElapsedTicks > Ticks || watch.ElapsedTicks / TicksPerSecond > 1; TimeSpan OtherFrequency(Stopwatch watch) => Frequency > 1 ? [|new TimeSpan(watch.ElapsedTicks)|] : default; }
            class Clock { public long ElapsedTicks => 1; public static long GetTimestamp() => 1; TimeSpan Mine() => new TimeSpan(ElapsedTicks + GetTimestamp()); }
            """
        );

    [Fact]
    public Task Held_against_limits_and_scaled_as_if_they_were_of_a_hundred_nanoseconds() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Diagnostics;

            static class Nanoseconds
            {
                private const long PerTick = 100;
                private static readonly Stopwatch Watch = Stopwatch.StartNew();
                public static long Now() => [|Watch.ElapsedTicks.InNanoseconds()|];
                public static long Direct() => [|Watch.ElapsedTicks * 100|];
                internal static long InNanoseconds(this long ticks) { return ticks * PerTick; }
                public static double Share(long whole) => Watch.ElapsedTicks * 100 / whole;
                public static long Scaled() => Watch.ElapsedTicks * 1_000;
            }

            class Mailbox(long? slice, Mailbox.Dispatcher dispatcher)
            {
                private readonly Stopwatch watch = Stopwatch.StartNew();
                private long most;

                bool Given() => slice.HasValue && [|watch.ElapsedTicks > slice.Value|];
                bool Lifted() => [|watch.ElapsedTicks > slice|];
                bool Kept() { var limit = dispatcher.Slice; return limit > 0 && [|limit <= watch.ElapsedTicks|]; }
                bool Slowest() { if (watch.ElapsedTicks > most) { most = watch.ElapsedTicks; } return watch.ElapsedTicks > 0; }

                internal class Dispatcher { public long Slice { get; set; } }
            }

            class Reckoning(long limit)
            {
                private readonly Stopwatch watch = Stopwatch.StartNew();
                private readonly long slice = limit * Stopwatch.Frequency;
                bool Over() => watch.ElapsedTicks > slice;
                bool OverGiven(long inStopwatchTicks) => watch.ElapsedTicks > inStopwatchTicks;
            }
            """
        );

    [Theory]
    [InlineData("TimeSpan.FromTicks(VALUE)", "watch.ElapsedTicks", 7, true)]
    [InlineData("TimeSpan.FromTicks(VALUE)", "watch.ElapsedTicks", 8, false)]
    [InlineData("watch.ElapsedTicks > VALUE", "limit.Ticks", 6, true)]
    public Task Locals_are_followed_so_far(string use, string start, int length, bool reported)
    {
        var locals = string.Concat(Enumerable.Range(1, length).Select(i => $"long t{i} = {(i == 1 ? start : "t" + (i - 1))}; "));
        var last = use.Replace("VALUE", "t" + length);
        return VerifyCS.VerifyAnalyzerAsync(
            $"class C {{ object M(System.Diagnostics.Stopwatch watch, TimeSpan limit) {{ {locals} return {(reported ? $"[|{last}|]" : last)}; }} }}"
        );
    }

    [Theory]
    [InlineData("TimeSpan.FromTicks(VALUE)", "watch.ElapsedTicks", 7, true)]
    [InlineData("TimeSpan.FromTicks(VALUE)", "watch.ElapsedTicks", 8, false)]
    [InlineData("watch.ElapsedTicks > VALUE", "limit.Ticks", 6, true)]
    [InlineData("watch.ElapsedTicks > VALUE", "limit.Ticks", 7, false)]
    public async Task Sums_are_followed_so_far(string use, string start, int length, bool reported)
    {
        // Deep in the operand on the left, and in the one on the right.
        foreach (
            var sum in new[]
            {
                start + string.Concat(Enumerable.Repeat(" + n", length)),
                string.Concat(Enumerable.Repeat("n + (", length)) + start + new string(')', length),
            }
        )
        {
            var last = use.Replace("VALUE", sum);
            await VerifyCS.VerifyAnalyzerAsync(
                $"class C {{ object M(System.Diagnostics.Stopwatch watch, TimeSpan limit, long n) => {(reported ? $"[|{last}|]" : last)}; }}"
            );
        }
    }

    [Theory]
    [InlineData("long t = watch.ElapsedTicks; if (n > 0) t = System.Diagnostics.Stopwatch.GetTimestamp(); ", "t")]
    [InlineData("", "watch.ElapsedTicks + System.Diagnostics.Stopwatch.GetTimestamp()")]
    public Task The_message_names_the_first_reading(string before, string ticks) =>
        VerifyCS.VerifyMessageAsync(
            $"class C {{ TimeSpan M(System.Diagnostics.Stopwatch watch, long n) {{ {before}return new TimeSpan({ticks}); }} }}",
            $"'new TimeSpan({ticks})' takes the stopwatch ticks of 'watch.ElapsedTicks' for ticks of 100 ns, which is wrong wherever Stopwatch.Frequency is not 10 MHz (on Linux it is 1 GHz: a hundred times too long)"
        );

    [Fact]
    public Task The_message_names_the_reading() =>
        VerifyCS.VerifyMessageAsync(
            "class C { TimeSpan M(System.Diagnostics.Stopwatch watch) => new TimeSpan(watch.ElapsedTicks); }",
            "'new TimeSpan(watch.ElapsedTicks)' takes the stopwatch ticks of 'watch.ElapsedTicks' for ticks of 100 ns, which is wrong wherever Stopwatch.Frequency is not 10 MHz (on Linux it is 1 GHz: a hundred times too long)"
        );

    [Fact]
    public Task Handed_to_a_step_held_against_a_limit_and_beside_a_frequency_that_is_only_told() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Diagnostics;
            class Turn(TimeSpan? limit, Action<string> log)
            {
                private readonly Stopwatch watch = Stopwatch.StartNew();
                public long? Limit { get; } = limit?.Ticks;
                public long Most { get; } = TimeSpan.FromSeconds(1).Ticks;
                public long Given { get; set; } = 1;

                TimeSpan Handed() => [|Span(watch.ElapsedTicks)|];
                double Divided(long start) => [|Seconds(2, Stopwatch.GetTimestamp() - Stopwatch.GetTimestamp())|];
                bool Over() => Limit.HasValue && [|watch.ElapsedTicks > Limit.Value|];
                bool OverMost() => [|watch.ElapsedTicks >= Most|];
                TimeSpan Told()
                {
                    var hertz = Stopwatch.Frequency;
                    log("runs at " + hertz);
                    Console.WriteLine(Stopwatch.Frequency);
                    return [|TimeSpan.FromTicks(watch.ElapsedTicks)|];
                }

                TimeSpan Real() => Span(watch.Elapsed.Ticks);
                double Counted() => Count(watch.ElapsedTicks);
                TimeSpan Scaled() => Scale(watch.ElapsedTicks);
                bool OverGiven() => watch.ElapsedTicks > Given;
                TimeSpan Checked()
                {
                    log($"{Stopwatch.Frequency}");
                    return Stopwatch.Frequency == TimeSpan.TicksPerSecond ? TimeSpan.FromTicks(watch.ElapsedTicks) : watch.Elapsed;
                }

                private static TimeSpan Span(long ticks) => new(ticks);
                private static double Seconds(int times, long ticks) => times * (ticks / (double)TimeSpan.TicksPerSecond);
                private static double Seconds(TimeSpan span) => Seconds(1, span.Ticks);
                private static double Count(long ticks) => ticks * 2.0;
                private static TimeSpan Scale(long ticks) => TimeSpan.FromTicks(ticks * TimeSpan.TicksPerSecond / Stopwatch.Frequency);
            }
            """
        );
}
