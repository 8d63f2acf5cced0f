using DistributedSystems.Analyzers.Rules.Models;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Models;

using VerifyCS = VerifyCS<ModelNotDeclared>;

public class ModelNotDeclaredTests
{
    [Fact]
    public Task What_depends_on_a_model() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [[|ReplicaGroup(Replicas = 3, Faults = 1)|], Consensus] class Group { }
            [[|Consensus|]] class Agreement { }
            [[|FailureDetector(Completeness.Strong, Accuracy.EventuallyStrong)|]] class Detector { [[|DeclaresFailed|]] void Bury() { } }
            [[|Liveness("ends", Requires = Timing.PartiallySynchronous)|]] class Live { }
            [Quorum(Read = 2, Write = 2, Of = 3), Consistency(Consistency.Linearizable), AvailableUnderPartition, Safety("holds")] class NeedsNone { }

            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)]
            class Declared
            {
                [ReplicaGroup(Replicas = 3, Faults = 1), Consensus, Liveness("ends")] void M() { }
                [DeclaresFailed] void Bury() { }
            }

            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)] interface IModel { }
            [Consensus] class Implementation : IModel { }
            """,
            Library.Annotations
        );

    [Fact]
    public Task A_contract_is_judged_where_it_is_called() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            interface IMembers { [DeclaresFailed] void Remove(int member); }
            abstract class Base { [DeclaresFailed] public abstract void Remove(int member); [[|DeclaresFailed|]] public virtual void Bury(int member) { } }
            """,
            Library.Annotations
        );

    [Fact]
    public Task An_assemblys_model_is_a_model() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            [assembly: DistributedSystems.SystemModel(DistributedSystems.Timing.PartiallySynchronous, DistributedSystems.Failures.CrashStop)]
            [DistributedSystems.Consensus] class C { }
            """,
            Library.Annotations
        );
}
