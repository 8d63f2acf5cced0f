namespace DistributedSystems.Analyzers.Tests.Suite;

/// <summary>Code that declares its models, and in which every rule about them has something to say; a part of what is cut up for <see cref="BrokenCodeTests"/>.</summary>
internal static class DeclaredCode
{
    public const string Text = """

        [SystemModel(Timing.Asynchronous, Failures.CrashStop, MaxDelay = "30"), ReplicaGroup(Replicas = 2, Faults = 1, Problem = Problem.Consensus)]
        [Liveness("some leader is elected", Requires = Timing.Synchronous), Consistency(Consistency.Linearizable), AvailableUnderPartition]
        class Declared { [Consensus, Liveness("decides")] void Decide() { } }

        [FailureDetector(Completeness.Strong, Accuracy.EventuallyStrong)]
        class Undeclared { [QuorumSize] static int Quorum(int n) => n % 2 == 0 ? n / 2 : Math.Max(n, 1) / 2 + 1; }

        [SystemModel(Timing.Synchronous, Failures.CrashStop, MaxDelay = "50ms"), Quorum(Read = 2, Write = 2, Of = 3)]
        interface IDeclaredRegister
        {
            [Deadline("60ms")] Task<int> ReadAsync();
        }

        [Event]
        record Happened(Guid Id) { public int Count { get; set; } }

        class Replayed
        {
            private readonly HashSet<int> members = new();
            private DateTime last;
            void Apply(Happened happened) => last = DateTime.UtcNow;
            [Deterministic] IEnumerable<int> Members() { foreach (var member in members) yield return member + Reading(); }
            int Reading() => Guid.NewGuid().GetHashCode();
        }

        [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)]
        class Standby
        {
            private DateTime lastHeard;
            [DeclaresFailed] void Bury() { }
            [RequiresLeadership] async Task Lead(HttpClient http, HttpContent content) { await http.PutAsync("/x", content); }
            void Check() { if (DateTime.UtcNow - lastHeard > TimeSpan.FromSeconds(1) || !Alive()) Bury(); }
            bool Alive() { try { lastHeard = DateTime.Now; return true; } catch (TimeoutException) { return false; } }
        }

        [SystemModel(Timing.PartiallySynchronous, Failures.CrashRecovery)]
        class Voter
        {
            private long term;
            [Durable] private long voted;
            [Consistency(Consistency.Eventual)] int Cached() => 1;
            [Consistency(Consistency.Linearizable)] void Decide(int value) { }
            async Task Vote(HttpClient http, HttpContent content, long t)
            {
                if (t < term) return;
                term = t;
                await http.PostAsync("/vote", content);
                voted = t;
                foreach (var (a, _) in new[] { (Cached(), 2) }) { if (a > 1) Decide(a); }
            }
        }

        [SystemModel(Timing.Synchronous, Failures.CrashStop, MaxDelay = "200ms"), Quorum(Read = 2, Write = 2, Of = 3)]
        class Member
        {
            private readonly Liar liar = new();
            Task Ask(HttpClient http) => liar.Tell() ? http.GetAsync("/") : Task.CompletedTask;
        }

        [SystemModel(Timing.Synchronous, Failures.Byzantine, Channel.FairLoss)]
        class Liar { public bool Tell() => true; }

        record Stamped([property: LogicalClock(LogicalClock.Lamport)] long Stamp);

        [Mergeable]
        class Counted
        {
            [LogicalClock(LogicalClock.Lamport)] private long clock;
            private long[] counts = { 1, 2 };
            bool Before(Stamped a, Stamped b) => a.Stamp < b.Stamp || !(b.Stamp < a.Stamp);
            Stamped Answer(Stamped received) { Console.WriteLine(received.Stamp); return new Stamped(++clock); }
            void Merge(Counted other) { for (var i = 0; i < 2; i++) counts[i] += other.counts[i]; }
        }
        """;
}
