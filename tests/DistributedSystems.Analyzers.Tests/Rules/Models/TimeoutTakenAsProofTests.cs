using DistributedSystems.Analyzers.Rules.Models;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Models;

using VerifyCS = VerifyCS<TimeoutTakenAsProof>;

public class TimeoutTakenAsProofTests
{
    [Fact]
    public Task A_timer_that_is_pushed_back_where_there_is_one() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Threading;
            using DistributedSystems;

            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)]
            class Standby
            {
                private readonly TimeProvider time;
                private ITimer? patience, once;
                public Standby(TimeProvider time) => this.time = time;
                public void Start() => patience = time.CreateTimer(_ => [|Lead()|], null, TimeSpan.FromSeconds(9), Timeout.InfiniteTimeSpan);
                public void Schedule() => once = time.CreateTimer(_ => Lead(), null, TimeSpan.FromSeconds(9), Timeout.InfiniteTimeSpan);
                public void Heard() => patience?.Change(TimeSpan.FromSeconds(9), Timeout.InfiniteTimeSpan);
                public void Stop() => once?.Dispose();
                [RequiresLeadership] private void Lead() { }
            }
            """,
            Library.Annotations
        );

    private const string Group = """
        using DistributedSystems;

        interface IPeer { [RemoteCall] Task PingAsync(CancellationToken token = default); }

        [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)]
        class Group
        {
            private readonly IPeer peer;
            private readonly TimeProvider time;
            private DateTime last;
            private readonly List<DateTime> seen = new();
            private bool Expired => DateTime.UtcNow - last > limit;
            private TimeSpan Silence => DateTime.UtcNow - last;
            public TimeSpan Given { get; set; }
            private readonly TimeSpan limit = TimeSpan.FromSeconds(1);
            private readonly ManualResetEventSlim answered = new();
            public Group(IPeer peer, TimeProvider time) { this.peer = peer; this.time = time; }

            [DeclaresFailed] void Bury() { }
            [DeclaresFailed] void BuryAt([FencingToken] long epoch) { }
            [RequiresLeadership] void Lead() { }
            void Suspect() { }
            [FencingToken] private long epoch;
            [RequiresLeadership] long LeadUnderEpoch() => epoch;
            [RequiresLeadership] void LeadBelow() { LeadUnderEpoch(); }
        """;

    [Theory]
    [InlineData("try { await peer.PingAsync(); } catch (TimeoutException) { [|Bury()|]; }")]
    [InlineData("try { await peer.PingAsync(); } catch (OperationCanceledException) { [|Lead()|]; }")]
    [InlineData("try { await peer.PingAsync(); } catch (TaskCanceledException) when (DateTime.UtcNow.Day > 1) { [|Bury()|]; }")]
    [InlineData("try { await peer.PingAsync(); } catch (Exception) { [|Bury()|]; }")]
    [InlineData("try { Suspect(); } catch (Exception e) when (e is TimeoutException) { [|Bury()|]; }")]
    [InlineData("try { Suspect(); } catch (Exception e) when (e is OperationCanceledException or TimeoutException) { [|Bury()|]; }")]
    [InlineData(
        "using var source = new CancellationTokenSource(limit); try { await Other(source.Token); } catch (Exception) { [|Bury()|]; } Task Other(CancellationToken token) => Task.CompletedTask;"
    )]
    [InlineData("try { await peer.PingAsync(); } catch { if (last.Day > 1) [|Bury()|]; }")]
    [InlineData("try { await peer.PingAsync(); } catch (TimeoutException) { await Task.Run(() => [|Bury()|]); }")]
    [InlineData(
        "try { await peer.PingAsync(); } catch (TimeoutException) { [|Helper()|]; } void Helper() => Deeper(); void Deeper() { Suspect(); Bury(); }"
    )]
    [InlineData("async Task Watch() { try { await peer.PingAsync(); } catch (TimeoutException) { [|Bury()|]; } } await Watch();")]
    [InlineData("var late = false; try { await peer.PingAsync(); } catch (TimeoutException) { late = true; } if (late) { [|Bury()|]; }")]
    [InlineData(
        "if (!await AliveAsync()) [|Bury()|]; async Task<bool> AliveAsync() { try { await peer.PingAsync(); return true; } catch (TimeoutException) { return false; } }"
    )]
    [InlineData("if (DateTime.UtcNow - last > limit) [|Bury()|];")]
    [InlineData("if (limit < DateTime.UtcNow - last) [|Bury()|];")]
    [InlineData("if (last + limit < time.GetUtcNow().UtcDateTime) [|Bury()|];")]
    [InlineData("if (DateTime.UtcNow.Subtract(last).TotalSeconds >= 5) { [|Lead()|]; }")]
    [InlineData("if (last + limit - DateTime.UtcNow <= TimeSpan.Zero) [|Bury()|];")]
    [InlineData("var elapsed = DateTime.UtcNow - last; if (elapsed > limit) [|Bury()|];")]
    [InlineData(
        "var end = DateTime.UtcNow + limit; while (DateTime.UtcNow < end) { if (answered.IsSet) return; await Task.Delay(1); } [|Bury()|];"
    )]
    [InlineData("if (DateTime.UtcNow - last < limit) return; [|Bury()|];")]
    [InlineData("if (DateTime.UtcNow - last < limit) { Suspect(); } else { [|Bury()|]; }")]
    [InlineData("var watch = System.Diagnostics.Stopwatch.StartNew(); Suspect(); if (watch.Elapsed > limit && last.Day > 1) [|Bury()|];")]
    [InlineData("var start = time.GetTimestamp(); if (time.GetElapsedTime(start) > limit || last.Day > 1) [|Bury()|];")]
    [InlineData("if (!answered.Wait(limit)) [|Bury()|];")]
    [InlineData("var came = answered.Wait(1000); if (came == false) [|Bury()|];")]
    [InlineData("var ping = peer.PingAsync(); if (await Task.WhenAny(ping, Task.Delay(limit)) != ping) [|Bury()|];")]
    [InlineData("var late = Task.Delay(limit); var first = await Task.WhenAny(peer.PingAsync(), late); if (first == late) [|Bury()|];")]
    [InlineData("using var source = new CancellationTokenSource(limit); if (source.Token.IsCancellationRequested) [|Bury()|];")]
    [InlineData("if (Expired) [|Bury()|];")]
    [InlineData("if (Silence > limit) [|Bury()|];")]
    [InlineData("foreach (var at in seen.Where(at => DateTime.UtcNow - at > limit).ToList()) [|Bury()|];")]
    [InlineData("switch (Silence > limit) { case true: [|Bury()|]; break; case false: Lead(); break; }")]
    [InlineData("var came = false; try { await peer.PingAsync(); came = true; } catch (TimeoutException) { } if (!came) [|Bury()|];")]
    [InlineData(
        "var missed = 0; while (true) { try { await peer.PingAsync(); missed = 0; } catch (TimeoutException) { missed++; } if (missed > 3) [|Bury()|]; }"
    )]
    [InlineData(
        "using var source = new CancellationTokenSource(); source.CancelAfter(limit); if (source.IsCancellationRequested) [|Bury()|];"
    )]
    [InlineData("using var source = new CancellationTokenSource(limit); source.Token.Register(() => [|Bury()|]);")]
    public Task Acting_on_a_timeout(string body) => Verify($"async Task M() {{ await Task.Yield(); {body} }}");

    [Theory]
    [InlineData("try { await peer.PingAsync(); } catch (TimeoutException) { Suspect(); }")]
    [InlineData("try { await peer.PingAsync(); } catch (TimeoutException) { BuryAt(1); }")]
    [InlineData("try { await peer.PingAsync(); } catch (ArgumentException) { Bury(); }")]
    [InlineData("try { Suspect(); } catch (Exception) { Bury(); }")]
    [InlineData("try { Suspect(); } catch (Exception e) when (e is ArgumentException) { Bury(); }")]
    [InlineData("try { await peer.PingAsync(); Bury(); } catch (TimeoutException) { }")]
    [InlineData("try { await peer.PingAsync(); } finally { Bury(); }")]
    [InlineData("if (DateTime.UtcNow - last < limit) Bury();")]
    [InlineData("if (DateTime.UtcNow - last > limit) return; Bury();")]
    [InlineData("if (last.Day > 3) Bury();")]
    [InlineData("if (answered.Wait(limit)) Bury();")]
    [InlineData("var ping = peer.PingAsync(); if (await Task.WhenAny(ping, Task.Delay(limit)) == ping) Bury();")]
    [InlineData(
        "if (await AliveAsync()) Bury(); async Task<bool> AliveAsync() { try { await peer.PingAsync(); return true; } catch (TimeoutException) { return false; } }"
    )]
    [InlineData("using var source = new CancellationTokenSource(); if (source.Token.IsCancellationRequested) Bury();")]
    [InlineData("var late = false; try { await peer.PingAsync(); } catch (TimeoutException) { late = true; } if (!late) { Bury(); }")]
    [InlineData("Bury(); Lead();")]
    [InlineData("if (!Expired) Bury();")]
    [InlineData("if (Given > limit) Bury();")]
    [InlineData("if (DateTime.UtcNow.Hour > 22 || DateTime.UtcNow.TimeOfDay > limit) Bury();")]
    [InlineData("foreach (var at in seen.Where(at => DateTime.UtcNow - at < limit)) Bury();")]
    [InlineData("if (!await AliveAsync().WaitAsync(limit)) Bury(); Task<bool> AliveAsync() => Task.FromResult(true);")]
    [InlineData("var came = false; try { await peer.PingAsync(); came = true; } catch (TimeoutException) { } if (came) Bury();")]
    [InlineData(
        "try { var came = false; if (last.Day > 1) came = true; await peer.PingAsync(); if (!came) Bury(); } catch (Exception) { }"
    )]
    [InlineData("var tries = 0; while (tries < 3) tries++; if (tries > 2) Bury();")]
    [InlineData("try { await peer.PingAsync(); } catch (TimeoutException) { epoch++; Lead(); }")]
    [InlineData("try { await peer.PingAsync(); } catch (TimeoutException) { LeadUnderEpoch(); }")]
    [InlineData("try { await peer.PingAsync(); } catch (TimeoutException) { LeadBelow(); }")]
    public Task Innocent_neighbours(string body) => Verify($"async Task M() {{ await Task.Yield(); {body} }}");

    [Fact]
    public Task Only_outside_the_synchronous_model_and_under_a_declared_one() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            abstract class Group { [DeclaresFailed] public void Bury() { } }
            class NoModel : Group { void M() { try { } catch (TimeoutException) { Bury(); } } }
            [SystemModel(Timing.Synchronous, Failures.CrashStop)] class Synchronous : Group { void M() { try { } catch (TimeoutException) { Bury(); } } }
            [SystemModel(Timing.Asynchronous, Failures.CrashStop)] class Asynchronous : Group
            {
                void M() { try { } catch (TimeoutException) { [|Bury()|]; } }
                [SystemModel(Timing.Synchronous, Failures.CrashStop)] void Nearer() { try { } catch (TimeoutException) { Bury(); } }
            }
            [SystemModel(Timing.Asynchronous, Failures.CrashStop), FailureDetector(Completeness.Strong, Accuracy.EventuallyStrong)] class Detector : Group
            {
                void M() { try { } catch (TimeoutException) { Bury(); } }
            }
            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)] interface IMember { void Check(); }
            class Implementation : Group, IMember { public void Check() { try { } catch (TimeoutException) { [|Bury()|]; } } }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Tokens_through_locals_fields_and_objects() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            record Takeover([property: FencingToken] long Epoch);
            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)]
            class Standby
            {
                [FencingToken] private long epoch;
                [return: FencingToken] private long Next() => epoch + 1;
                [RequiresLeadership] private void Lead(long number) { }
                [RequiresLeadership] private void LeadWith(Takeover takeover) { }

                void M(Exception e, long other)
                {
                    try { } catch (TimeoutException) { var mine = epoch + 1; Lead(mine); }
                    try { } catch (TimeoutException) { Lead(Next()); }
                    try { } catch (TimeoutException) { LeadWith(new Takeover(7)); }
                    try { } catch (TimeoutException) { if (other > epoch) Lead(other); }
                    try { } catch (TimeoutException) { [|Lead(other)|]; }
                }
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task A_detector_that_is_never_wrong_needs_known_bounds() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop), [|FailureDetector(Completeness.Strong, Accuracy.Strong)|]] class Perfect { }
            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop), FailureDetector(Completeness.Strong, Accuracy.EventuallyStrong)] class EventuallyPerfect { }
            [SystemModel(Timing.Synchronous, Failures.CrashStop), FailureDetector(Completeness.Strong, Accuracy.Strong)] class WithBounds { }
            [FailureDetector(Completeness.Strong, Accuracy.Strong)] class NoModel { }
            """,
            Library.Annotations
        );

    private static Task Verify(string members) => VerifyCS.VerifyAnalyzerAsync(Group + members + " }", Library.Annotations);
}
