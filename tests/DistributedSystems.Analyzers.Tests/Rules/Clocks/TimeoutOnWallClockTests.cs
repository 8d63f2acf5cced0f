using DistributedSystems.Analyzers.Rules.Clocks;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Clocks;

using VerifyCS = VerifyCS<TimeoutOnWallClock>;

public class TimeoutOnWallClockTests
{
    [Fact]
    public Task Both_instants_are_made_here() => VerifyCS.VerifyAnalyzerAsync("""
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
        """);

    [Fact]
    public Task The_other_instant_comes_from_somewhere_else() => VerifyCS.VerifyAnalyzerAsync("""
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
        }
        """);

    [Fact]
    public Task The_message_names_the_comparison_and_the_reading() => VerifyCS.VerifyMessageAsync(
        "class C { void M() { var end = DateTime.UtcNow.AddSeconds(5); while (DateTime.Now < end) { } } }",
        "'DateTime.Now < end' decides with the wall clock whether time is up, though both instants are readings of this process (DateTime.UtcNow): when the clock is set, it ends too early or too late");
}
