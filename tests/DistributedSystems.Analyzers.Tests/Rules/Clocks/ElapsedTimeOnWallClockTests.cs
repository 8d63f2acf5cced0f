using DistributedSystems.Analyzers.Rules.Clocks;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Clocks;

using VerifyCS = VerifyCS<ElapsedTimeOnWallClock>;

public class ElapsedTimeOnWallClockTests
{
    [Fact]
    public Task Both_ends_are_read_here() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
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
            """
        );

    [Fact]
    public Task Readings_as_numbers() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
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
            """
        );

    [Fact]
    public Task The_start_is_kept_where_only_this_code_writes() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Collections.Concurrent;

            class Work
            {
                private readonly Dictionary<string, DateTime> lastSeen = new();
                private readonly ConcurrentDictionary<string, DateTimeOffset> lastCall = new();
                private readonly ConcurrentDictionary<string, Session> sessions = new();
                private long lastTicks;
                private (DateTime At, int Count) sample;

                void OutVariable()
                {
                    Begin(out var start);
                    Console.WriteLine([|DateTime.UtcNow - start|]);
                }
                void Begin(out DateTime start) => start = DateTime.UtcNow;

                void Deconstructed()
                {
                    var (start, name) = (DateTime.UtcNow, "a");
                    DateTime again;
                    (again, name) = (DateTime.UtcNow, "b");
                    Console.WriteLine([|DateTime.UtcNow - start|] + ([|DateTime.UtcNow - again|]) + name);
                }

                void Tuple()
                {
                    var sampled = (At: DateTime.UtcNow, Count: 1);
                    Console.WriteLine([|DateTime.UtcNow - sampled.At|]);
                    Console.WriteLine([|DateTime.UtcNow - sample.At|]);
                }
                void Sample() => sample = (DateTime.UtcNow, 2);

                void Seen(string key) => lastSeen[key] = DateTime.UtcNow;
                bool Idle(string key) => lastSeen.TryGetValue(key, out var seen) && [|DateTime.UtcNow - seen|] > TimeSpan.FromMinutes(1);
                TimeSpan SinceOrNever(string key) => [|DateTime.UtcNow - lastSeen.GetValueOrDefault(key)|];
                TimeSpan Since(string key) => [|DateTime.UtcNow - lastSeen[key]|];
                void Called(string key) { lastCall.AddOrUpdate(key, DateTimeOffset.UtcNow, (_, _) => DateTimeOffset.UtcNow); lastCall.TryRemove("b", out _); }
                TimeSpan SinceCall(string key) => [|DateTimeOffset.UtcNow - lastCall.GetOrAdd(key, DateTimeOffset.UtcNow)|];

                void Atomic() => Interlocked.Exchange(ref lastTicks, DateTime.UtcNow.Ticks);
                TimeSpan SinceAtomic() => [|DateTime.UtcNow - new DateTime(Interlocked.Read(ref lastTicks), DateTimeKind.Utc)|];
                long TicksSinceAtomic() => [|DateTime.UtcNow.Ticks - Volatile.Read(ref lastTicks)|];

                void Passed()
                {
                    var start = DateTime.UtcNow;
                    Log(start, "done");
                    Log(name: "named", start: DateTime.UtcNow);
                }
                void Log(DateTime start, string name) => Console.WriteLine(name + ([|DateTime.UtcNow - start|]));

                void PassedToLocalFunction()
                {
                    Report(DateTime.UtcNow);
                    static void Report(DateTime start) => Console.WriteLine([|DateTime.UtcNow - start|]);
                }

                void Open(string id) => sessions[id] = new Session(id, DateTime.UtcNow);
                TimeSpan Age(Session session) => [|DateTime.UtcNow - session.Opened|];
                void Touch(Session session) => session.Touched = DateTime.UtcNow;
                TimeSpan IdleTime(Session session) => [|DateTime.UtcNow - session.Touched|];
                private sealed record Session(string Id, DateTime Opened) { public DateTime Touched = DateTime.UtcNow; }

                private sealed class Attempt
                {
                    public Attempt(DateTime started) { Started = started; }
                    public DateTime Started { get; }
                    public TimeSpan Elapsed => [|DateTime.UtcNow - Started|];
                }
                object Start() => new Attempt(DateTime.UtcNow);
            }
            """
        );

    [Fact]
    public Task The_place_may_be_written_by_others() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Collections.Concurrent;
            using System.Text.Json;

            class Work(IStore store)
            {
                private readonly Dictionary<string, DateTime> loaded = new(), copied, mixed = new(), shared = new();
                private readonly Dictionary<string, DateTime> literal = new() { ["a"] = DateTime.UnixEpoch };
                private long ticks;

                TimeSpan Given(string key) => DateTime.UtcNow - store.Given[key];
                void Load() => store.Fill(loaded);
                TimeSpan Loaded(string key) { loaded[key] = DateTime.UtcNow; return DateTime.UtcNow - loaded[key]; }
                void Mix(string key, DateTime value) { mixed[key] = DateTime.UtcNow; mixed["b"] = value; }
                TimeSpan Mixed(string key) => DateTime.UtcNow - mixed[key];
                public Dictionary<string, DateTime> Shared => shared;
                TimeSpan SharedOne(string key) { shared[key] = DateTime.UtcNow; return DateTime.UtcNow - shared[key]; }
                TimeSpan Literal(string key) { literal[key] = DateTime.UtcNow; return DateTime.UtcNow - literal[key]; }

                void OutFromElsewhere() { if (store.TryLoad(out var start)) Console.WriteLine(DateTime.UtcNow - start); }
                void OutMixed(DateTime other) { Pick(out var start); Console.WriteLine(DateTime.UtcNow - start); void Pick(out DateTime at) { at = DateTime.UtcNow; at = other; } }
                void Deconstructed() { var (start, name) = store.Load(); Console.WriteLine(DateTime.UtcNow - start); }

                void Restore(long value) => Interlocked.Exchange(ref ticks, value);
                TimeSpan SinceRestored() { Interlocked.Exchange(ref ticks, DateTime.UtcNow.Ticks); return DateTime.UtcNow - new DateTime(Interlocked.Read(ref ticks)); }

                void Passed() { Log(DateTime.UtcNow); Log(store.Load().At); }
                void Log(DateTime start) => Console.WriteLine(DateTime.UtcNow - start);
                void AsGroup() { Report(DateTime.UtcNow); Action<DateTime> report = Report; }
                void Report(DateTime start) => Console.WriteLine(DateTime.UtcNow - start);
                public void FromAnyone(DateTime start) => Console.WriteLine(DateTime.UtcNow - start);
                void CallsIt() => FromAnyone(DateTime.UtcNow);
                void Changed() => Adjust(DateTime.UtcNow);
                void Adjust(DateTime start) { start = store.Load().At; Console.WriteLine(DateTime.UtcNow - start); }

                Saved Parse(string json) => JsonSerializer.Deserialize<Saved>(json);
                object New() => new Saved { At = DateTime.UtcNow };
                TimeSpan Age(Saved saved) => DateTime.UtcNow - saved.At;
                private sealed class Saved { public DateTime At { get; set; } }

                [Serializable] private sealed class Stored { public DateTime At = DateTime.UtcNow; }
                TimeSpan Age(Stored stored) => DateTime.UtcNow - stored.At;

                internal sealed class Held { public Kept Kept { get; set; } }
                internal sealed class Kept { public DateTime At { get; set; } }
                object Make() => new Kept { At = DateTime.UtcNow };
                TimeSpan Age(Kept kept) => DateTime.UtcNow - kept.At;
            }

            public class Library
            {
                public sealed class Visible { public DateTime At = DateTime.UtcNow; }
                public TimeSpan Age(Visible visible) => DateTime.UtcNow - visible.At;
                public DateTime Started { get; } = DateTime.UtcNow;
                public TimeSpan Running => DateTime.UtcNow - Started;
                protected DateTime last = DateTime.UtcNow;
                public TimeSpan SinceLast => DateTime.UtcNow - last;
            }

            interface IStore { Dictionary<string, DateTime> Given { get; } void Fill(Dictionary<string, DateTime> values); bool TryLoad(out DateTime at); (DateTime At, string Name) Load(); }
            """
        );

    [Fact]
    public Task The_start_is_kept_or_chosen_in_other_ways() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Work
            {
                private DateTime Last { get; set; }
                private DateTime Started { get; } = DateTime.UtcNow;
                private DateTime? maybe;

                void Touch() { Last = DateTime.UtcNow; maybe = DateTime.UtcNow; }
                TimeSpan SinceLast() => [|DateTime.UtcNow - Last|];
                TimeSpan Uptime() => [|DateTime.UtcNow - Started|];

                bool Matched(TimeSpan limit) => maybe is { } start && [|DateTime.UtcNow - start|] > limit;
                bool MatchedByType(TimeSpan limit) => maybe is DateTime start && [|DateTime.UtcNow - start|] > limit;
                TimeSpan NotMatched() { if (maybe is not { } start) return default; return [|DateTime.UtcNow - start|]; }
                TimeSpan OrDefault() => [|DateTime.UtcNow - maybe.GetValueOrDefault()|];
                TimeSpan OrNow() => [|DateTime.UtcNow - (maybe ?? DateTime.UtcNow)|];
                TimeSpan OrThrow() => [|DateTime.UtcNow - (maybe ?? throw new InvalidOperationException())|];

                TimeSpan Chosen(bool local, int kind)
                {
                    var start = local ? DateTime.Now : DateTime.UtcNow;
                    var other = kind switch { 0 => DateTime.UtcNow, 1 => DateTime.MinValue, _ => throw new ArgumentException() };
                    return ([|(local ? DateTime.Now : DateTime.UtcNow) - start|]) + ([|DateTime.UtcNow - other|]);
                }
            }

            static class Extension
            {
                static TimeSpan Since(this DateTime start) => [|DateTime.UtcNow - start|];
                static TimeSpan Run() { var start = DateTime.UtcNow; return start.Since(); }
            }
            """
        );

    [Fact]
    public Task A_choice_of_unknown_instants_and_names_for_them() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Entity { public DateTime? At { get; set; } }
            interface IEntity { DateTime Created { get; set; } }

            class Work : IEntity
            {
                private DateTime? maybe = DateTime.UtcNow;
                private DateTime Cutoff => DateTime.UtcNow.AddDays(-1);
                DateTime IEntity.Created { get; set; } = DateTime.UtcNow;

                TimeSpan Computed() => DateTime.UtcNow - Cutoff;
                TimeSpan Contract() => DateTime.UtcNow - ((IEntity)this).Created;
                TimeSpan Matched(Entity entity) => entity.At is { } start ? DateTime.UtcNow - start : default;
                TimeSpan Inner(Entity entity) => entity is { At: { } start } ? DateTime.UtcNow - start : default;
                TimeSpan Or(Entity entity) => DateTime.UtcNow - (maybe ?? entity.At ?? default);
                TimeSpan Chosen(Entity entity, bool own) => DateTime.UtcNow - (own ? DateTime.UtcNow : entity.At.Value);
            }

            static class Extension
            {
                static TimeSpan Since(this DateTime start) => DateTime.UtcNow - start;
                static TimeSpan Both(DateTime other) => other.Since() + Since(DateTime.UtcNow);
            }
            """
        );

    [Fact]
    public Task Rows_and_documents_are_read_back() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Text.Json;
            using Microsoft.EntityFrameworkCore;

            abstract class Audited { private readonly DateTime added = DateTime.UtcNow; public TimeSpan Since() => DateTime.UtcNow - added; }
            class Order : Audited
            {
                private DateTime placed;
                private DateTime Touched { get; set; } = DateTime.UtcNow;
                public Order() => placed = DateTime.UtcNow;
                public TimeSpan Age() => DateTime.UtcNow - placed;
                public TimeSpan Idle() => DateTime.UtcNow - Touched;
            }
            class Line { private DateTime added = DateTime.UtcNow; public TimeSpan Age() => DateTime.UtcNow - added; }
            class Shop : DbContext { public DbSet<Order> Orders { get; set; } }
            class LineMap : IEntityTypeConfiguration<Line> { public void Configure(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<Line> builder) { } }

            interface IDocuments<T> { T First(); void Add(T item); }
            class Stored
            {
                private IDocuments<Document> documents;
                void Add() => documents.Add(new Document { At = DateTime.UtcNow });
                TimeSpan Age() => DateTime.UtcNow - documents.First().At;
                private sealed class Document { public DateTime At { get; set; } }
            }
            class Parsed
            {
                List<Document> Load(string json) => JsonSerializer.Deserialize<List<Document>>(json);
                object New() => new Document { At = DateTime.UtcNow };
                TimeSpan Age(Document document) => DateTime.UtcNow - document.At;
                private sealed class Document { public DateTime At { get; set; } }
            }
            class ByType
            {
                object Load(string json) => JsonSerializer.Deserialize(json, typeof(Document));
                object New() => new Document { At = DateTime.UtcNow };
                TimeSpan Age(Document document) => DateTime.UtcNow - document.At;
                private sealed class Document { public DateTime At { get; set; } }
            }
            class InMemory
            {
                private readonly List<Document> documents = new List<Document>();
                void Add() => documents.Add(new Document { At = DateTime.UtcNow });
                TimeSpan Age() => [|DateTime.UtcNow - documents[0].At|];
                private sealed class Document { public DateTime At { get; set; } }
            }
            """,
            Library.EfCore
        );

    [Fact]
    public Task The_offset_of_the_time_zone_is_no_elapsed_time() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Zone
            {
                TimeSpan TwoReadings() { var utc = DateTime.UtcNow; var local = DateTime.Now; return local - utc; }
                TimeSpan TwoForms() { var now = DateTime.Now; return now - now.ToUniversalTime(); }
                TimeSpan TwoParts() { var now = DateTimeOffset.Now; return now.LocalDateTime - now.UtcDateTime; }
            }
            """
        );

    [Fact]
    public Task The_other_end_comes_from_somewhere_else() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Runtime.Serialization;

            public class Entity { public DateTime CreatedAt { get; set; } = DateTime.UtcNow; public DateTime Touched = DateTime.UtcNow; }

            [DataContract]
            class Contract
            {
                [DataMember] private DateTime created = DateTime.UtcNow;
                private DateTime touched = DateTime.UtcNow;
                TimeSpan Age() => DateTime.UtcNow - created;
                TimeSpan Idle() => DateTime.UtcNow - touched;
            }

            public class Business(Entity entity)
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
            """
        );

    [Fact]
    public Task The_message_names_the_measurement_and_the_clock() =>
        VerifyCS.VerifyMessageAsync(
            "class C { double M() { var start = DateTime.Now; return (DateTime.UtcNow - start).TotalSeconds; } }",
            "'DateTime.UtcNow - start' measures elapsed time with the wall clock (DateTime.UtcNow), which can jump when it is set; a monotonic clock cannot"
        );
}
