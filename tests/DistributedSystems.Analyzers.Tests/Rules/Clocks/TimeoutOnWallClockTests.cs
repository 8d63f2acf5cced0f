using DistributedSystems.Analyzers.Rules.Clocks;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Clocks;

using VerifyCS = VerifyCS<TimeoutOnWallClock>;

public class TimeoutOnWallClockTests
{
    [Fact]
    public Task Both_instants_are_made_here() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Work(TimeProvider time, TimeSpan limit)
            {
                private DateTime nextRun = DateTime.MinValue;
                private DateTimeOffset? expires;
                private DateTime lastSeen = DateTime.UtcNow;
                private static DateTime cacheUntil;

                void Loop()
                {
                    var end = DateTime.UtcNow.AddSeconds(5);
                    while ([|DateTime.UtcNow < end|]) { Thread.Sleep(10); }
                }

                void Sum()
                {
                    DateTime end = DateTime.Now + limit;
                    do { } while (!([|DateTime.Now >= end|]));
                }

                void Inline()
                {
                    var start = DateTime.UtcNow;
                    if ([|start + limit < DateTime.UtcNow|]) { }
                    if ([|DateTime.UtcNow > start.Add(limit)|]) { }
                    var now = DateTime.UtcNow;
                    if ([|now > start.AddMinutes(1)|]) { }
                }

                void Provider()
                {
                    var end = time.GetUtcNow().Add(limit);
                    if ([|time.GetUtcNow() > end|]) { }
                }

                void NextRun()
                {
                    if ([|DateTime.UtcNow < nextRun|]) return;
                    nextRun = DateTime.UtcNow.AddMinutes(5);
                }

                bool Valid() => [|DateTimeOffset.UtcNow < expires|];
                void Renew() => expires = DateTimeOffset.UtcNow + limit;

                bool Idle() => [|lastSeen < DateTime.UtcNow.AddMinutes(-5)|];
                void Seen() => lastSeen = DateTime.UtcNow;

                static bool Cached() => [|cacheUntil > DateTime.UtcNow|];
                static void Cache() { cacheUntil = DateTime.UtcNow.AddHours(1); }
            }
            """
        );

    [Fact]
    public Task The_deadline_is_kept_where_only_this_code_writes() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Collections.Concurrent;

            class Cache(TimeSpan life)
            {
                private readonly ConcurrentDictionary<string, Entry> entries = new();
                private readonly Dictionary<string, (object Value, DateTime ExpiresAt)> tuples = new();
                private readonly Dictionary<string, DateTime> blockedUntil = new();
                private long until;

                void Put(string key, object value)
                {
                    entries[key] = new Entry(value, DateTime.UtcNow + life);
                    tuples[key] = (value, DateTime.UtcNow.AddMinutes(5));
                    blockedUntil[key] = DateTime.UtcNow.AddMinutes(5);
                    Volatile.Write(ref until, DateTime.UtcNow.AddMinutes(1).Ticks);
                }
                bool Alive(string key) => entries.TryGetValue(key, out var entry) && [|entry.ExpiresAt > DateTime.UtcNow|];
                bool AliveTuple(string key) => tuples.TryGetValue(key, out var entry) && [|entry.ExpiresAt > DateTime.UtcNow|];
                bool Blocked(string key) => [|blockedUntil[key] > DateTime.UtcNow|];
                bool Open() => [|DateTime.UtcNow.Ticks > Volatile.Read(ref until)|];

                void Numbers()
                {
                    var end = DateTime.UtcNow.Ticks + life.Ticks;
                    while ([|DateTime.UtcNow.Ticks < end|]) { }
                    var unix = DateTimeOffset.UtcNow.AddSeconds(3).ToUnixTimeMilliseconds();
                    while ([|DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() < unix|]) { }
                }

                void Ordered()
                {
                    var end = DateTime.UtcNow.Add(life);
                    while ([|DateTime.UtcNow.CompareTo(end) < 0|]) { }
                    while ([|DateTime.Compare(end, DateTime.UtcNow) > 0|]) { }
                }

                async Task Remaining()
                {
                    var end = DateTime.UtcNow.Add(life);
                    await Task.Delay([|end - DateTime.UtcNow|]);
                }

                async Task ComparedAsWell()
                {
                    var end = DateTime.UtcNow.Add(life);
                    while ([|DateTime.UtcNow < end|]) await Task.Delay(end - DateTime.UtcNow);
                }

                void Passed() => Wait(DateTime.UtcNow.Add(life));
                void Wait(DateTime end) { while ([|DateTime.UtcNow < end|]) { } }

                private sealed record Entry(object Value, DateTime ExpiresAt);
            }
            """
        );

    [Fact]
    public Task A_deadline_that_moves_on_or_is_chosen() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Work(TimeSpan period)
            {
                private DateTime next = DateTime.UtcNow, counted = DateTime.UtcNow;
                private DateTime Expires { get; set; }
                private DateTime? maybe;
                private long ticks = DateTime.MinValue.Ticks;

                void Open() => Interlocked.Exchange(ref ticks, (DateTime.UtcNow + period).Ticks);
                bool IsOpen() => [|DateTime.UtcNow.Ticks < Interlocked.Read(ref ticks)|];
                bool Due() { if ([|DateTime.UtcNow < next|]) return false; next = next.Add(period); return true; }
                bool Counted() { if ([|DateTime.UtcNow < counted|]) return false; counted += period; return true; }
                void Local() { var end = DateTime.UtcNow; while (true) { if ([|DateTime.UtcNow > end|]) end += period; } }
                void Renew() { Expires = DateTime.UtcNow + period; maybe = DateTime.UtcNow + period; }
                bool Expired() => [|DateTime.UtcNow > Expires|];
                bool Matched() => maybe is { } end && [|DateTime.UtcNow > end|];
                void Chosen(bool ends) { var end = ends ? DateTime.UtcNow + period : DateTime.MaxValue; while ([|DateTime.UtcNow < end|]) { } }
                TimeSpan Remaining() { var end = DateTime.UtcNow + period; return [|end.Subtract(DateTime.UtcNow)|]; }
            }
            """
        );

    [Fact]
    public Task Spans_and_steps_of_the_calendar() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Report
            {
                private DateTime billed, licensed;

                double Length() { var from = DateTime.UtcNow.AddDays(-7); var to = DateTime.UtcNow; return (to - from).TotalDays; }
                TimeSpan Both() { var from = DateTime.UtcNow.AddDays(-7); var to = DateTime.UtcNow.AddDays(1); return to.Subtract(from); }
                TimeSpan Taken(TimeSpan span) { var from = DateTime.UtcNow - span; var to = DateTime.UtcNow; return to - from; }
                void Bill() { billed = DateTime.UtcNow.AddMonths(1); licensed = DateTime.UtcNow.AddYears(1); }
                bool IsBilled() => DateTime.UtcNow > billed || DateTime.UtcNow > licensed;
                bool Made(bool soon) => DateTime.UtcNow < (soon ? DateTime.UtcNow.AddDays(1) : DateTime.UtcNow.AddDays(2));
                void Unknown(bool own, DateTime given) { var end = own ? DateTime.UtcNow.AddDays(1) : given; while (DateTime.UtcNow < end) { } }
            }
            """
        );

    [Fact]
    public Task The_other_instant_comes_from_somewhere_else() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Token { public DateTime ExpiresAt { get; set; } }

            class Business(Token token)
            {
                private DateTime expires;
                private DateTime read = DateTime.UtcNow, written = DateTime.UtcNow;
                public DateTime Until { get; set; } = DateTime.UtcNow.AddDays(1);

                bool Expired() => DateTime.UtcNow > token.ExpiresAt;
                void Load() => expires = token.ExpiresAt;
                void Extend() => expires = DateTime.UtcNow.AddHours(1);
                bool LoadedExpired() => DateTime.UtcNow > expires;
                bool Public() => DateTime.UtcNow > Until;
                bool Old(string path) => File.GetLastWriteTimeUtc(path) < DateTime.UtcNow.AddDays(-30);
                bool FromCaller(DateTime deadline) => DateTime.UtcNow > deadline;
                bool Holiday() => DateTime.Now > new DateTime(2030, 1, 1);
                bool Midnight() => DateTime.Now > DateTime.Today.AddHours(8);
                bool Newer() => written > read;
                void Touch() { read = DateTime.UtcNow; written = DateTime.UtcNow; }
                bool Overflows(TimeSpan life)
                {
                    var now = DateTime.UtcNow;
                    var until = now.Add(life);
                    return until <= now;
                }
                bool Nothing() => DateTime.UtcNow < DateTime.UtcNow.AddSeconds(1);
                bool Elapsed(TimeSpan limit) => TimeSpan.FromSeconds(1) > limit;
                bool Numbers(int a, long b) => a < b;
                bool Unix(long expiresAt) => DateTimeOffset.UtcNow.ToUnixTimeSeconds() > expiresAt;
                TimeSpan UntilToken() => token.ExpiresAt - DateTime.UtcNow;
                bool CalendarOrder(DateTime other) => DateTime.UtcNow.CompareTo(other) > 0;
                TimeSpan Length(DateTime from) { var to = from.AddDays(1); return to - from; }
            }
            """
        );

    [Fact]
    public Task The_message_names_the_comparison_and_the_reading() =>
        VerifyCS.VerifyMessageAsync(
            "class C { void M() { var end = DateTime.UtcNow.AddSeconds(5); while (DateTime.Now < end) { } } }",
            "'DateTime.Now < end' decides with the wall clock whether time is up, though both instants are readings of this process (DateTime.UtcNow): when the clock is set, it ends too early or too late"
        );

    [Fact]
    public Task What_is_left_and_only_shown_decides_nothing() =>
        VerifyCS<TimeoutOnWallClock>.VerifyAnalyzerAsync(
            """
            using Microsoft.Extensions.Logging;
            class Auction(ILogger log, Action<TimeSpan> show)
            {
                void Open(TimeSpan length)
                {
                    var end = DateTimeOffset.UtcNow + length;
                    log.LogInformation($"open for {end - DateTimeOffset.UtcNow:hh\\:mm}");
                    log.LogInformation("open for {Left}", (end - DateTimeOffset.UtcNow).TotalSeconds);
                    Console.WriteLine($"{(end - DateTimeOffset.UtcNow).TotalSeconds} s");
                }

                void Until(TimeSpan length)
                {
                    var end = DateTimeOffset.UtcNow + length;
                    show([|end - DateTimeOffset.UtcNow|]);
                }
            }
            """
        );
}
