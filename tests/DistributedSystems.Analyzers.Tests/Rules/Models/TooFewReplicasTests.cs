using DistributedSystems.Analyzers.Rules.Models;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Models;

using VerifyCS = VerifyCS<TooFewReplicas>;

public class TooFewReplicasTests
{
    /// <summary>Every settled row of the table: at the bound the group is silent, one replica below it is reported.</summary>
    [Theory]
    [InlineData("Synchronous", "CrashStop", "Reliable", "Consensus", 3, 4)]
    [InlineData("Synchronous", "CrashStop", "Reliable", "StateMachineReplication", 3, 4)]
    [InlineData("PartiallySynchronous", "CrashStop", "Reliable", "Consensus", 2, 5)]
    [InlineData("PartiallySynchronous", "CrashStop", "FairLoss", "StateMachineReplication", 3, 7)]
    [InlineData("Asynchronous", "CrashStop", "Reliable", "Consensus", 1, 3)]
    [InlineData("PartiallySynchronous", "CrashRecovery", "Reliable", "Consensus", 1, 3)]
    [InlineData("PartiallySynchronous", "CrashRecovery", "Reliable", "StateMachineReplication", 2, 5)]
    [InlineData("Synchronous", "Omission", "Reliable", "Consensus", 2, 5)]
    [InlineData("PartiallySynchronous", "Omission", "Reliable", "StateMachineReplication", 2, 5)]
    [InlineData("Synchronous", "Byzantine", "Reliable", "Consensus", 1, 4)]
    [InlineData("Synchronous", "Byzantine", "Reliable", "StateMachineReplication", 2, 7)]
    [InlineData("Synchronous", "Byzantine", "Authenticated", "StateMachineReplication", 2, 5)]
    [InlineData("PartiallySynchronous", "Byzantine", "Reliable", "Consensus", 1, 4)]
    [InlineData("PartiallySynchronous", "Byzantine", "Authenticated", "StateMachineReplication", 3, 10)]
    [InlineData("Asynchronous", "Byzantine", "Authenticated", "Consensus", 1, 4)]
    [InlineData("PartiallySynchronous", "Byzantine", "Authenticated", "DisseminationQuorumStorage", 1, 4)]
    [InlineData("Asynchronous", "Byzantine", "Authenticated", "DisseminationQuorumStorage", 2, 7)]
    [InlineData("PartiallySynchronous", "Byzantine", "Reliable", "MaskingQuorumStorage", 1, 5)]
    [InlineData("Asynchronous", "Byzantine", "Authenticated", "MaskingQuorumStorage", 2, 9)]
    public Task At_the_edge_of_each_bound(string timing, string failures, string channel, string problem, int faults, int minimum) =>
        VerifyCS.VerifyAnalyzerAsync(
            $$"""
            using DistributedSystems;

            [SystemModel(Timing.{{timing}}, Failures.{{failures}}, Channel.{{channel}})]
            class Model
            {
                [[|ReplicaGroup(Replicas = {{minimum - 1}}, Faults = {{faults}}, Problem = Problem.{{problem}})|]] class TooFew { }
                [ReplicaGroup(Replicas = {{minimum}}, Faults = {{faults}}, Problem = Problem.{{problem}})] class Enough { }
            }
            """,
            Library.Annotations
        );

    [Theory]
    [InlineData("Synchronous", "Byzantine", "Authenticated", "Consensus")]
    [InlineData("Asynchronous", "CrashRecovery", "Reliable", "Consensus")]
    [InlineData("PartiallySynchronous", "CrashRecoveryAmnesia", "Reliable", "Consensus")]
    [InlineData("Synchronous", "Timing", "Reliable", "Consensus")]
    [InlineData("Synchronous", "Byzantine", "Reliable", "MaskingQuorumStorage")]
    [InlineData("PartiallySynchronous", "Byzantine", "Reliable", "DisseminationQuorumStorage")]
    [InlineData("PartiallySynchronous", "CrashStop", "Reliable", "MaskingQuorumStorage")]
    public Task What_the_literature_does_not_settle_is_silent(string timing, string failures, string channel, string problem) =>
        VerifyCS.VerifyAnalyzerAsync(
            $$"""
            using DistributedSystems;

            [SystemModel(Timing.{{timing}}, Failures.{{failures}}, Channel.{{channel}}), ReplicaGroup(Replicas = 2, Faults = 1, Problem = Problem.{{problem}})]
            class C { }
            """,
            Library.Annotations
        );

    [Fact]
    public Task The_nearest_model_decides() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;
            [assembly: SystemModel(DistributedSystems.Timing.Synchronous, DistributedSystems.Failures.CrashStop)]

            [ReplicaGroup(Replicas = 2, Faults = 1)] class FromAssembly { }

            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)]
            class Around
            {
                [[|ReplicaGroup(Replicas = 2, Faults = 1)|]] void FromType() { }
                [ReplicaGroup(Replicas = 2, Faults = 1), SystemModel(Timing.Synchronous, Failures.CrashStop)] void FromMember() { }
                [[|ReplicaGroup(Replicas = 2, Faults = 1)|]] class Nested { }
            }

            [SystemModel(Timing.PartiallySynchronous, Failures.Byzantine)] interface IAgreement { }
            [[|ReplicaGroup(Replicas = 3, Faults = 1)|]] class FromInterface : IAgreement { }
            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop), ReplicaGroup(Replicas = 3, Faults = 1)] class OwnModel : IAgreement { }

            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)] interface IOther { }
            [ReplicaGroup(Replicas = 2, Faults = 1)] class WhichOfTwo : IAgreement, IOther { }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Numbers_without_meaning_are_another_rules_business() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;
            [assembly: SystemModel(DistributedSystems.Timing.Asynchronous, DistributedSystems.Failures.Byzantine)]

            [ReplicaGroup] class Nothing { }
            [ReplicaGroup(Faults = 1)] class NoReplicas { }
            [ReplicaGroup(Replicas = 1)] class NoFaults { }
            [ReplicaGroup(Replicas = 3, Faults = -1)] class Negative { }
            [ReplicaGroup(Replicas = -3, Faults = 1)] class NegativeReplicas { }
            [ReplicaGroup(Replicas = 3, Faults = 1, Problem = (Problem)42)] class NoProblem { }
            [[|ReplicaGroup(Replicas = int.MaxValue, Faults = int.MaxValue)|]] class Largest { }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Without_a_model_nothing_is_known() =>
        VerifyCS.VerifyAnalyzerAsync("[DistributedSystems.ReplicaGroup(Replicas = 2, Faults = 1)] class C { }", Library.Annotations);

    [Fact]
    public Task A_model_that_a_referenced_assembly_declares_for_its_interface() =>
        VerifyCS.VerifyAnalyzerAsync(
            "using DistributedSystems; [[|ReplicaGroup(Replicas = 3, Faults = 1)|]] class C : IAgreement { }",
            Setup.With(Library.Annotations) with
            {
                ReferencedProject =
                    "using DistributedSystems; [SystemModel(Timing.Asynchronous, Failures.Byzantine)] public interface IAgreement { }",
            }
        );

    [Fact]
    public Task Copied_enumerations_may_be_numbered_otherwise() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            namespace DistributedSystems
            {
                public enum Timing { Asynchronous, Synchronous, PartiallySynchronous }
                public enum Failures { Byzantine = 7, CrashStop = 8 }
                public sealed class SystemModelAttribute : Attribute { public Timing Timing { get; set; } public Failures Failures { get; set; } }
                public sealed class ReplicaGroupAttribute : Attribute { public int Replicas { get; set; } public int Faults { get; set; } }

                [SystemModel(Timing = Timing.Synchronous, Failures = Failures.CrashStop), ReplicaGroup(Replicas = 2, Faults = 1)] class Enough { }
                [SystemModel(Timing = Timing.Asynchronous, Failures = Failures.CrashStop), [|ReplicaGroup(Replicas = 2, Faults = 1)|]] class TooFew { }
            }
            """
        );

    [Fact]
    public Task The_message_about_one_replica() =>
        VerifyCS.VerifyMessageAsync(
            "using DistributedSystems; [SystemModel(Timing.PartiallySynchronous, Failures.Byzantine), ReplicaGroup(Replicas = 1, Faults = 1, Problem = Problem.Consensus)] class C { }",
            "1 replica of which 1 may fail are too few for Consensus: with PartiallySynchronous timing and Byzantine failures (declared on 'C'), n ≥ 3f + 1 = 4 (Dwork, Lynch and Stockmeyer 1988)",
            Library.Annotations
        );

    [Fact]
    public Task The_message_shows_the_bound_and_its_source() =>
        VerifyCS.VerifyMessageAsync(
            "using DistributedSystems; [SystemModel(Timing.PartiallySynchronous, Failures.Byzantine), ReplicaGroup(Replicas = 3, Faults = 1, Problem = Problem.Consensus)] class C { }",
            "3 replicas of which 1 may fail are too few for Consensus: with PartiallySynchronous timing and Byzantine failures (declared on 'C'), n ≥ 3f + 1 = 4 (Dwork, Lynch and Stockmeyer 1988)",
            Library.Annotations
        );
}
