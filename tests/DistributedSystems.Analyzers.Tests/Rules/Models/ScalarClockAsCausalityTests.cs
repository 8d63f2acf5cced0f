using DistributedSystems.Analyzers.Rules.Models;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Models;

using VerifyCS = VerifyCS<ScalarClockAsCausality>;

public class ScalarClockAsCausalityTests
{
    [Fact]
    public Task Conclusions() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            record Message([property: LogicalClock(LogicalClock.Lamport)] long Stamp, int Node, string Value);
            interface IStamped { [LogicalClock(LogicalClock.Hybrid)] long Time { get; } }

            class Replica
            {
                private Message current;
                private bool late;
                [LogicalClock(LogicalClock.Lamport)] private long clock;
                [return: LogicalClock(LogicalClock.Lamport)] private long Now() => clock;

                bool Caused(Message a, Message b) => [|a.Stamp < b.Stamp|];
                bool Concurrent(Message a, Message b) { return [|a.Stamp == b.Stamp|]; }
                bool NeitherBefore(Message a, Message b) => !([|a.Stamp < b.Stamp|]) && !(b.Stamp < a.Stamp);
                bool Hybrid(IStamped a, IStamped b) => [|a.Time <= b.Time|];
                bool Compared(Message a, Message b) => [|a.Stamp.CompareTo(b.Stamp) < 0|];
                bool Locals(Message a, Message b) { var first = a.Stamp; var second = b.Stamp; return [|first < second|]; }
                bool Parameters([LogicalClock(LogicalClock.Lamport)] long a, [LogicalClock(LogicalClock.Lamport)] long b) => [|a < b|];
                bool Results() => [|Now() > clock|];
                void Kept(Message a) => late = [|a.Stamp < clock|];
                void Local(Message a, Message b) { var before = [|a.Stamp < b.Stamp|]; Console.WriteLine(before); }
                void Acts(Message a, Message b) { if ([|a.Stamp < b.Stamp|]) { Forget(1); } }
                void Conflicts(Message a, Message b) { if ([|a.Stamp == b.Stamp|]) { Forget(2); } else { Forget(3); } }
                bool Through(Message a, Message b) { bool Before() => [|a.Stamp < b.Stamp|]; return Before(); }
                bool Branches(Message a, Message b) { if ([|a.Stamp < b.Stamp|]) return true; return false; }
                void Links(Message a, Message b) { if ([|a.Stamp < b.Stamp|]) Link(a, b); }
                void Forget(int n) { }
                void Link(Message cause, Message effect) { }
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Orders() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            record Message([property: LogicalClock(LogicalClock.Lamport)] long Stamp, int Node, string Value);
            record Vectored([property: LogicalClock(LogicalClock.Vector)] long Version, long Plain);

            [LogicalClock(LogicalClock.Lamport)]
            readonly struct Stamp : IComparable<Stamp>
            {
                private readonly long value;
                public int CompareTo(Stamp other) => value < other.value ? -1 : value > other.value ? 1 : 0;
                public static bool operator <(Stamp a, Stamp b) => a.value < b.value;
                public static bool operator >(Stamp a, Stamp b) => a.value > b.value;
            }

            class ByStamp : IComparer<Message>
            {
                public int Compare(Message a, Message b) => a.Stamp != b.Stamp ? (a.Stamp < b.Stamp ? -1 : 1) : a.Node - b.Node;
            }

            class Replica
            {
                private Message current;
                [LogicalClock(LogicalClock.Lamport)] private long clock;

                void LastWriterWins(Message a) { if (a.Stamp > current.Stamp) { current = a; } }
                void Merge(Message a) { if (a.Stamp > clock) clock = a.Stamp; clock++; }
                long Max(Message a) => a.Stamp > clock ? a.Stamp : clock;
                Message Later(Message a, Message b) => a.Stamp > b.Stamp ? a : b;
                void DropOld(Message a) { if (a.Stamp <= clock) return; current = a; }
                bool TieBreak(Message a, Message b) => a.Stamp < b.Stamp || (a.Stamp == b.Stamp && a.Node < b.Node);
                IEnumerable<Message> Sorted(List<Message> all) => all.OrderBy(m => m.Stamp).Where(m => m.Stamp > clock);
                bool Vectors(Vectored a, Vectored b) => a.Version < b.Version;
                bool Plain(Vectored a, Message b) => a.Plain < b.Stamp;
                bool Constant(Message a) => a.Stamp > 0;
                int Order(Message a, Message b) { if (a.Stamp == b.Stamp) return a.Node - b.Node; return a.Stamp < b.Stamp ? -1 : 1; }
                Message Branches(Message a, Message b) { if (a.Stamp > b.Stamp) return a; return b; }
                IEnumerable<Message> Merged(Message a, Message b) { if (a.Stamp < b.Stamp) { yield return a; } else { yield return b; } }
                void Stores(Message a) { if (a.Stamp > current.Stamp) Put(a); }
                bool Compared(Message a) { if (a.Stamp.CompareTo(clock) > 0) { Put(a); } return true; }
                bool Accepts(Message a) { if (a.Stamp <= clock) return false; clock = a.Stamp; return true; }
                Task Answers(Message a) { if (a.Stamp <= clock) { return Task.CompletedTask; } clock = a.Stamp; return Task.CompletedTask; }
                void Negated(Message a) { var isNewer = a.Stamp > clock; if (!isNewer) return; clock = a.Stamp; }
                void Put(Message a) { }
                void Flag(Message a) { var isNewer = a.Stamp > current.Stamp; if (isNewer) current = a; }
            }
            """,
            Library.Annotations
        );
}
