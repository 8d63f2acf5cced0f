using DistributedSystems.Analyzers.Rules.Models;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Models;

using VerifyCS = VerifyCS<ReceivedStampNotMerged>;

public class ReceivedStampNotMergedTests
{
    [Fact]
    public Task A_stamp_out_of_a_deconstruction_or_a_pattern() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            record Gossip([LogicalClock(LogicalClock.Lamport)] long Stamp, string Text);

            class Village
            {
                [LogicalClock(LogicalClock.Lamport)] private long clock;

                [MessageHandler(Delivery.AtLeastOnce)]
                Gossip TakenApart(Gossip heard)
                {
                    var (stamp, text) = heard;
                    clock = stamp > clock ? stamp + 1 : clock + 1;
                    return new Gossip(clock, text);
                }

                [MessageHandler(Delivery.AtLeastOnce)]
                Gossip ByPattern(Gossip heard)
                {
                    if (heard is { Stamp: var stamp } && stamp > clock)
                    {
                        clock = stamp;
                    }

                    return new Gossip(++clock, heard.Text);
                }

                [MessageHandler(Delivery.AtLeastOnce)]
                Gossip Only_its_text(Gossip heard)
                {
                    var (_, text) = heard;
                    [|clock++|];
                    return new Gossip(clock, text);
                }
            }
            """,
            Library.Annotations
        );

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

    [Fact]
    public Task Copies_envelopes_and_several_clocks() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            record Message([LogicalClock(LogicalClock.Lamport)] long Stamp, string Text);
            record Envelope(string Route, Message Inner);
            record Batch(IReadOnlyList<Message> Messages);
            class Frame<T> { public T Body { get; set; } }
            class Registry { [LogicalClock(LogicalClock.Lamport)] public long Seen { get; set; } public void Clear() { } }
            record Lookup(Registry Registry);
            [RemoteCall] interface IOutbox { Task SendAsync(Message message); }

            class Node
            {
                private readonly IOutbox outbox;
                [LogicalClock(LogicalClock.Lamport)] private long clock;

                [MessageHandler(Delivery.AtLeastOnce)] Task Copies(Message m) { [|clock++|]; return outbox.SendAsync(m with { Stamp = clock }); }
                [MessageHandler(Delivery.AtLeastOnce)] Message CountsInCopy(Message m) => m with { Stamp = [|++clock|] };
                [MessageHandler(Delivery.AtLeastOnce)] Task Forwards(Message m) { [|clock++|]; return outbox.SendAsync(m); }
                [MessageHandler(Delivery.AtLeastOnce)] Message Opens(Envelope e) { [|clock++|]; return new Message(clock, e.Inner.Text); }
                [MessageHandler(Delivery.AtLeastOnce)] void OpensAll(Batch b) { foreach (var m in b.Messages) { [|clock++|]; } }
                [MessageHandler(Delivery.AtLeastOnce)] void OpensFrame(Frame<Message> f) { [|clock++|]; }
                [MessageHandler(Delivery.AtLeastOnce)] void OpensArray(Message[] all) { [|clock += all.Length|]; }

                [MessageHandler(Delivery.AtLeastOnce)] Message Merges(Message m) { clock = Math.Max(clock, m.Stamp) + 1; return m with { Stamp = clock }; }
                [MessageHandler(Delivery.AtLeastOnce)] void MergesInner(Envelope e) { clock = Math.Max(clock, e.Inner.Stamp) + 1; }
                [MessageHandler(Delivery.AtLeastOnce)] void MergesAll(Batch b) { clock = Math.Max(clock, b.Messages.Max(m => m.Stamp)) + 1; }
                [MessageHandler(Delivery.AtLeastOnce)] void MergesEach(Batch b) { foreach (var m in b.Messages) { if (m.Stamp > clock) clock = m.Stamp; clock++; } }
                [MessageHandler(Delivery.AtLeastOnce)] void NoMessage(Lookup l) { clock++; }
            }

            class TwoClocks
            {
                private readonly IOutbox outbox;
                [LogicalClock(LogicalClock.Lamport)] private long seen;
                [LogicalClock(LogicalClock.Lamport)] private long sent;
                [LogicalClock(LogicalClock.Vector)] private long[] versions;

                [MessageHandler(Delivery.AtLeastOnce)]
                Task Apart(Message m) { seen = Math.Max(seen, m.Stamp) + 1; return outbox.SendAsync(new Message([|++sent|], m.Text)); }

                [MessageHandler(Delivery.AtLeastOnce)]
                Task Together(Message m)
                {
                    seen = Math.Max(seen, m.Stamp) + 1;
                    sent = Math.Max(sent, seen) + 1;
                    return outbox.SendAsync(new Message(sent, m.Text));
                }

                [MessageHandler(Delivery.AtLeastOnce)]
                void CountsOnly(Message m) { seen = Math.Max(seen, m.Stamp) + 1; sent++; versions[0]++; }
            }

            class Base { [LogicalClock(LogicalClock.Lamport)] protected long clock; }
            class Derived : Base { [MessageHandler(Delivery.AtLeastOnce)] void On(Message m) { [|clock++|]; } }
            """,
            Library.Annotations
        );
}
