using DistributedSystems.Analyzers.Rules.Clocks;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Clocks;

using VerifyCS = VerifyCS<ElapsedTimeOnWallClock>;

public class ElapsedTimeOnWallClockTests
{
    [Fact]
    public Task Both_ends_are_read_here() => VerifyCS.VerifyAnalyzerAsync("""
        class Work(TimeProvider time)
        {
            private static readonly DateTime Started = DateTime.UtcNow;
            private DateTime last = DateTime.MinValue;
            private DateTimeOffset? maybe;

            void Local()
            {
                var start = DateTime.UtcNow;
                Do();
                Console.WriteLine(([|DateTime.UtcNow - start|]).TotalSeconds);
            }

            void TwoLocals()
            {
                DateTime start = DateTime.Now, end;
                Do();
                end = DateTime.Now;
                TimeSpan elapsed = [|end - start|];
                Console.WriteLine([|end.Subtract(start)|].TotalMilliseconds + elapsed.Ticks);
            }

            void Provider()
            {
                var start = time.GetUtcNow();
                Do();
                Console.WriteLine([|time.GetUtcNow() - start|]);
            }

            void Offsets()
            {
                DateTimeOffset start = DateTime.UtcNow;
                Do();
                Console.WriteLine([|DateTimeOffset.UtcNow - start|]);
                Console.WriteLine([|DateTimeOffset.UtcNow.UtcDateTime - start.UtcDateTime|]);
            }

            TimeSpan Uptime() => [|DateTime.UtcNow - Started|];
            bool Due() => [|DateTime.UtcNow - last|] > TimeSpan.FromMinutes(1);
            void Touch() => last = DateTime.UtcNow;
            void TouchMaybe() => maybe = DateTimeOffset.UtcNow;
            TimeSpan SinceMaybe() => [|DateTimeOffset.UtcNow - maybe.Value|];

            async Task InLambda()
            {
                var start = DateTime.UtcNow;
                await Task.Run(() => Console.WriteLine([|DateTime.UtcNow - start|]));
            }

            void Restarted()
            {
                var start = DateTime.UtcNow;
                for (var i = 0; i < 3; i++)
                {
                    Console.WriteLine([|DateTime.UtcNow - start|]);
                    start = DateTime.UtcNow;
                }
            }

            void LocalFunction()
            {
                var start = DateTime.UtcNow;
                Report();
                void Report() => Console.WriteLine([|DateTime.UtcNow - start|]);
            }

            void Do() { }
        }
        """);

    [Fact]
    public Task Readings_as_numbers() => VerifyCS.VerifyAnalyzerAsync("""
        class Work(TimeProvider time)
        {
            private long last;

            void Ticks()
            {
                var start = DateTime.UtcNow.Ticks;
                Console.WriteLine(([|DateTime.UtcNow.Ticks - start|]) / TimeSpan.TicksPerMillisecond);
                var other = DateTime.UtcNow;
                Console.WriteLine([|DateTime.UtcNow.Ticks - other.Ticks|]);
            }

            void Unix()
            {
                var start = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
                Console.WriteLine([|time.GetUtcNow().ToUnixTimeMilliseconds() - start|]);
            }

            long SinceLast() => [|DateTime.UtcNow.Ticks - last|];
            void Touch() => last = DateTime.UtcNow.Ticks;

            long Age(DateTime created) => DateTime.UtcNow.Ticks - created.Ticks;
            long Zone() => DateTime.Now.Ticks - DateTime.UtcNow.Ticks;
            long Length(TimeSpan a, TimeSpan b) => a.Ticks - b.Ticks;
            long Difference(long a, long b) => a - b;
        }
        """);

    [Fact]
    public Task The_other_end_comes_from_somewhere_else() => VerifyCS.VerifyAnalyzerAsync("""
        using System.Runtime.Serialization;

        class Entity { public DateTime CreatedAt { get; set; } = DateTime.UtcNow; public DateTime Touched = DateTime.UtcNow; }

        [DataContract]
        class Contract
        {
            [DataMember] private DateTime created = DateTime.UtcNow;
            private DateTime touched = DateTime.UtcNow;
            TimeSpan Age() => DateTime.UtcNow - created;
            TimeSpan Idle() => DateTime.UtcNow - touched;
        }

        class Business(Entity entity)
        {
            private DateTime loaded = DateTime.UtcNow;
            private DateTime shared = DateTime.UtcNow;
            public DateTime StartedAt { get; private set; } = DateTime.UtcNow;

            TimeSpan Age() => DateTime.UtcNow - entity.CreatedAt;
            TimeSpan FieldAge() => DateTime.UtcNow - entity.Touched;
            TimeSpan SincePublicProperty() => DateTime.UtcNow - StartedAt;
            TimeSpan FileAge(string path) => DateTime.UtcNow - File.GetLastWriteTimeUtc(path);
            TimeSpan Parsed(string text) => DateTime.UtcNow - DateTime.Parse(text);
            TimeSpan FromCaller(DateTime start) => DateTime.UtcNow - start;
            TimeSpan SinceMidnight() => DateTime.Now - DateTime.Today;
            TimeSpan SinceThen() => DateTime.UtcNow - new DateTime(2020, 1, 1);
            TimeSpan Offset() => DateTime.Now - DateTime.UtcNow;
            DateTime Earlier() => DateTime.UtcNow - TimeSpan.FromDays(1);
            int Days() => (DateTime.UtcNow.Date - entity.CreatedAt.Date).Days;

            void Load(Entity other) => loaded = other.CreatedAt;
            TimeSpan SinceLoaded() => DateTime.UtcNow - loaded;

            void Fill(ref DateTime value) => value = DateTime.UnixEpoch;
            void Share() => Fill(ref shared);
            TimeSpan SinceShared() => DateTime.UtcNow - shared;

            TimeSpan Loop(IEnumerable<DateTime> stamps)
            {
                var last = DateTime.UtcNow;
                foreach (var stamp in stamps) last = stamp;
                return DateTime.UtcNow - last;
            }

            TimeSpan OutVariable(Dictionary<string, DateTime> seen)
            {
                seen.TryGetValue("a", out var at);
                return DateTime.UtcNow - at;
            }

            TimeSpan Pattern(object value) => value is DateTime at ? DateTime.UtcNow - at : default;
            TimeSpan Monotonic()
            {
                var start = System.Diagnostics.Stopwatch.GetTimestamp();
                return System.Diagnostics.Stopwatch.GetElapsedTime(start);
            }
        }
        """);

    [Fact]
    public Task The_message_names_the_measurement_and_the_clock() => VerifyCS.VerifyMessageAsync(
        "class C { double M() { var start = DateTime.Now; return (DateTime.UtcNow - start).TotalSeconds; } }",
        "'DateTime.UtcNow - start' measures elapsed time with the wall clock (DateTime.UtcNow), which can jump when it is set; a monotonic clock cannot");
}
