using DistributedSystems.Analyzers.Rules.Models;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Models;

using VerifyCS = VerifyCS<LatencyContradictsConsistency>;

public class LatencyContradictsConsistencyTests
{
    [Fact]
    public Task A_quorum_takes_a_round_trip() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;
            [assembly: SystemModel(DistributedSystems.Timing.PartiallySynchronous, DistributedSystems.Failures.CrashStop, MaxDelay = "50ms")]

            [Quorum(Read = 2, Write = 2, Of = 3)]
            interface IRegister
            {
                [[|Deadline("99ms")|]] Task<int> Below();
                [Deadline("100ms")] Task<int> AtTheEdge();
                [[|Deadline("10ms")|], Quorum(Write = 3, Of = 3)] Task Own();
                [Deadline("10ms"), Quorum(Read = 1, Of = 3)] Task<int> OneReplica();
                [Deadline("10ms"), SystemModel(Timing.Asynchronous, Failures.CrashStop)] Task<int> NoDelayKnown();
            }

            [Quorum(Read = 1, Write = 3, Of = 3)] interface IReadOne { [Deadline("10ms")] Task<int> ReadOrWrite(); [[|Deadline("10ms")|]] Task Write(); }
            [[|Deadline("10ms")|], Quorum(Read = 2, Write = 2, Of = 3)] interface IWhole { Task<int> Read(); }
            interface INoQuorum { [Deadline("10ms")] Task<int> Read(); }
            class Implementation : IRegister
            {
                [[|Deadline("60ms")|]] public Task<int> Below() => null;
                public Task<int> AtTheEdge() => null;
                public Task Own() => null;
                public Task<int> OneReplica() => null;
                public Task<int> NoDelayKnown() => null;
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task A_read_and_a_write_take_a_message_together() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;
            [assembly: SystemModel(DistributedSystems.Timing.PartiallySynchronous, DistributedSystems.Failures.CrashStop, MaxDelay = "50ms")]

            [Consistency(Consistency.Sequential)]
            interface ITooFast { [Deadline("20ms")] Task<int> Read(); [[|Deadline("29ms")|]] Task Write(int value); }

            [Consistency(Consistency.Linearizable)]
            interface IEnough { [Deadline("20ms")] int Read(); [Deadline("30ms")] void Write(int value); }

            [Consistency(Consistency.Causal)]
            interface ICausal { [Deadline("1ms")] int Read(); [Deadline("1ms")] void Write(int value); }

            [Consistency(Consistency.Linearizable)]
            interface ITwoWrites { [Deadline("1ms"), NotIdempotent] int Increment(); [Deadline("1ms")] void Write(int value); }

            [Consistency(Consistency.Linearizable)]
            interface IOneLocal { [Deadline("1ms"), Consistency(Consistency.Eventual)] int Read(); [Deadline("1ms")] void Write(int value); }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Absurd_durations_do_not_overflow() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [SystemModel(Timing.Synchronous, Failures.CrashStop, MaxDelay = "10675199.02:48:05.4775807"), Quorum(Read = 2, Write = 2, Of = 3)]
            class Longest
            {
                [[|Deadline("10675199.02:48:05.4775807")|]] void A() { }
                [[|Deadline("0s")|]] void B() { }
                [Deadline("30")] void C() { }
            }

            [SystemModel(Timing.Synchronous, Failures.CrashStop, MaxDelay = "0s"), Quorum(Read = 2, Write = 2, Of = 3)]
            class Shortest { [Deadline("0s")] void A() { } }
            """,
            Library.Annotations
        );
}
