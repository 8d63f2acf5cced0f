using DistributedSystems.Analyzers.Rules.Clocks;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Clocks;

using VerifyCS = VerifyCS<TickCountWraps>;

public class TickCountWrapsTests
{
    [Fact]
    public Task Arithmetic_that_does_not_wrap_with_the_count() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Work
            {
                private int last = Environment.TickCount;
                private int sentinel;
                private long wide = Environment.TickCount;
                private static readonly double Started = Environment.TickCount;

                void Deadline(int timeout)
                {
                    var end = Environment.TickCount + timeout;
                    while ([|Environment.TickCount < end|]) { }
                }

                bool Due(int interval) => [|Environment.TickCount > last + interval|];
                bool Past(int deadline) => [|deadline <= Environment.TickCount|];
                bool Unsigned(uint deadline) => [|(uint)Environment.TickCount >= deadline|];
                bool Held(int deadline) => [|sentinel > deadline|];
                void Touch() => sentinel = Environment.TickCount;

                long Widened() => [|Environment.TickCount - wide|];
                double Uptime() => [|Environment.TickCount - Started|];
                long Cast(int other)
                {
                    var start = Environment.TickCount;
                    return Math.Max([|(long)Environment.TickCount - start|], [|(uint)Environment.TickCount - start|]);
                }

                long UnsignedThenWide()
                {
                    var start = (uint)Environment.TickCount;
                    return [|(long)(uint)Environment.TickCount - start|];
                }

                int Checked(int start, int timeout) => checked([|Environment.TickCount - start|]) + checked([|Environment.TickCount + timeout|]);
                bool CheckedOnce(int start, int timeout) => checked([|start + timeout < Environment.TickCount + 5|]);
                int Positive() => [|Math.Abs(Environment.TickCount)|];
                int Either() => [|Math.Abs(Environment.TickCount - last)|];
                private int Next { get; set; }
                void Arm(int timeout) => Next = Environment.TickCount + timeout;
                bool Passed() => [|Environment.TickCount > Next|];
                TimeSpan SinceBoot() => [|TimeSpan.FromMilliseconds(Environment.TickCount)|];
            }
            """
        );

    [Fact]
    public Task Modular_differences_masks_and_seeds() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Work
            {
                private int last = Environment.TickCount;
                private int lastSeen;
                private int mixed = Environment.TickCount;
                public int Shared = Environment.TickCount;

                bool Due(int interval) => Environment.TickCount - last > interval;
                bool DueSince(int start, int interval) => unchecked(Environment.TickCount - start) >= interval;
                long Elapsed() => Environment.TickCount - last;
                double Seconds() => (Environment.TickCount - last) / 1000.0;
                TimeSpan Span() => TimeSpan.FromMilliseconds(Environment.TickCount - last);
                uint Unsigned() => (uint)Environment.TickCount - (uint)last;
                uint Cast() => (uint)(Environment.TickCount - last);

                void Remaining(int timeout)
                {
                    var end = Environment.TickCount + timeout;
                    while (end - Environment.TickCount > 0) { }
                }

                bool Before(int interval)
                {
                    var earlier = Environment.TickCount - 1000;
                    return Environment.TickCount - earlier > interval;
                }

                int Seed() => new Random(Environment.TickCount).Next();
                int Mixed(int salt) => (Environment.TickCount * 397) ^ salt;
                int Masked(int start) => (Environment.TickCount & int.MaxValue) - start;
                int Remainder() => Environment.TickCount % 17;
                bool Wrapped() => Environment.TickCount < 0;
                bool Seen() => lastSeen != 0 && lastSeen != Environment.TickCount;
                void See() => lastSeen = Environment.TickCount;
                void Load(int stored) => mixed = stored;
                bool FromElsewhere(int other) => mixed < other || Shared < other;
                bool Wide(long deadline) => Environment.TickCount64 > deadline;
                long WideDifference(long start) => Environment.TickCount64 - start;
                string Text() => "client-" + Environment.TickCount;
            }

            class Environs { public static int TickCount => 1; bool Mine(int other) => TickCount < other; }
            """
        );

    [Fact]
    public Task The_absolute_value_of_a_difference_is_information() =>
        VerifyCS.VerifySeverityAsync(
            "class C { int last = Environment.TickCount; int M() => [|Math.Abs(Environment.TickCount - last)|]; }",
            Microsoft.CodeAnalysis.DiagnosticSeverity.Info
        );

    [Fact]
    public Task The_message_names_the_comparison_and_why() =>
        VerifyCS.VerifyMessageAsync(
            "class C { bool M(int end) => Environment.TickCount < end; }",
            "'Environment.TickCount < end' goes wrong when Environment.TickCount turns negative after 24.9 days of uptime: before and after cannot be told by comparing two positions of a count that wraps"
        );

    [Fact]
    public Task A_position_that_starts_at_zero() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Throttle
            {
                private int last;
                private int asked;
                private int made;
                private int initial = Environment.TickCount;
                private int wrapping;
                private int shown;

                public Throttle() => made = Environment.TickCount;

                bool Due(int interval)
                {
                    if (interval > 0) return [|Environment.TickCount - last|] >= interval;
                    last = Environment.TickCount;
                    return true;
                }
                bool WasSet() => [|last > 0|];
                bool NeverSet() => [|0 >= last|];
                void Loop(Func<bool> next)
                {
                    var told = 0;
                    while (next())
                    {
                        if ([|Environment.TickCount - told|] > 5000) told = Environment.TickCount;
                    }
                }
                int Narrow() => checked((int)[|Environment.TickCount64|]);
                int Converted() => Convert.ToInt32([|Environment.TickCount64|]);

                bool Asked(int interval)
                {
                    if (asked != 0 && Environment.TickCount - asked < interval) return false;
                    asked = Environment.TickCount;
                    return true;
                }
                bool Made(int interval) => Environment.TickCount - made > interval;
                void Renew() => made = Environment.TickCount;
                bool Initial(int interval) => Environment.TickCount - initial > interval;
                bool Unsigned(uint interval) => (uint)(Environment.TickCount - wrapping) > interval;
                void Wrap() => wrapping = Environment.TickCount;
                bool Wrapped() => last < 0;
                int Shown() { shown = Environment.TickCount; return Environment.TickCount - shown; }
                int Cut() => unchecked((int)Environment.TickCount64);
                long Since(long start) => checked(Environment.TickCount64 - start);
            }
            """
        );
}
