using DistributedSystems.Analyzers.Rules.Models;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Models;

using VerifyCS = VerifyCS<ConsistentAndAvailable>;

public class ConsistentAndAvailableTests
{
    [Fact]
    public Task On_one_symbol() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [Consistency(Consistency.Linearizable), [|AvailableUnderPartition|]] class A { }
            [[|AvailableUnderPartition|], Consistency(Consistency.Sequential)] class B { }
            [Consistency(Consistency.Causal), AvailableUnderPartition] class C { }
            [Consistency(Consistency.Eventual), AvailableUnderPartition] class D { }
            [Consistency(Consistency.Linearizable)] class E { }
            [AvailableUnderPartition] class F { }
            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop, Partitions = false), Consistency(Consistency.Linearizable), AvailableUnderPartition] class G { }
            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop), Consistency(Consistency.Linearizable), [|AvailableUnderPartition|]] class H { }
            class Members
            {
                [Consistency(Consistency.Linearizable), [|AvailableUnderPartition|]] int Read() => 1;
                [Consistency(Consistency.Linearizable), [|AvailableUnderPartition|]] int Value => 1;
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task The_inner_of_two_declarations_is_reported_and_the_nearest_counts() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [AvailableUnderPartition]
            class Available
            {
                [[|Consistency(Consistency.Linearizable)|]] int Read() => 1;
                [Consistency(Consistency.Eventual)] int Cached() => 1;
                [return: [|Consistency(Consistency.Linearizable)|]] int AValue() => 1;
                void Parameter([Consistency(Consistency.Linearizable)] int value) { }
            }

            [Consistency(Consistency.Linearizable)]
            class Consistent
            {
                [[|AvailableUnderPartition|]] int Read() => 1;
                [AvailableUnderPartition, Consistency(Consistency.Causal)] int Cached() => 1;
            }

            [AvailableUnderPartition] interface IAvailable { int Read(); }
            [[|Consistency(Consistency.Sequential)|]] class Implementation : IAvailable { public int Read() => 1; }
            interface IRegister { [Consistency(Consistency.Linearizable)] int Read(); }
            class Register : IRegister { [[|AvailableUnderPartition|]] public int Read() => 1; }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Whoever_needs_others_is_not_available_alone() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [Consistency(Consistency.StrictSerializable), [|AvailableUnderPartition|]] class Ledger { }
            [Consistency(Consistency.Session), AvailableUnderPartition] class Basket { }
            [Consistency(Consistency.BoundedStaleness), AvailableUnderPartition] class Board { }
            [Quorum(Read = 1, Write = 2, Of = 3), [|AvailableUnderPartition|]] class Quorums { }
            [Quorum(Read = 1, Write = 1, Of = 3), Consistency(Consistency.Eventual), AvailableUnderPartition] class Anyone { }
            [Consensus, [|AvailableUnderPartition|]] class Election { }
            [Consensus] class Other { }
            [SystemModel(Timing.Synchronous, Failures.CrashStop, Partitions = false), Quorum(Read = 2, Write = 2, Of = 3), AvailableUnderPartition] class Bus { }

            [Quorum(Read = 1, Write = 3, Of = 3)]
            class ReadsOne { [AvailableUnderPartition] int Read() => 1; }
            [Quorum(Read = 2, Write = 2, Of = 3)]
            class ReadsTwo { [[|AvailableUnderPartition|]] int Read() => 1; }
            """,
            Library.Annotations
        );

    [Fact]
    public Task An_assembly() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            [assembly: DistributedSystems.AvailableUnderPartition]
            [[|DistributedSystems.Consistency(DistributedSystems.Consistency.Linearizable)|]] class C { }
            [DistributedSystems.Consistency(DistributedSystems.Consistency.Causal)] class D { }
            """,
            Library.Annotations
        );
}
