using DistributedSystems.Analyzers.Rules.Configuration;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Configuration;

namespace DistributedSystems.Analyzers.Tests.Rules.Configuration;

using VerifyCS = VerifyCS<AnnotationContradicts>;
using VerifyFix = VerifyCS<AnnotationContradicts, CorrectAnnotationFix>;

public class AnnotationContradictsTests
{
    [Fact]
    public Task Durations() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;
            [assembly: [|SystemModel(DistributedSystems.Timing.PartiallySynchronous, DistributedSystems.Failures.CrashStop, MaxDelay = "200")|]]

            [[|SystemModel(Timing.Synchronous, Failures.CrashStop, MaxDelay = "200ms", MaxClockSkew = "soon")|]] class A { }
            [SystemModel(Timing.Synchronous, Failures.CrashStop, MaxDelay = "200ms", MaxClockSkew = "00:00:01")] class B { }

            class Calls
            {
                [[|Deadline("30")|]] public void BareNumber() { }
                [[|Deadline(Limits.Bare)|]] public void Constant() { }
                [[|Deadline("-2s")|]] public void Negative() { }
                [[|Deadline("")|]] public void Empty() { }
                [[|Deadline("00:30")|]] public void HoursOrMinutes() { }
                [Deadline("30s")] public void Seconds() { }
                [Deadline(Limits.Good)] public void GoodConstant() { }
            }

            static class Limits { public const string Bare = "1" + "5", Good = "1.5s"; }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Keys_and_counterparts() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            class Saga
            {
                [[|Idempotent(Key = "requestID")|]] public void Reserve(string requestId) { }
                [[|Idempotent(Key = "id")|]] public void NoParameters() { }
                [[|Idempotent(Key = "")|]] public void EmptyKey(string requestId) { }
                [Idempotent(Key = "requestId")] public void Right(string requestId) { }
                [Idempotent(Key = nameof(requestId))] public void NameOf(string requestId) { }
                [Idempotent] public void Whole(string requestId) { }

                [[|CompensatedBy("Undo")|]] public void Do() { }
                [CompensatedBy(nameof(Reserve))] public void Known() { }
                [[|Compensates(nameof(Name))|]] public void AProperty() { }
                [Compensates(nameof(Inherited.Base))] public void Elsewhere() { }
                [Compensates(typeof(Inherited), "Base")] public void Typed() { }
                [[|Compensates(typeof(Inherited), "Bas")|]] public void TypedWrong() { }
                public string Name => "";
            }

            class Inherited { public void Base() { } }
            class Derived : Inherited { [Compensates(nameof(Base))] public void Undo() { } }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Effects_that_exclude_each_other() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            class Effects
            {
                [Idempotent, [|NotIdempotent|]] public void Both() { }
                [ReadOnly, [|NotIdempotent|]] public void ReadsAndAdds() { }
                [MessageHandler(Delivery.AtLeastOnce), [|NotIdempotent|]] public void Handles(string message) { }
                [MessageHandler(Delivery.AtMostOnce), NotIdempotent] public void HandlesOnce(string message) { }
                [Compensates(nameof(One)), [|NotIdempotent|]] public void Undo() { }
                [Idempotent] public void One() { }
                [NotIdempotent] public void Other() { }
                [WallClock, [|MonotonicClock|]] public long Clock => 0;
                [MonotonicClock] public long Ticks => 0;
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Numbers() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [[|ReplicaGroup(Replicas = 3, Faults = 3)|]] class NobodyLeft { }
            [ReplicaGroup(Replicas = 3, Faults = 2)] class OneLeft { }
            [[|ReplicaGroup(Replicas = 3, Faults = -1)|]] class NegativeFaults { }
            [[|ReplicaGroup(Replicas = 0, Faults = 0)|]] class Nobody { }
            [[|ReplicaGroup(Replicas = int.MinValue, Faults = int.MaxValue)|]] class Absurd { }
            [ReplicaGroup] class Nothing { }

            [[|Quorum(Read = 4, Write = 2, Of = 3)|]] class TooLarge { }
            [[|Quorum(Read = 0, Write = 3, Of = 3)|]] class Zero { }
            [[|Quorum(Read = 1, Write = 1, Of = 0)|]] class OfNone { }
            [Quorum(Read = 3, Write = 3, Of = 3)] class All { }
            [Quorum] class Unsaid { }
            [ReplicaGroup(Replicas = 5, Faults = 1), [|Quorum(Read = 2, Write = 2, Of = 3)|]] class TwoGroups { }
            [ReplicaGroup(Replicas = 3, Faults = 1), Quorum(Read = 2, Write = 2, Of = 3)] class OneGroup { }
            [ReplicaGroup(Replicas = 5, Faults = 2), [|Quorum(Read = 2, Write = 4, Of = 5)|]] class NoneToAnswer { }
            [ReplicaGroup(Replicas = 5, Faults = 2), Quorum(Read = 3, Write = 3, Of = 5)] class JustEnough { }
            [ReplicaGroup(Replicas = 5, Faults = 0), Quorum(Read = 1, Write = 5, Of = 5)] class WritesAll { }
            [ReplicaGroup(Replicas = 5, Faults = 2)]
            class Members
            {
                [[|Quorum(Read = 2, Write = 4, Of = 5)|]] void None_to_answer() { }
                [Quorum(Read = 3, Write = 3, Of = 5)] void Just_enough() { }
                [Quorum(Read = 2, Write = 2, Of = 3)] void Of_another_group() { }
            }

            class Sizes
            {
                [[|QuorumSize(QuorumKind.Majority, -3)|]] public int Negative(int n) => n;
                [[|QuorumSize|]] public void Nothing(int n) { }
                [QuorumSize] public int Size(int n) => n;
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Models() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [[|SystemModel(Timing.PartiallySynchronous, Failures.Timing)|]] class A { }
            [[|SystemModel(Timing.Asynchronous, Failures.Timing)|]] class B { }
            [SystemModel(Timing.Synchronous, Failures.Timing)] class C { }
            [[|SystemModel(Timing.Asynchronous, Failures.CrashStop, MaxDelay = "1s")|]] class D { }
            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop, MaxDelay = "1s")] class E { }
            [SystemModel((Timing)9, (Failures)9)] class F { }
            """,
            Library.Annotations
        );

    [Fact]
    public Task A_group_that_a_bound_speaks_of_is_left_to_the_bound() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [SystemModel(Timing.Synchronous, Failures.CrashStop), ReplicaGroup(Replicas = 3, Faults = 3, Problem = Problem.Consensus)] class Settled { }
            [SystemModel(Timing.Synchronous, Failures.CrashRecoveryAmnesia), [|ReplicaGroup(Replicas = 3, Faults = 3, Problem = Problem.Consensus)|]] class Unsettled { }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Consistency_in_its_partial_order_and_handlers_by_their_type() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            interface IBoard { [Consistency(Consistency.Causal)] int Read(); [Consistency(Consistency.Sequential)] int Count(); }
            class Sessions : IBoard { [[|Consistency(Consistency.Session)|]] public int Read() => 1; [Consistency(Consistency.BoundedStaleness)] public int Count() => 1; }
            class Strict : IBoard { [Consistency(Consistency.StrictSerializable)] public int Read() => 1; [[|Consistency(Consistency.StrongEventual)|]] public int Count() => 1; }

            [MessageHandler(Delivery.AtLeastOnce)]
            class Orders
            {
                [[|NotIdempotent|]] public void Handle(string order) { }
                [NotIdempotent] private void Step(string order) { }
                [Idempotent] public void Again(string order) { }
            }

            [MessageHandler(Delivery.AtMostOnce)]
            class Hints { [NotIdempotent] public void Handle(string hint) { } }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Implementations_weaker_than_what_they_implement() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [SystemModel(Timing.PartiallySynchronous, Failures.Omission), Consistency(Consistency.Linearizable)]
            interface IStore
            {
                [Idempotent, Deadline("2s")] void Put(string key);
                [Idempotent(Key = "key")] void Keyed(string key);
                [Consistency(Consistency.Causal)] string Get(string key);
            }

            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)]
            class Good : IStore
            {
                [Idempotent, Deadline("1s")] public void Put(string key) { }
                [Idempotent] public void Keyed(string key) { }
                [Consistency(Consistency.Sequential)] public string Get(string key) => key;
            }

            [[|SystemModel(Timing.PartiallySynchronous, Failures.Byzantine)|], [|Consistency(Consistency.Eventual)|]]
            class Bad : IStore
            {
                [[|NotIdempotent|], [|Deadline("3s")|]] public void Put(string key) { }
                [[|NotIdempotent|]] void IStore.Keyed(string key) { }
                [[|Consistency(Consistency.Eventual)|]] public string Get(string key) => key;
            }

            [Deadline("2s"), Consistency(Consistency.Linearizable)] interface IQuick { void Put(); int Get(); [Consistency(Consistency.Eventual)] int Peek(); }
            class Slow : IQuick { [[|Deadline("3s")|]] public void Put() { } [[|Consistency(Consistency.Eventual)|]] public int Get() => 1; [Deadline("2s"), Consistency(Consistency.Eventual)] public int Peek() => 1; }

            class Base { [Idempotent] public virtual void M() { } [Idempotent] public virtual void N(string id) { } }
            class Derived : Base
            {
                [[|NotIdempotent|]] public override void M() { }
                [[|Idempotent(Key = "id")|]] public override void N(string id) { }
            }
            class Unrelated { [NotIdempotent] public void M() { } }
            """,
            Library.Annotations
        );

    [Fact]
    public Task What_another_assembly_promises_counts() =>
        VerifyCS.VerifyAnalyzerAsync(
            "using DistributedSystems; class Store : IStore { [[|NotIdempotent|]] public void Put() { } }",
            Setup.With(Library.Annotations) with
            {
                ReferencedProject = "using DistributedSystems; public interface IStore { [Idempotent] void Put(); }",
            }
        );

    [Fact]
    public Task Copied_attributes_count_and_others_of_the_same_name_do_not() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            namespace DistributedSystems { public sealed class DeadlineAttribute : Attribute { public DeadlineAttribute(string duration) { } } }
            namespace Elsewhere { public sealed class DeadlineAttribute : Attribute { public DeadlineAttribute(string duration) { } } }
            class C
            {
                [[|DistributedSystems.Deadline("30")|]] void Ours() { }
                [Elsewhere.Deadline("30")] void Theirs() { }
            }
            """
        );

    [Fact]
    public Task Units_are_added_and_keys_spelt() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            using DistributedSystems;
            [[|SystemModel(Timing.Synchronous, Failures.CrashStop, MaxDelay = "1.5", MaxClockSkew = "10ms")|]]
            class C
            {
                [[|Deadline("30")|]] // half a minute
                public void M() { }
                [[|Idempotent(Key = "reqeustId")|]] public void Swapped(string requestId, string other) { }
                [[|Idempotent(Key = "requestid")|]] public void Case(string requestId) { }
            }
            """,
            """
            using DistributedSystems;
            [SystemModel(Timing.Synchronous, Failures.CrashStop, MaxDelay = "1.5s", MaxClockSkew = "10ms")]
            class C
            {
                [Deadline("30s")] // half a minute
                public void M() { }
                [Idempotent(Key = "requestId")] public void Swapped(string requestId, string other) { }
                [Idempotent(Key = "requestId")] public void Case(string requestId) { }
            }
            """,
            Library.Annotations
        );

    [Theory]
    [InlineData("[[|Deadline(\"soon\")|]] void M() { }")]
    [InlineData("[[|Deadline(\"-30\")|]] void M() { }")]
    [InlineData("const string Limit = \"30\"; [[|Deadline(Limit)|]] void M() { }")]
    [InlineData("[[|Idempotent(Key = \"idd\")|]] void M(int ida, int idb) { }")]
    [InlineData("[[|Idempotent(Key = \"operation\")|]] void M(string requestId) { }")]
    public Task Nothing_is_offered_where_the_repair_is_not_certain(string member) =>
        VerifyFix.VerifyNoFixAsync($"using DistributedSystems; class C {{ {member} }}", Setup.With(Library.Annotations));

    [Fact]
    public Task The_message_names_the_reason() =>
        VerifyCS.VerifyMessageAsync(
            "class C { [DistributedSystems.Deadline(\"30\")] void M() { } }",
            "[Deadline] on 'M' cannot hold: \"30\" is no duration: it has no unit (ms, s, m or h)",
            Library.Annotations
        );
}
