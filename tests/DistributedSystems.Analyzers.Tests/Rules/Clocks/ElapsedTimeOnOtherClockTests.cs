using DistributedSystems.Analyzers.Rules.Clocks;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Clocks;

using VerifyCS = VerifyCS<ElapsedTimeOnWallClock>;

/// <summary>DIST4001: clocks that are not the framework's own.</summary>
public class ElapsedTimeOnOtherClockTests
{
    [Fact]
    public Task A_clock_that_a_simulation_sets() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Simulated : TimeProvider { public DateTimeOffset Now; public override DateTimeOffset GetUtcNow() => Now; }
            class Simulation { TimeSpan Run(Simulated time) { var start = time.GetUtcNow(); time.Now += TimeSpan.FromDays(1); return time.GetUtcNow() - start; } }
            """
        );

    [Fact]
    public Task Clocks_of_the_projects_own() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Work(IClock clock, ITestableClock testable, IMarkedClock marked, IBusinessCalendar calendar)
            {
                void Helper() { var start = Now(); Console.WriteLine([|Now() - start|]); }
                static DateTime Now() => DateTime.UtcNow;
                void Abstraction() { var start = clock.UtcNow; Console.WriteLine([|clock.UtcNow - start|]); }
                void Replaceable() { var start = testable.UtcNow; Console.WriteLine(testable.UtcNow - start); }
                void Marked() { var start = marked.Now; Console.WriteLine([|marked.Now - start|]); }
                void Business() { var start = calendar.Opening; Console.WriteLine(calendar.Opening - start); }
                void Computed() { var start = Midnight(); Console.WriteLine(Midnight() - start); }
                static DateTime Midnight() => DateTime.UtcNow.Date;
            }

            interface IClock { DateTime UtcNow { get; } }
            class SystemClock : IClock { public DateTime UtcNow => DateTime.UtcNow; }
            interface ITestableClock { DateTime UtcNow { get; } }
            class RealClock : ITestableClock { public DateTime UtcNow => DateTime.UtcNow; }
            class SimulatedClock : ITestableClock { public DateTime UtcNow { get; set; } }
            interface IMarkedClock { [DistributedSystems.WallClock] DateTimeOffset Now { get; } }
            interface IBusinessCalendar { DateTime Opening { get; } }

            namespace DistributedSystems { class WallClockAttribute : Attribute { } }
            """
        );

    [Fact]
    public Task NodaTime_clocks() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using NodaTime;

            class Work(IClock clock)
            {
                private Instant last;

                void Injected() { var start = clock.GetCurrentInstant(); Console.WriteLine([|clock.GetCurrentInstant() - start|]); }
                void Static() { var start = SystemClock.Instance.GetCurrentInstant(); Console.WriteLine([|SystemClock.Instance.GetCurrentInstant().Minus(start)|]); }
                void Touch() => last = clock.GetCurrentInstant();
                Duration Since() => [|clock.GetCurrentInstant() - last|];
                Duration Age(Instant created) => clock.GetCurrentInstant() - created;
            }
            """,
            Library.NodaTime
        );

    [Fact]
    public Task As_a_number_in_a_local() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Feeder
            {
                private long fed;
                private long ticks;
                bool May() { var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(); if ([|now - fed|] < 1000) return false; fed = now; return true; }
                bool MayTick() { var now = DateTime.UtcNow.Ticks; if ([|now - ticks|] < 1000) return false; ticks = now; return true; }
                long OfOthers(long sent) { var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(); return now - sent; }
                long Counted(long start) { var now = Environment.TickCount64; return now - start; }
            }
            """
        );
}
