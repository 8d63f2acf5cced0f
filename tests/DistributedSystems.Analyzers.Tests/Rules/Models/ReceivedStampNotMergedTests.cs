using DistributedSystems.Analyzers.Rules.Models;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Models;

using VerifyCS = VerifyCS<ReceivedStampNotMerged>;

public class ReceivedStampNotMergedTests
{
    private const string Node = """
        using DistributedSystems;

        class Message { [LogicalClock(LogicalClock.Lamport)] public long Stamp { get; set; } public string Text; }

        class Node
        {
            [LogicalClock(LogicalClock.Lamport)] private long clock;
            private readonly List<Message> log = new();
            private void Send(Message message) { }
            private void Witness(long stamp) => clock = Math.Max(clock, stamp) + 1;
            private void Store(string text) { }
            private long Next() => ++clock;
            private static void Raise(ref long target, long value) { if (value > target) target = value; }
        """;

    [Theory]
    [InlineData("Console.WriteLine(m.Stamp); [|clock++|]; Send(new Message { Stamp = clock });")]
    [InlineData("var seen = m.Stamp; [|clock = clock + 1|]; Store(seen.ToString() + clock);")]
    [InlineData("if (m.Stamp > 3) Store(\"\"); [|clock += 1|];")]
    [InlineData("if (m.Stamp > 3) Store(\"\"); log.Add(new Message { Stamp = [|clock|] });")]
    [InlineData("if (m.Stamp > 3) Store(\"\"); var answer = new Message(); answer.Stamp = [|clock|] + 1; Send(answer);")]
    [InlineData("[|clock = m.Stamp|];")]
    [InlineData("[|clock = m.Stamp + 1|]; Send(new Message { Stamp = clock });")]
    [InlineData("Console.WriteLine(m.Stamp); Action later = () => [|clock++|]; later();")]
    [InlineData("clock = Math.Max(clock, m.Stamp) + 1; Send(new Message { Stamp = clock });")]
    [InlineData("var received = m.Stamp; clock = (received > clock ? received : clock) + 1;")]
    [InlineData("if (m.Stamp > clock) clock = m.Stamp; clock++;")]
    [InlineData("if (m.Stamp > clock) { clock = m.Stamp; } clock = clock + 1; Send(new Message { Stamp = clock });")]
    [InlineData("Witness(m.Stamp); clock++;")]
    [InlineData("Send(m); [|clock++|]; Console.WriteLine(m.Stamp);")]
    [InlineData("Console.WriteLine(m.Stamp);")]
    [InlineData("clock++; m.Stamp = clock; Store(m.Text);")]
    [InlineData("clock = Math.Max(m.Stamp, clock); clock++;")]
    [InlineData("Console.WriteLine(m.Stamp); [|Interlocked.Increment(ref clock)|]; Send(new Message { Stamp = clock });")]
    [InlineData("Console.WriteLine(m.Stamp); Send(new Message { Stamp = [|Next()|] });")]
    [InlineData("Raise(ref clock, m.Stamp); clock++;")]
    [InlineData("Console.WriteLine(\"{0} at {1}\", m.Stamp, clock); Store(\"at \" + clock);")]
    [InlineData("Interlocked.Exchange(ref clock, Math.Max(clock, m.Stamp) + 1); Send(new Message { Stamp = clock });")]
    [InlineData("(clock, _) = (Math.Max(clock, m.Stamp) + 1, 0); Send(new Message { Stamp = clock });")]
    [InlineData("switch (m.Stamp) { case var stamp when stamp > clock: clock = stamp; break; } clock++;")]
    [InlineData("clock++; m.Stamp = clock; Console.WriteLine(m.Stamp);")]
    public Task Receiving(string body) => VerifyCS.VerifyAnalyzerAsync($"{Node} void On(Message m) {{ {body} }} }}", Library.Annotations);

    [Fact]
    public Task Handlers_clock_objects_and_bare_stamps() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [LogicalClock(LogicalClock.Vector)]
            class VectorClock { public void Tick() { } public void Merge(VectorClock other) { } }
            record Message(VectorClock Version, string Text);
            record Plain(string Text);
            interface IBus { void Send(object message); }

            class Node
            {
                private readonly VectorClock clock = new();
                [MessageHandler(Delivery.AtLeastOnce)] void Ignores(Message m) { [|clock.Tick()|]; }
                [MessageHandler(Delivery.AtLeastOnce)] void Copies(Message m, IBus bus) { [|clock.Tick()|]; bus.Send(m.Text); }
                [MessageHandler(Delivery.AtLeastOnce)] void HandsOn(Message m, IBus bus) { clock.Tick(); bus.Send(m); }
                [MessageHandler(Delivery.AtLeastOnce)] void Merges(Message m) { clock.Merge(m.Version); clock.Tick(); }
                void NoHandler(Message m) { clock.Tick(); }
                void NoStamp(Plain m) { clock.Tick(); }
                Message Answers(Message m) { Console.WriteLine(m.Version); return new Message([|clock|], m.Text); }
            }

            class Bare
            {
                [LogicalClock(LogicalClock.Lamport)] private long clock;
                void On([LogicalClock(LogicalClock.Lamport)] long stamp) { Console.WriteLine(stamp); [|clock++|]; }
                void Right([LogicalClock(LogicalClock.Lamport)] long stamp) { clock = Math.Max(stamp, clock) + 1; }
            }

            class NoClock { [MessageHandler(Delivery.AtLeastOnce)] void On(Message m) { Console.WriteLine(m.Version); } }
            """,
            Library.Annotations
        );
}
