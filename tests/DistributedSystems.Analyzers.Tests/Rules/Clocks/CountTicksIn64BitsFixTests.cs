using DistributedSystems.Analyzers.Rules.Clocks;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Clocks;

namespace DistributedSystems.Analyzers.Tests.Rules.Clocks;

using VerifyCS = VerifyCS<TickCountWraps, CountTicksIn64BitsFix>;

public class CountTicksIn64BitsFixTests
{
    [Fact]
    public Task Widens_the_readings_and_what_holds_them() =>
        VerifyCS.VerifyCodeFixAsync(
            """
            using System;
            using static System.Environment;

            class Work
            {
                private int last = Environment.TickCount; // when it ran
                private readonly long started = Environment.TickCount;

                void Deadline(int timeout)
                {
                    int end = Environment.TickCount + timeout;
                    while ([|Environment.TickCount < end|])
                    {
                        if (end - Environment.TickCount > 100) { }
                    }
                }

                bool Due(int interval)
                {
                    if ([|TickCount > this.last + interval|] && timeoutOf(1) > 0)
                    {
                        last = Environment.TickCount;
                        return true;
                    }

                    var end = TickCount + 5;
                    return [|end < last|];
                    static int timeoutOf(int x) => x;
                }

                long Uptime() => [|Environment.TickCount - started|];
                TimeSpan SinceBoot() => [|TimeSpan.FromMilliseconds(Environment.TickCount)|];
            }
            """,
            """
            using System;
            using static System.Environment;

            class Work
            {
                private long last = Environment.TickCount64; // when it ran
                private readonly long started = Environment.TickCount64;

                void Deadline(int timeout)
                {
                    long end = Environment.TickCount64 + timeout;
                    while (Environment.TickCount64 < end)
                    {
                        if (end - Environment.TickCount64 > 100) { }
                    }
                }

                bool Due(int interval)
                {
                    if (TickCount64 > this.last + interval && timeoutOf(1) > 0)
                    {
                        last = Environment.TickCount64;
                        return true;
                    }

                    var end = TickCount64 + 5;
                    return end < last;
                    static int timeoutOf(int x) => x;
                }

                long Uptime() => Environment.TickCount64 - started;
                TimeSpan SinceBoot() => TimeSpan.FromMilliseconds(Environment.TickCount64);
            }
            """
        );

    [Theory]
    [InlineData("bool M(int end) => [|Environment.TickCount < end|];")] // counted elsewhere, in 32 bits
    [InlineData("int M() => [|Math.Abs(Environment.TickCount)|];")]
    [InlineData("void M() => Wait(Environment.TickCount + 5); void Wait(int end) { while ([|Environment.TickCount < end|]) { } }")]
    [InlineData("int End { get; set; } bool M() { End = Environment.TickCount + 5; return [|Environment.TickCount < End|]; }")]
    [InlineData(
        "bool M(int t) { var end = Environment.TickCount + t; Use(end); return [|Environment.TickCount < end|]; } void Use(long end) { }"
    )]
    [InlineData(
        "int M(int t) { var end = Environment.TickCount + t; int left = end - Environment.TickCount; return [|Environment.TickCount < end|] ? left : 0; }"
    )]
    [InlineData("bool M(uint t) { var end = (uint)Environment.TickCount + t; return [|(uint)Environment.TickCount < end|]; }")]
    [InlineData(
        "bool M(int start, int t) { var end = Environment.TickCount + t; return end - start > 0 && [|Environment.TickCount < end|]; }"
    )]
    public Task Is_not_offered_where_a_part_stays_narrow(string member) =>
        VerifyCS.VerifyNoFixAsync("class Work { " + member + " }", Setup.Default);

    [Fact]
    public Task Is_not_offered_where_there_is_no_wide_count() =>
        VerifyCS.VerifyNoFixAsync(
            "using System; class Work { bool M() { var end = Environment.TickCount + 5; return [|Environment.TickCount < end|]; } }",
            new Setup { Target = Target.NetFramework472, Language = Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp7_3 }
        );
}
