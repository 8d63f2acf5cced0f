using DistributedSystems.Analyzers.Rules.Models;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Models;

using VerifyCS = VerifyCS<ConsensusCannotTerminate>;

public class ConsensusCannotTerminateTests
{
    [Fact]
    public Task Only_without_any_way_out() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [FailureDetector(Completeness.Strong, Accuracy.EventuallyStrong)] class Heartbeats { }

            [SystemModel(Timing.Asynchronous, Failures.CrashStop)]
            class Asynchronous
            {
                [[|Consensus|]] class Plain { }
                [[|Consensus(Deterministic = true)|]] void Member() { }
                [Consensus(Deterministic = false)] class Randomised { }
                [Consensus(Uses = typeof(Heartbeats))] class Detecting { }
                [[|Consensus(Uses = typeof(Plain))|]] class UsesNoDetector { }
                [[|Consensus(Uses = null)|]] class UsesNothing { }
                [Consensus(Uses = typeof(Uri))] class UsesSomethingOfOthers { }
                [Consensus, Liveness("decides", Requires = Timing.PartiallySynchronous)] class InTheEnd { }
                [[|Consensus|], Liveness("decides", Requires = Timing.Asynchronous)] class NeedsNothing { }
                [Consensus, ReplicaGroup(Replicas = 3, Faults = 0)] class NobodyFails { }
                [[|Consensus|], ReplicaGroup(Replicas = 3, Faults = 1)] class OneFails { }
                [[|Consensus|], ReplicaGroup(Replicas = 3)] class FaultsUnsaid { }
                [Consensus, SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)] class NearerModel { }
                [Consensus, FailureDetector(Completeness.Weak, Accuracy.EventuallyWeak)] class ItsOwnDetector { }
            }

            [Consensus] class NoModel { }
            [SystemModel(Timing.Synchronous, Failures.CrashStop), Consensus] class Synchronous { }
            [SystemModel(Timing.Asynchronous, Failures.Byzantine)] interface IAgreement { }
            [[|Consensus|]] class Implementation : IAgreement { }
            """,
            Library.Annotations
        );

    [Fact]
    public Task An_assembly() =>
        VerifyCS.VerifyAnalyzerAsync(
            "[assembly: DistributedSystems.SystemModel(DistributedSystems.Timing.Asynchronous, DistributedSystems.Failures.Omission), [|DistributedSystems.Consensus|]]",
            Library.Annotations
        );
}
