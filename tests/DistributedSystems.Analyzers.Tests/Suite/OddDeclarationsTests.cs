using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Suite;

/// <summary>Declarations that make no sense, or are half-typed, make no rule throw.</summary>
public class OddDeclarationsTests
{
    [Theory]
    [InlineData("[SystemModel] [Quorum(Read = )] [ReplicaGroup(Replicas = \"x\")] [Consistency] class C { }")]
    [InlineData(
        "[SystemModel(1, 2)] [SystemModel(null, null)] [Consensus(Uses = null, Deterministic = 3)] [FailureDetector()] class C { }"
    )]
    [InlineData(
        "[SystemModel((Timing)(-1), (Failures)99, (Channel)7, MaxDelay = null)] [ReplicaGroup(Replicas = 1, Faults = 1, Problem = (Problem)(-5))] class C { void M(C c) => c.M(c); }"
    )]
    [InlineData(
        "[assembly: ExternalDeclarations(null)] [assembly: ExternalDeclarations(typeof(int), null, typeof(D))] [DeclarationsFor(null)] class D { }"
    )]
    [InlineData("class C { [Compensates(null)] [CompensatedBy(null, null)] [Idempotent(Key = null)] [Deadline(null)] void M() { } }")]
    [InlineData(
        "class C { [QuorumSize(Faults = int.MinValue)] int A(int n) => n; [QuorumSize] int B(int n) => B(B(n)); [QuorumSize] int D(int n, int n) => missing; [QuorumSize] int E(int n) }"
    )]
    [InlineData(
        "[Deterministic] class C { int A() => B(); int B() => A(); int P => P; C() : this() { } static int S = S; int this[int i] => this[i]; }"
    )]
    [InlineData("[Event] interface I : I { int A { get; set; } } [Event] class E : E { public int B { set; } void Apply(E e) { A = e; } }")]
    [InlineData(
        "[Mergeable] class C { int n; C Merge(C other) => Merge(other) + (n + other.n); static C Join(C a, C b) => a.Merge(b); void Merge(C other) { n += ; } }"
    )]
    [InlineData(
        "class M { [LogicalClock] long a; [LogicalClock((LogicalClock)9)] long b; [MessageHandler] void On(M m) { a = m.a; b++; } bool X(M m) => m.a < a; }"
    )]
    [InlineData(
        "[SystemModel(Timing.PartiallySynchronous, Failures.CrashRecovery)] class C { int a; int A { get; set; } void M() { while (a > A) { a = a; A += a; (a, A) = (A, a); } } }"
    )]
    [InlineData(
        "[SystemModel(Timing.Asynchronous, Failures.CrashStop)] class C { [DeclaresFailed] void F() { } void M() { try { } catch (TimeoutException) when (F()) { F(; } if (DateTime.UtcNow > DateTime.UtcNow) F(); bool x = x; if (x) F(); } }"
    )]
    [InlineData(
        "class C { [Durable] int d; [Durable] Task S() => S(); async Task M() { await S(); d = await M(); foreach (var d in d) d = d; goto d; } }"
    )]
    [InlineData(
        "[Consistency(Consistency.Eventual)] class W { public int V() => 1; } [Consistency(Consistency.Linearizable)] class L { public int P(int x) => P(P(x)); void M(W w) { P(w.V(P(1))); if (w.V() > ) P(1); } }"
    )]
    [InlineData("class C { [RequiresLeadership] int P { get { System.Net.Http.HttpClient h = h; h.PostAsync(h, h); return P; } } }")]
    public async Task No_rule_throws(string source)
    {
        var setup = Pack.EveryLibrary with { AllowCompileErrors = true };
        await Analysis.Run(Analysis.Compile("using DistributedSystems;\n" + source, setup), Pack.Analyzers, setup, concurrent: true);
    }
}
