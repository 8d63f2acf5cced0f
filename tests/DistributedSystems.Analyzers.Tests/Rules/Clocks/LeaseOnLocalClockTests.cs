using DistributedSystems.Analyzers.Rules.Clocks;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Clocks;

using VerifyCS = VerifyCS<LeaseOnLocalClock>;

public class LeaseOnLocalClockTests
{
    [Fact]
    public Task The_end_of_the_lease_is_computed_here() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using StackExchange.Redis;

            class Leader(IDatabase redis, TimeSpan ttl)
            {
                private DateTime until;
                private long untilTicks;

                async Task AfterReply() { if (await redis.LockTakeAsync("leader", "me", ttl)) until = [|DateTime.UtcNow|] + ttl; }
                async Task BeforeRequest() { var end = [|DateTime.UtcNow|].Add(ttl); if (await redis.LockTakeAsync("leader", "me", ttl)) until = end; }
                async Task Constant() { if (await redis.LockTakeAsync("leader", "me", TimeSpan.FromSeconds(30))) until = [|DateTime.UtcNow|].AddSeconds(30); }
                async Task Extended() { if (await redis.LockExtendAsync("leader", "me", ttl)) until = [|DateTime.UtcNow|] + ttl; }
                async Task ThroughLocal() { var taken = await redis.LockTakeAsync("leader", "me", ttl); var now = [|DateTime.UtcNow|]; if (taken) until = now + ttl; }
                async Task Conditional() { if (await redis.StringSetAsync("a", "me", ttl, When.NotExists)) until = [|DateTime.UtcNow|] + ttl; }
                Task Release() => redis.KeyDeleteAsync("a");
                async Task Monotonic() { if (await redis.LockTakeAsync("leader", "me", ttl)) untilTicks = [|Environment.TickCount64|] + (long)ttl.TotalMilliseconds; }
            }
            """,
            Library.Redis
        );

    [Fact]
    public Task Neighbours() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using StackExchange.Redis;

            class Leader(IDatabase redis, TimeSpan ttl, TimeSpan margin)
            {
                private DateTime until;
                private long untilTicks;

                async Task Margin() { var asked = Environment.TickCount64; if (await redis.LockTakeAsync("leader", "me", ttl)) untilTicks = asked + (long)(ttl - margin).TotalMilliseconds; }
                async Task Before() { var end = Environment.TickCount64 + (long)ttl.TotalMilliseconds; if (await redis.LockTakeAsync("leader", "me", ttl)) untilTicks = end; }
                async Task MarginTakenOff() { if (await redis.LockTakeAsync("leader", "me", ttl)) untilTicks = Environment.TickCount64 + (long)ttl.TotalMilliseconds - 500; }
                async Task OtherUnit() { if (await redis.LockTakeAsync("leader", "me", TimeSpan.FromMinutes(5))) until = DateTime.UtcNow.AddSeconds(5); }
                async Task Cached() { await redis.StringSetAsync("cached", "b", ttl, When.Always); until = DateTime.UtcNow + ttl; }
                async Task OtherDuration() { if (await redis.LockTakeAsync("leader", "me", ttl)) until = DateTime.UtcNow + margin; }
                async Task NoLease() { await redis.StringSetAsync("a", "b", ttl); until = DateTime.UtcNow + ttl; }
                DateTime Agreed { get; set; }
                async Task Elsewhere() { if (await redis.LockTakeAsync("leader", "me", ttl)) until = Agreed + ttl; }
                async Task Converted() { if (await redis.LockTakeAsync("leader", "me", ttl)) untilTicks = DateTimeOffset.UtcNow.AddSeconds(3).ToUnixTimeMilliseconds(); }
                async Task NoEnd() { if (await redis.LockTakeAsync("leader", "me", ttl)) until = DateTime.UtcNow; }
            }
            """,
            Library.Redis
        );

    [Theory]
    [InlineData(
        "DateTime until; async Task M(IDatabase redis, TimeSpan ttl) { var end = DateTime.UtcNow + ttl; if (await redis.LockTakeAsync(\"a\", \"b\", ttl)) until = end; }",
        "DateTime.UtcNow",
        "on the wall clock, which can be set back"
    )]
    [InlineData(
        "long until; async Task M(IDatabase redis, TimeSpan ttl) { if (await redis.LockTakeAsync(\"a\", \"b\", ttl)) until = Environment.TickCount64 + (long)ttl.TotalMilliseconds; }",
        "Environment.TickCount64",
        "after it was granted, without a margin"
    )]
    public Task The_message_names_the_reason(string members, string reading, string reason) =>
        VerifyCS.VerifyMessageAsync(
            "using StackExchange.Redis; class C { " + members + " }",
            $"'{reading}' starts the lease of 'IDatabase.LockTakeAsync' {reason}: its holder may still trust it when it has expired",
            Library.Redis
        );

    [Fact]
    public Task The_message_names_the_acquisition() =>
        VerifyCS.VerifyMessageAsync(
            "using StackExchange.Redis; class C { DateTime until; async Task M(IDatabase redis, TimeSpan ttl) { if (await redis.LockTakeAsync(\"a\", \"b\", ttl)) until = DateTime.UtcNow + ttl; } }",
            "'DateTime.UtcNow' starts the lease of 'IDatabase.LockTakeAsync' on the wall clock and after it was granted: its holder may still trust it when it has expired",
            Library.Redis
        );

    [Fact]
    public Task The_start_of_the_lease_is_kept() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Diagnostics;
            using StackExchange.Redis;

            class Leader(IDatabase redis, TimeSpan ttl, TimeProvider clock)
            {
                private readonly Stopwatch watch = new();
                private long since, extended, ticks, before, early, unused;

                async Task Watch() { if (await redis.LockTakeAsync("a", "me", ttl)) [|watch.Restart()|]; }
                bool Watched => watch.Elapsed <= ttl;
                async Task Provider() { await redis.LockTakeAsync("b", "me", ttl); since = [|clock.GetTimestamp()|]; }
                bool Since() { if (clock.GetElapsedTime(since) >= ttl) return false; return true; }
                async Task Extend() { if (await redis.LockExtendAsync("c", "me", ttl)) extended = [|Stopwatch.GetTimestamp()|]; }
                bool Extended() => ttl > Stopwatch.GetElapsedTime(extended);
                async Task Ticks() { if (await redis.LockTakeAsync("d", "me", TimeSpan.FromMilliseconds(500))) ticks = [|Environment.TickCount64|]; }
                bool Ticked => Environment.TickCount64 - ticks < 500;

                async Task Before() { var asked = clock.GetTimestamp(); if (await redis.LockTakeAsync("e", "me", ttl)) before = asked; }
                bool IsBefore => clock.GetElapsedTime(before) < ttl;
                async Task Early() { if (await redis.LockTakeAsync("f", "me", ttl)) early = clock.GetTimestamp(); }
                bool IsEarly => clock.GetElapsedTime(early) < ttl - TimeSpan.FromSeconds(2);
                async Task Unused() { if (await redis.LockTakeAsync("g", "me", ttl)) unused = clock.GetTimestamp(); }
                TimeSpan HeldFor => clock.GetElapsedTime(unused);
            }
            """,
            Library.Redis
        );
}
