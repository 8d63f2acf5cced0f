using DistributedSystems.Analyzers.Rules.Clocks;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Clocks;

using VerifyCS = VerifyCS<StaticClockBesideInjectedOne>;

public class StaticClockBesideInjectedOneTests
{
    [Fact]
    public Task The_type_was_given_a_clock() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Diagnostics;

            class Primary(TimeProvider time)
            {
                DateTime Utc() => [|DateTime.UtcNow|];
                DateTimeOffset Given() => time.GetUtcNow();
            }

            class Stored
            {
                private readonly TimeProvider clock;
                private readonly DateTimeOffset created;

                public Stored(TimeProvider clock)
                {
                    created = [|DateTimeOffset.UtcNow|];
                    this.clock = clock;
                }

                DateTimeOffset Offset => [|DateTimeOffset.Now|];
                DateTime Local() => [|DateTime.Now|].Date;
                Func<DateTime> Later() => () => [|DateTime.UtcNow|];
                long Stamp() => [|Stopwatch.GetTimestamp()|];
                Stopwatch Watch() => [|Stopwatch.StartNew()|];
            }

            class Base { protected TimeProvider Time { get; set; } = TimeProvider.System; private TimeProvider Own { get; } = TimeProvider.System; }
            class Derived : Base { DateTime Utc() => [|DateTime.UtcNow|]; }
            class Shared { private static readonly TimeProvider Time = TimeProvider.System; static DateTime Utc() => [|DateTime.UtcNow|]; }
            """
        );

    [Fact]
    public Task No_clock_is_reachable() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Diagnostics;

            class Work(TimeProvider time)
            {
                private static readonly DateTime Loaded = DateTime.UtcNow;
                private readonly DateTime created = DateTime.UtcNow;
                DateTime Property { get; } = DateTime.UtcNow;
                static DateTime Utc() => DateTime.UtcNow;
                Func<DateTime> Static() => static () => DateTime.UtcNow;
                DateTime Local()
                {
                    return Now();
                    static DateTime Now() => DateTime.UtcNow;
                }

                DateTimeOffset Given() => time.GetUtcNow();
                TimeSpan Span(long start) => Stopwatch.GetElapsedTime(start);
                DateTime Day() => DateTime.Today;
                string Name() => nameof(DateTime.UtcNow);
            }

            class Without
            {
                private TimeProvider late;
                public Without() => Created = DateTime.UtcNow;
                DateTime Created { get; }
                void Use(TimeProvider provider) => late = provider;
            }

            class NoClock { DateTime Utc() => DateTime.UtcNow; DateTime Passed(TimeProvider time) => DateTime.UtcNow; }
            class Hidden { private TimeProvider Time { get; } = TimeProvider.System; }
            class Derived : Hidden { DateTime Utc() => DateTime.UtcNow; }
            class Clock : TimeProvider { private readonly TimeProvider inner = System; public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow; }
            """
        );

    [Fact]
    public Task A_clock_of_the_teams_own() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            namespace DistributedSystems
            {
                class RemoteCallAttribute : Attribute { }
                class WallClockAttribute : Attribute { }
            }

            interface IClock { [WallClock] DateTime UtcNow { get; } }
            interface ISomething { DateTime UtcNow { get; } }
            class SystemClock : IClock { private readonly IClock inner; public DateTime UtcNow => DateTime.UtcNow; }
            class Work
            {
                private readonly IClock clock;
                DateTime Utc() => [|DateTime.UtcNow|];
                long Stamp() => System.Diagnostics.Stopwatch.GetTimestamp();
            }

            class Other { private readonly ISomething clock; DateTime Utc() => DateTime.UtcNow; }
            """
        );

    [Fact]
    public Task An_interface_that_only_reads_the_clock() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            interface IClock { DateTime UtcNow { get; } }
            class SystemClock : IClock { public DateTime UtcNow => DateTime.UtcNow; }
            interface INow { DateTimeOffset Get(); }
            class Now : INow { public DateTimeOffset Get() { return DateTimeOffset.UtcNow; } }
            interface IOrder { DateTime Created { get; } }
            class Order : IOrder { public DateTime Created { get; set; } }

            class Work(IClock clock) { DateTime Utc() => [|DateTime.UtcNow|]; DateTime Given() => clock.UtcNow; }
            class Method { private readonly INow now; DateTimeOffset Utc() => [|DateTimeOffset.UtcNow|]; }
            class Noda { private readonly NodaTime.IClock clock; DateTime Utc() => [|DateTime.UtcNow|]; }
            class Business(IOrder order) { DateTime Utc() => DateTime.UtcNow; DateTime Given() => order.Created; }
            """,
            Library.NodaTime
        );

    [Fact]
    public Task A_measurement_is_the_other_rules() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Work(TimeProvider time)
            {
                TimeSpan Measure() { var start = DateTime.UtcNow; return DateTime.UtcNow - start; }
                TimeSpan Call() { DateTimeOffset start = DateTimeOffset.Now; return DateTimeOffset.Now.Subtract(start); }
                TimeSpan Age(DateTime start) => [|DateTime.UtcNow|] - start;
                DateTimeOffset Given() => time.GetUtcNow();
            }
            """
        );

    [Fact]
    public Task The_message_names_both_clocks() =>
        VerifyCS.VerifyMessageAsync(
            "class C { private readonly TimeProvider time = TimeProvider.System; DateTime M() => DateTime.UtcNow; }",
            "'DateTime.UtcNow' reads the static clock beside 'time', the clock this type was given: the two can disagree, and a test that sets one does not move the other"
        );
}
