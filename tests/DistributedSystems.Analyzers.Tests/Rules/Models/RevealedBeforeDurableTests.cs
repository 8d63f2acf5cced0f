using DistributedSystems.Analyzers.Rules.Models;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Models;

using VerifyCS = VerifyCS<RevealedBeforeDurable>;

public class RevealedBeforeDurableTests
{
    private const string Voter = """
        using DistributedSystems;

        interface IPeer { [RemoteCall] Task SendAsync(long term); [RemoteCall, NotIdempotent] Task<bool> AskAsync(long term); [RemoteCall] Task<long> ReadAsync(); }
        interface IDisk { [Durable] Task SaveAsync(long term); [Durable] void Save(long term); }

        class Voter
        {
            private readonly IPeer peer;
            private readonly IDisk disk;
            private readonly List<IPeer> peers = new();
            [Durable] private long term;
            [Durable] private readonly List<long> log = new();
            private readonly TaskCompletionSource<long> answer = new();
            private void Keep(long t) => term = t;
            private Task Tell(long t) => peer.SendAsync(t);
            private async Task KeepAndTell(long t) { term = t; await peer.SendAsync(t); }
            public Voter(IPeer peer, IDisk disk) { this.peer = peer; this.disk = disk; }
        """;

    [Theory]
    [InlineData("await [|peer.SendAsync(t)|]; term = t;")]
    [InlineData("await [|peer.SendAsync(t)|]; log.Add(t);")]
    [InlineData("await [|peer.SendAsync(t)|]; term++;")]
    [InlineData("await [|peer.SendAsync(t)|]; await disk.SaveAsync(t);")]
    [InlineData("await [|peer.SendAsync(t)|]; disk.Save(t);")]
    [InlineData("var sent = [|peer.SendAsync(t)|]; term = t; await sent;")]
    [InlineData("if (t > 3) { await [|peer.SendAsync(t)|]; } term = t;")]
    [InlineData("await [|peer.SendAsync(t)|]; if (t > 3) { term = t; }")]
    [InlineData("try { await [|peer.SendAsync(t)|]; } finally { term = t; }")]
    [InlineData("async Task Local() { await [|peer.SendAsync(t)|]; term = t; } await Local();")]
    [InlineData("_ = [|disk.SaveAsync(t)|]; await peer.SendAsync(t);")]
    [InlineData("[|disk.SaveAsync(t)|];")]
    [InlineData("while (t < 9) { await [|peer.SendAsync(t)|]; term = t; }")]
    [InlineData("await [|peer.SendAsync(t)|]; Keep(t);")]
    [InlineData("await [|Tell(t)|]; term = t;")]
    [InlineData("[|answer.SetResult(t)|]; term = t;")]
    [InlineData("Keep(t); await Tell(t);")]
    [InlineData("await KeepAndTell(t);")]
    [InlineData("term = t; answer.SetResult(t);")]
    [InlineData("term = t; await peer.SendAsync(t);")]
    [InlineData("await disk.SaveAsync(t); await peer.SendAsync(t);")]
    [InlineData("while (t < 9) { term = t; await peer.SendAsync(t); }")]
    [InlineData("if (await peer.AskAsync(t)) { term = t; }")]
    [InlineData("var answer = await peer.AskAsync(t); if (!answer) return; term = t;")]
    [InlineData("var read = await peer.ReadAsync(); term = read;")]
    [InlineData("await peer.ReadAsync(); term = t;")]
    [InlineData("if (t > 3) { await peer.SendAsync(t); } else { term = t; }")]
    [InlineData("term = t; await peer.SendAsync(t); term = t + 1;")]
    [InlineData("var saved = disk.SaveAsync(t); await saved;")]
    [InlineData("foreach (var p in peers) { await [|p.SendAsync(t)|]; } term = t;")]
    [InlineData("foreach (var p in peers) { foreach (var q in peers) { await [|q.SendAsync(t)|]; } } term = t;")]
    [InlineData("await Task.WhenAll(peers.Select(p => [|p.SendAsync(t)|])); term = t;")]
    [InlineData("await Parallel.ForEachAsync(peers, async (p, token) => await [|p.SendAsync(t)|]); term = t;")]
    [InlineData("var saved = disk.SaveAsync(t); await [|peer.SendAsync(t)|]; await saved;")]
    [InlineData("await Task.WhenAll(disk.SaveAsync(t), [|peer.SendAsync(t)|]);")]
    [InlineData("_ = Task.Run(() => [|disk.SaveAsync(t)|]); await peer.SendAsync(t);")]
    [InlineData("await [|peer.SendAsync(t)|]; Interlocked.Exchange(ref term, t);")]
    [InlineData("await [|peer.SendAsync(t)|]; (term, _) = (t, 1);")]
    [InlineData("foreach (var p in peers) { if (t > 3) { await p.SendAsync(t); } else { term = t; } }")]
    [InlineData("await disk.SaveAsync(t); foreach (var p in peers) { await p.SendAsync(t); }")]
    [InlineData("var sends = peers.Select(p => p.SendAsync(t)); term = t; await Task.WhenAll(sends);")]
    [InlineData("var saved = disk.SaveAsync(t); await saved.ConfigureAwait(false); await peer.SendAsync(t);")]
    [InlineData("var votes = 0; foreach (var p in peers) { if (await p.AskAsync(t)) votes++; } if (votes > 2) term = t;")]
    [InlineData(
        "var answers = await Task.WhenAll(peers.Select(p => p.AskAsync(t))); if (answers.Count(answer => answer) > 2) { term = t; }"
    )]
    [InlineData(
        "var answers = new List<bool>(); foreach (var p in peers) { answers.Add(await p.AskAsync(t)); } if (answers.Count > 2) { term = t; }"
    )]
    public Task Orders(string body) =>
        VerifyCS.VerifyAnalyzerAsync($"{Voter} async Task M(long t) {{ await Task.Yield(); {body} }} }}", Library.Annotations);

    [Fact]
    public Task Who_never_comes_back_breaks_no_promise() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            interface IPeer { [RemoteCall] Task SendAsync(long term); }
            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)]
            class Stops { [Durable] long term; async Task M(IPeer peer) { await peer.SendAsync(1); term = 1; } }
            [SystemModel(Timing.PartiallySynchronous, Failures.CrashRecovery)]
            class Recovers { [Durable] long term; async Task M(IPeer peer) { await [|peer.SendAsync(1)|]; term = 1; } }
            class Volatile { long term; async Task M(IPeer peer) { await peer.SendAsync(1); term = 1; } }
            """,
            Library.Annotations
        );
}
