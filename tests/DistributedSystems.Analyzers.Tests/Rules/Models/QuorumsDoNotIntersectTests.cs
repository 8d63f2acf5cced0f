using DistributedSystems.Analyzers.Rules.Models;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Models;

using VerifyCS = VerifyCS<QuorumsDoNotIntersect>;

public class QuorumsDoNotIntersectTests
{
    [Fact]
    public Task Crash_faults_at_the_edge() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [[|Quorum(Read = 1, Write = 2, Of = 3)|]] class TooFew { }
            [Quorum(Read = 2, Write = 2, Of = 3)] class Enough { }
            [[|Quorum(Of = 4, Write = 2, Read = 2)|]] class EvenSplit { }
            [Quorum(Read = 1, Write = 3, Of = 3)] class ReadOne { }
            [[|Quorum(Read = Sizes.Read, Write = Sizes.Write, Of = 2 + 3)|]] class Constants { }
            [Quorum(Read = 1, Write = 1, Of = 1)] class Single { }

            static class Sizes { public const int Read = 2, Write = 3; }

            class Members
            {
                [[|Quorum(Read = 1, Write = 1, Of = 2)|]] public void Method() { }
                [Quorum(Read = 2, Write = 1, Of = 2)] public int Property => 1;
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Byzantine_faults_at_the_edge() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [SystemModel(Timing.PartiallySynchronous, Failures.Byzantine)]
            [[|Quorum(Read = 3, Write = 2, Of = 4)|]] class SharesOne { }
            [SystemModel(Timing.PartiallySynchronous, Failures.Byzantine)]
            [Quorum(Read = 3, Write = 3, Of = 4)] class SharesTwo { }

            [SystemModel(Timing.PartiallySynchronous, Failures.Byzantine), ReplicaGroup(Replicas = 7, Faults = 2)]
            class Group
            {
                [[|Quorum(Read = 5, Write = 4, Of = 7)|]] public void SharesTwo() { }
                [Quorum(Read = 5, Write = 5, Of = 7)] public void SharesThree() { }
                [ReplicaGroup(Replicas = 7, Faults = 0)]
                [Quorum(Read = 4, Write = 4, Of = 7)] public void NobodyLies() { }
                [SystemModel(Timing.Synchronous, Failures.CrashStop)]
                [Quorum(Read = 4, Write = 4, Of = 7)] public void NearestModelWins() { }
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Masking_quorums_at_the_edge() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [SystemModel(Timing.PartiallySynchronous, Failures.Byzantine), ReplicaGroup(Replicas = 5, Faults = 1, Problem = Problem.MaskingQuorumStorage)]
            class Masking
            {
                [[|Quorum(Read = 4, Write = 3, Of = 5)|]] public void SharesTwo() { }
                [Quorum(Read = 4, Write = 4, Of = 5)] public void SharesThree() { }
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Several_writers() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [[|Quorum(Read = 3, Write = 2, Of = 4, MultipleWriters = true)|]] class Apart { }
            [Quorum(Read = 3, Write = 3, Of = 4, MultipleWriters = true)] class Together { }
            [Quorum(Read = 3, Write = 2, Of = 4)] class OneWriter { }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Declarations_that_say_too_little_or_make_no_sense_are_another_rules_business() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [Quorum] class Empty { }
            [Quorum(Read = 1, Of = 3)] class NoWrite { }
            [Quorum(Read = 1, Write = 1)] class NoReplicas { }
            [Quorum(Read = 0, Write = 2, Of = 3)] class Zero { }
            [Quorum(Read = -1, Write = -1, Of = -5)] class Negative { }
            [Quorum(Read = 9, Write = 1, Of = 3)] class MoreThanThereAre { }
            [Quorum(Read = int.MaxValue, Write = int.MaxValue, Of = int.MaxValue)] class Absurd { }
            """,
            Library.Annotations
        );

    [Fact]
    public Task An_assembly_and_a_copied_attribute() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            [assembly: [|DistributedSystems.Quorum(Read = 1, Write = 1, Of = 2)|]]
            namespace DistributedSystems
            {
                public sealed class QuorumAttribute : Attribute { public int Read { get; set; } public int Write { get; set; } public int Of { get; set; } }
            }
            namespace Elsewhere
            {
                public sealed class QuorumAttribute : Attribute { public int Read { get; set; } public int Write { get; set; } public int Of { get; set; } }
                [Quorum(Read = 1, Write = 1, Of = 2)] class NotOurs { }
            }
            """
        );

    [Theory]
    [InlineData(
        "Read = 1, Write = 2, Of = 3",
        "Read = 1 and Write = 2 of 3 replicas share no replica for certain, so a read can miss the last acknowledged write: R + W must exceed N = 3 (Gifford 1979)"
    )]
    [InlineData(
        "Read = 3, Write = 2, Of = 4, MultipleWriters = true",
        "Write = 2 of 4 replicas with several writers share no replica for certain, so two concurrent writes can both succeed without meeting: 2W must exceed N = 4 (Gifford 1979)"
    )]
    public Task The_message_shows_the_bound_and_its_source(string arguments, string message) =>
        VerifyCS.VerifyMessageAsync($"[DistributedSystems.Quorum({arguments})] class C {{ }}", message, Library.Annotations);

    [Fact]
    public Task Weak_on_purpose() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;
            [Quorum(Read = 1, Write = 1, Of = 3), Consistency(Consistency.Eventual)] interface IView { }
            [Consistency(Consistency.Causal)] interface IFeed { [Quorum(Read = 1, Write = 1, Of = 3)] void Read(); }
            [[|Quorum(Read = 1, Write = 1, Of = 3)|], Consistency(Consistency.Sequential)] interface IStore { }
            """,
            Library.Annotations
        );
}
