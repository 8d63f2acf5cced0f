using DistributedSystems.Analyzers.Rules.Deadlines;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Deadlines;

namespace DistributedSystems.Analyzers.Tests.Rules.Deadlines;

using VerifyCS = VerifyCS<DurationComponentAsWhole>;
using VerifyFix = VerifyCS<DurationComponentAsWhole, ReadWholeDurationFix>;

public class DurationComponentAsWholeTests
{
    [Fact]
    public Task A_component_as_delay_timeout_or_time_arithmetic() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Limits
            {
                static void Connect(string host, int connectTimeout, int retries) { }

                async Task Milliseconds(TimeSpan limit, System.Net.Sockets.Socket socket)
                {
                    await Task.Delay([|limit.Milliseconds|]);
                    socket.ReceiveTimeout = [|limit.Milliseconds|];
                    var source = new CancellationTokenSource([|limit.Milliseconds|]);
                    Console.WriteLine(limit.TotalSeconds);
                }

                void Minutes(TimeSpan limit) => Thread.Sleep((int)Math.Round([|limit.Minutes|] * 60000d));

                void Seconds(TimeSpan limit, System.Data.Common.DbCommand command, DateTime now)
                {
                    Thread.Sleep([|limit.Seconds|] * 1000);
                    command.CommandTimeout = [|limit.Seconds|];
                    Connect("a", [|limit.Seconds|], 3);
                    Connect(connectTimeout: [|limit.Seconds|], host: "a", retries: limit.Seconds);
                    Use(TimeSpan.FromSeconds([|limit.Seconds|]));
                    Use(now.AddSeconds([|limit.Seconds|]));
                    var seconds = [|limit.Seconds|];
                    command.CommandTimeout = seconds;
                    command.CommandTimeout = [|TimeSpan.FromSeconds(90).Seconds|];
                }

                async Task Silent(TimeSpan limit, TimeSpan split, TimeSpan other, DateTime now, System.Data.Common.DbCommand command)
                {
                    Console.WriteLine($"{limit.Seconds}.{limit.Milliseconds}");
                    Console.WriteLine("took " + limit.Seconds);
                    await Task.Delay((int)limit.TotalMilliseconds);
                    Use(new TimeSpan(other.Hours, other.Minutes, other.Seconds));
                    Use(TimeSpan.FromMinutes(split.Minutes) + TimeSpan.FromSeconds(split.Seconds));
                    await Task.Delay((60 - now.TimeOfDay.Seconds) * 1000);
                    Thread.Sleep(now.TimeOfDay.Milliseconds);
                    command.CommandTimeout = TimeSpan.FromSeconds(30).Seconds;
                    Thread.Sleep(other.Days);
                    if (limit.Minutes > 2) Console.WriteLine();
                    var shown = limit.Seconds;
                    Console.WriteLine(shown);
                }

                static void Use(object o) { }
            }
            """
        );

    [Fact]
    public Task Elapsed_time_compared_or_summed_up() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Watch
            {
                bool MoreThanOne(System.Diagnostics.Stopwatch watch) => [|watch.Elapsed.Seconds|] > 1;
                bool NotMore(System.Diagnostics.Stopwatch watch) => 1 >= [|watch.Elapsed.Seconds|];
                bool AtLeast(System.Diagnostics.Stopwatch watch) => watch.Elapsed.Seconds >= 1;
                bool Less(System.Diagnostics.Stopwatch watch) => 1 > watch.Elapsed.Seconds;
                string Word(System.Diagnostics.Stopwatch watch) => watch.Elapsed.Seconds > 1 ? "seconds" : "second";
                bool Milliseconds(System.Diagnostics.Stopwatch watch) => [|watch.Elapsed.Milliseconds|] > 500;
                bool Seconds(System.Diagnostics.Stopwatch watch, int limit)
                {
                    var left = limit - [|watch.Elapsed.Seconds|];
                    return limit < [|watch.Elapsed.Seconds|] || [|(DateTime.UtcNow - DateTime.UtcNow).Seconds|] >= 10;
                }

                bool Silent(System.Diagnostics.Stopwatch watch, TimeSpan span)
                {
                    Console.WriteLine("{0} ms", watch.Elapsed.Milliseconds);
                    return watch.Elapsed.Seconds > 0 || watch.Elapsed.TotalSeconds > 10 || span.Seconds > 10;
                }
            }
            """
        );

    [Fact]
    public Task Seconds_where_milliseconds_are_wanted_and_back() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Units
            {
                static void Ping(string host, int timeoutMs) { }
                static void Expire(string key, long ttlSeconds) { }

                async Task Fire(TimeSpan limit, System.Data.Common.DbCommand command, ManualResetEvent signal)
                {
                    await Task.Delay((int)[|limit.TotalSeconds|]);
                    signal.WaitOne(Convert.ToInt32([|limit.TotalSeconds|]));
                    Ping("a", (int)[|limit.TotalSeconds|]);
                    Expire("a", (long)Math.Ceiling([|limit.TotalMilliseconds|]));
                    command.CommandTimeout = (int)[|limit.TotalMilliseconds|];
                    Console.WriteLine(TimeSpan.FromSeconds([|limit.TotalMilliseconds|]));
                }

                async Task Silent(TimeSpan limit, System.Data.Common.DbCommand command, ManualResetEvent signal)
                {
                    await Task.Delay((int)limit.TotalSeconds * 1000);
                    await Task.Delay((int)limit.TotalMilliseconds);
                    signal.WaitOne((int)(1000 * limit.TotalSeconds));
                    Ping("a", (int)limit.TotalMilliseconds);
                    Expire("a", (long)limit.TotalSeconds);
                    Expire("a", (long)limit.TotalMilliseconds / 1000);
                    command.CommandTimeout = (int)limit.TotalSeconds;
                }
            }
            """
        );

    [Fact]
    public Task A_time_span_of_ticks() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Ticks
            {
                async Task Fire(HttpClient http)
                {
                    http.Timeout = [|new TimeSpan(30)|];
                    await Task.Delay([|new TimeSpan(500)|]);
                    var limit = [|new TimeSpan(30)|];
                    var source = new CancellationTokenSource(limit);
                }

                async Task Silent(HttpClient http, DateTime day)
                {
                    http.Timeout = new TimeSpan(0, 0, 30);
                    http.Timeout = new TimeSpan(300_000_000);
                    Console.WriteLine(day.AddDays(1) - new TimeSpan(1));
                    Console.WriteLine(day + new TimeSpan(30));
                    await Task.Delay(new TimeSpan(1));
                }
            }
            """
        );

    [Fact]
    public Task Ticks_kept_in_a_field() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Ticks
            {
                private static readonly TimeSpan Pause = [|new TimeSpan(30)|];
                private readonly TimeSpan limit = [|new(500)|], longest = new(0, 0, 5);
                private static readonly TimeSpan Resolution = new TimeSpan(100);
                private static readonly TimeSpan Both = new TimeSpan(100);
                private static readonly TimeSpan Unused = new TimeSpan(100);
                public static readonly TimeSpan Shared = new TimeSpan(100);
                private TimeSpan changed = new TimeSpan(100);

                async Task M(HttpClient http, DateTime time)
                {
                    await Task.Delay(Pause);
                    http.Timeout = limit;
                    await Task.Delay(longest);
                    Console.WriteLine(time - Resolution);
                    await Task.Delay(Both);
                    Console.WriteLine(time - Both);
                    await Task.Delay(Shared);
                    changed += longest;
                    await Task.Delay(changed);
                }
            }
            """
        );

    [Fact]
    public Task The_message_says_what_is_read() =>
        VerifyCS.VerifyMessageAsync(
            "class C { Task M(TimeSpan limit) => Task.Delay(limit.Milliseconds); }",
            "'limit.Milliseconds' is only the milliseconds part of a duration (0 to 999), and 'Task.Delay' takes the whole"
        );

    [Fact]
    public Task Reads_the_whole() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            using System;
            using System.Diagnostics;
            using System.Threading.Tasks;

            class Limits
            {
                Task Delay(TimeSpan limit) => Task.Delay([|limit.Seconds|] /* of it */);
                async Task Rest(TimeSpan limit, Stopwatch watch, System.Data.Common.DbCommand command)
                {
                    await Task.Delay([|limit.Seconds|] * 1000);
                    command.CommandTimeout = [|limit.Seconds|];
                    Console.WriteLine(TimeSpan.FromSeconds([|limit.Seconds|]));
                    if ([|watch.Elapsed.Seconds|] > 30) return;
                }
            }
            """,
            """
            using System;
            using System.Diagnostics;
            using System.Threading.Tasks;

            class Limits
            {
                Task Delay(TimeSpan limit) => Task.Delay((int)Math.Ceiling(limit.TotalMilliseconds) /* of it */);
                async Task Rest(TimeSpan limit, Stopwatch watch, System.Data.Common.DbCommand command)
                {
                    await Task.Delay((int)Math.Ceiling(limit.TotalSeconds) * 1000);
                    command.CommandTimeout = (int)Math.Ceiling(limit.TotalSeconds);
                    Console.WriteLine(TimeSpan.FromSeconds(limit.TotalSeconds));
                    if (watch.Elapsed.TotalSeconds > 30) return;
                }
            }
            """
        );

    [Fact]
    public Task Reads_the_wanted_unit() =>
        VerifyFix.VerifyCodeFixAsync(
            "using System;\nusing System.Threading.Tasks;\nclass C { Task M(TimeSpan limit) => Task.Delay((int)[|limit.TotalSeconds|]); }",
            "using System;\nusing System.Threading.Tasks;\nclass C { Task M(TimeSpan limit) => Task.Delay((int)limit.TotalMilliseconds); }"
        );

    [Fact]
    public Task The_meaning_of_ticks_is_not_guessed() =>
        VerifyFix.VerifyNoFixAsync("class C { Task M() => Task.Delay([|new TimeSpan(30)|]); }", Setup.Default);

    [Fact]
    public Task Part_of_a_duration_that_may_be_missing() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Shop
            {
                Task Part(TimeSpan? pause) => Task.Delay(pause?[|.Milliseconds|] ?? 0);

                Task Whole(TimeSpan? pause) => Task.Delay((int)(pause?.TotalMilliseconds ?? 0));
            }
            """
        );

    [Fact]
    public Task Sums_products_and_settings() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Net.Sockets;
            class Feed(TimeSpan pause, TimeSpan step, TimeSpan? optional, DateTime started)
            {
                private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
                private readonly Random random = new();

                Task Sum() => Task.Delay([|pause.Milliseconds|] + random.Next(100));
                Task Coalesced() => Task.Delay(optional?[|.Milliseconds|] ?? 100);
                string Told(int failures)
                {
                    var wait = failures * step.Seconds;
                    return wait > 10 ? wait.ToString() : "";
                }
                async Task Grown(int failures)
                {
                    var wait = [|pause.Milliseconds|] + failures * [|step.Milliseconds|];
                    if (wait > 0) await Task.Delay(wait);
                }
                bool Subtracted() => [|DateTime.UtcNow.Subtract(DateTime.UtcNow.AddDays(-1)).Seconds|] > 30;
                void Options()
                {
                    socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveTimeout, [|pause.Milliseconds|]);
                    socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveBuffer, pause.Milliseconds);
                }
                Amazon.SQS.Model.ReceiveMessageRequest Receive() => new() { WaitTimeSeconds = [|pause.Seconds|] };

                Amazon.SQS.Model.ReceiveMessageRequest ReceiveWhole() => new() { WaitTimeSeconds = (int)pause.TotalSeconds };
                Task WholeSum() => Task.Delay((int)pause.TotalMilliseconds + random.Next(100));
                Task Scaled(int perSecond) => Task.Delay((int)(pause.TotalSeconds * perSecond));
                Task Split() => Task.Delay(pause.Seconds * 1000 + pause.Milliseconds);
                string Shown() => pause.Seconds + " s and " + pause.Milliseconds;
                int Index() => pause.Seconds + 1;
            }
            """,
            "AWSSDK.SQS"
        );

    [Fact]
    public Task Of_the_time_between_two_instants() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Turns(int length, int limit)
            {
                int Divided(DateTime start, DateTime now) => [|(now - start).Seconds|] / length;
                int Kept(DateTimeOffset start, DateTimeOffset now) { var passed = [|(now - start).Seconds|]; var turns = passed / length; return turns; }
                bool Compared(DateTime start, DateTime now) => [|now.Subtract(start).Minutes|] > limit;
                bool Spanned(DateTime start, DateTime now) { var span = now - start; return [|span.Minutes|] >= limit; }

                int Whole(DateTime start, DateTime now) => (int)(now - start).TotalSeconds / length;
                string Shown(DateTime start, DateTime now) { var passed = (now - start).Seconds; return $"{passed} s"; }
                int Both(DateTime start, DateTime now) { var passed = (now - start).Seconds; Console.WriteLine(passed); return passed / length; }
                int Split(DateTime start, DateTime now) => (now - start).Minutes * 60 + (now - start).Seconds;
                int Rest(DateTime start, DateTime now) => (now - start).Seconds % length;
                int Half(DateTime start, DateTime now) => (now - start).Seconds / 2;
                bool Any(DateTime start, DateTime now) => (now - start).Seconds > 0;
                int Given(TimeSpan span) => span.Seconds / length;
            }
            """
        );

    [Fact]
    public Task Of_two_readings_of_the_clock() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Waits
            {
                void Until(Func<bool> done, int millis)
                {
                    var start = DateTime.Now.Millisecond;
                    while (!done())
                    {
                        if ([|DateTime.Now.Millisecond|] - start > millis) break;
                    }
                }
                int Between() { var start = DateTime.UtcNow; Thread.Sleep(1); return [|DateTime.UtcNow.Second|] - start.Second; }

                int ToTheMinute() => 60 - DateTime.Now.Second;
                int OfOthers(DateTime start, DateTime end) => end.Minute - start.Minute;
                int AnotherPart() { var start = DateTime.Now.Second; return DateTime.Now.Minute - start; }
                DateTime Aligned() => DateTime.Now.AddSeconds(-DateTime.Now.Second);
            }
            """
        );

    [Fact]
    public Task What_a_private_field_starts_with() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Queue
            {
                private static readonly TimeSpan Default = TimeSpan.FromMilliseconds(1000);
                private int rate = [|Default.Milliseconds|];
                private int part = Default.Milliseconds;
                private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(500);
                private int whole = Short.Milliseconds;

                void Set(int other, string text) { rate = other; int.TryParse(text, out rate); whole = other; }
                Task Wait() => Task.Delay(TimeSpan.FromMilliseconds(rate));
                Task Short2() => Task.Delay(whole);
                string Shown() => part.ToString();
                bool Poll(TimeSpan period) => Until(() => true, [|period.Milliseconds|]);
                static bool Until(Func<bool> done, int maxWaitMilli) => done();
            }
            """
        );
}
