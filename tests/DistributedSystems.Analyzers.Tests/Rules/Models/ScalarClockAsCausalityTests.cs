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

    [Fact]
    public Task Conclusions_in_other_words() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            record Message([LogicalClock(LogicalClock.Lamport)] long Stamp, int Node, string Value);

            class Replica
            {
                bool Kept(Message a, Message b) { var order = a.Stamp.CompareTo(b.Stamp); return [|order < 0|]; }
                bool Reversed(Message a, Message b) => [|0 > a.Stamp.CompareTo(b.Stamp)|];
                bool ByPattern(Message a, Message b) => [|a.Stamp.CompareTo(b.Stamp) is < 0|];
                bool ByComparer(Message a, Message b) => [|Comparer<long>.Default.Compare(a.Stamp, b.Stamp) == -1|];
                bool Difference(Message a, Message b) => [|a.Stamp - b.Stamp < 0|];
                bool Sign(Message a, Message b) => [|Math.Sign(a.Stamp - b.Stamp) == 1|];
                bool Apart(Message a, Message b) => [|a.Stamp == b.Stamp|] && a.Node != b.Node;
                bool ApartByCall(Message a, Message b) => [|a.Stamp.Equals(b.Stamp)|] && !a.Value.Equals(b.Value);
                bool Same(Message a, Message b) => [|Equals(a.Stamp, b.Stamp)|];
                bool SameByComparer(Message a, Message b) => [|EqualityComparer<long>.Default.Equals(a.Stamp, b.Stamp)|];
                bool Asked(Message a, Message b) => [|Before(a.Stamp, b.Stamp)|];
                bool AskedTwice(Message a, Message b) => [|After(b.Stamp, a.Stamp)|];
                bool AskedForSign(Message a, Message b) => [|Order(a.Stamp, b.Stamp) > 0|];
                string Chosen(Message a, Message b) => [|a.Stamp.CompareTo(b.Stamp)|] switch { < 0 => "caused", > 0 => "came of", _ => "concurrent" };
                void ChosenByStatement(Message a, Message b)
                {
                    switch ([|Math.Sign(a.Stamp - b.Stamp)|])
                    {
                        case -1: Console.WriteLine("before"); break;
                        case 0: Console.WriteLine("at once"); break;
                    }
                }

                private static bool Before(long left, long right) => left < right;
                private static bool After(long left, long right) { return Before(right, left); }
                private static int Order(long left, long right) => left.CompareTo(right);
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Orders_in_other_words() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            record Message([LogicalClock(LogicalClock.Lamport)] long Stamp, int Node, string Value);

            class Replica
            {
                [LogicalClock(LogicalClock.Lamport)] private long clock;
                private Message current;

                Message Winner(Message a, Message b)
                {
                    var order = a.Stamp.CompareTo(b.Stamp);
                    return order != 0 ? (order > 0 ? a : b) : a.Node > b.Node ? a : b;
                }

                bool TieBroken(Message a, Message b) { var order = a.Stamp.CompareTo(b.Stamp); if (order == 0) order = a.Node - b.Node; return order < 0; }
                bool SameEvent(Message a, Message b) => a.Stamp == b.Stamp && a.Node == b.Node;
                bool SameEventByCalls(Message a, Message b) => a.Stamp.Equals(b.Stamp) && a.Value.Equals(b.Value);
                Message Later(Message a, Message b) => Math.Sign(a.Stamp - b.Stamp) switch { > 0 => a, < 0 => b, _ => a.Node > b.Node ? a : b };
                Message ByLocals(Message a, Message b) { var first = a.Stamp; var second = b.Stamp; return first < second ? b : a; }
                void Takes(Message a) { if (Newer(a.Stamp, current.Stamp)) current = a; }
                bool FarBehind(Message a) => clock - a.Stamp > 100;
                int Compare(Message a, Message b) => Comparer<long>.Default.Compare(a.Stamp, b.Stamp) is var order and not 0 ? order : a.Node - b.Node;
                bool Nodes(Message a, Message b) => a.Node.CompareTo(b.Node) < 0 && Newer(a.Node, b.Node);

                private static bool Newer(long left, long right) => left > right;
            }
            """,
            Library.Annotations
        );
}
