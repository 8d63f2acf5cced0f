using DistributedSystems.Analyzers.Rules.Clocks;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Clocks;

namespace DistributedSystems.Analyzers.Tests.Rules.Clocks;

using VerifyCS = VerifyCS<StaticClockBesideInjectedOne, ReadInjectedClockFix>;

public class ReadInjectedClockFixTests
{
    [Fact]
    public Task Keeps_the_type_and_the_kind() =>
        VerifyCS.VerifyCodeFixAsync(
            """
            using System;

            class Work
            {
                private readonly TimeProvider clock;
                private readonly DateTime created;

                public Work(TimeProvider timeProvider)
                {
                    created = [|DateTime.UtcNow|];
                    clock = timeProvider;
                }

                DateTime Utc() => [|DateTime.UtcNow|].AddDays(1);
                DateTime Local() => [|System.DateTime.Now|] /* here */;
                DateTimeOffset Offset => [|DateTimeOffset.UtcNow|];
                DateTimeOffset LocalOffset() { Func<DateTimeOffset> now = () => [|DateTimeOffset.Now|]; return now(); }
            }
            """,
            """
            using System;

            class Work
            {
                private readonly TimeProvider clock;
                private readonly DateTime created;

                public Work(TimeProvider timeProvider)
                {
                    created = timeProvider.GetUtcNow().UtcDateTime;
                    clock = timeProvider;
                }

                DateTime Utc() => clock.GetUtcNow().UtcDateTime.AddDays(1);
                DateTime Local() => clock.GetLocalNow().LocalDateTime /* here */;
                DateTimeOffset Offset => clock.GetUtcNow();
                DateTimeOffset LocalOffset() { Func<DateTimeOffset> now = () => clock.GetLocalNow(); return now(); }
            }
            """
        );

    [Theory]
    [InlineData("DateTime M(int time) => [|DateTime.UtcNow|];")] // another 'time' is nearer
    [InlineData("long M() => [|System.Diagnostics.Stopwatch.GetTimestamp()|];")]
    public Task Is_not_offered_where_the_clock_cannot_be_named(string member) =>
        VerifyCS.VerifyNoFixAsync("class Work { private readonly TimeProvider time = TimeProvider.System; " + member + " }", Setup.Default);
}
