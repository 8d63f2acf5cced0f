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

    private const string Desk = """
        using System.IO;
        using DistributedSystems;
        using Microsoft.AspNetCore.Http;

        interface ILog { [Durable] Task AppendAsync(string entry); [Durable] void Append(string entry); [Durable] Task MarkAsync(long offset); }
        record Entry(string Text, long Offset);

        class Desk
        {
            private readonly ILog log;
            private Task last, kept;
            [Durable] private long offset;
            private void Trace(Exception e) { }
            private Task WaitAsync() => kept;
        """;

    [Theory]
    [InlineData("await [|response.WriteAsync(entry)|]; await log.AppendAsync(entry);")]
    [InlineData("await [|response.WriteAsJsonAsync(entry)|]; log.Append(entry);")]
    [InlineData("await [|response.Body.WriteAsync(new byte[4])|]; offset = 4;")]
    [InlineData("await [|response.CompleteAsync()|]; offset++;")]
    [InlineData("await log.AppendAsync(entry); await response.WriteAsync(entry);")]
    [InlineData("if (entry.Length == 0) { await response.WriteAsync(\"empty\"); return; } await log.AppendAsync(entry);")]
    [InlineData("await response.WriteAsync(\"working\"); await log.AppendAsync(entry); await response.WriteAsync(\"stored\");")]
    [InlineData("response.StatusCode = 200; await log.AppendAsync(entry);")]
    [InlineData("await response.Body.FlushAsync(); await log.AppendAsync(entry);")]
    [InlineData("try { await log.AppendAsync(entry); } catch (Exception) { await response.WriteAsync(\"failed\"); }")]
    [InlineData("var written = [|log.AppendAsync(entry)|]; await response.WriteAsync(entry);")]
    [InlineData("last = [|log.AppendAsync(entry)|]; await response.WriteAsync(entry);")]
    [InlineData("await [|Task.WhenAny(log.AppendAsync(entry), Task.Delay(50))|]; await response.WriteAsync(entry);")]
    [InlineData("var written = log.AppendAsync(entry); await [|Task.WhenAny(written, Task.Delay(50))|]; await response.WriteAsync(entry);")]
    [InlineData("var limit = Task.Delay(50); _ = await [|Task.WhenAny(new[] { log.AppendAsync(entry), limit })|].ConfigureAwait(false);")]
    [InlineData("kept = log.AppendAsync(entry); await WaitAsync(); await response.WriteAsync(entry);")]
    [InlineData(
        "var written = log.AppendAsync(entry); if (await Task.WhenAny(written, Task.Delay(50)) != written) throw new TimeoutException();"
    )]
    [InlineData(
        "var written = log.AppendAsync(entry); var first = await Task.WhenAny(written, Task.Delay(50)); if (first != written) return;"
    )]
    [InlineData(
        "var written = log.AppendAsync(entry); await Task.WhenAny(written, Task.Delay(50)); if (!written.IsCompletedSuccessfully) return;"
    )]
    [InlineData("var written = log.AppendAsync(entry); await Task.WhenAny(written, Task.Delay(50)); Console.WriteLine(); await written;")]
    [InlineData("await log.AppendAsync(entry).WaitAsync(TimeSpan.FromSeconds(1)); await response.WriteAsync(entry);")]
    [InlineData("await Task.WhenAny(log.AppendAsync(entry), log.MarkAsync(1));")]
    [InlineData(
        "try { await log.AppendAsync(entry); } catch (Exception e) { Console.WriteLine(e); } await [|response.WriteAsync(entry)|];"
    )]
    [InlineData("try { log.Append(entry); } catch (IOException) { } await [|response.WriteAsync(entry)|];")]
    [InlineData("try { await log.AppendAsync(entry); await response.WriteAsync(entry); } catch (Exception e) { Console.WriteLine(e); }")]
    [InlineData("try { await log.AppendAsync(entry); } catch (Exception) { return; } await response.WriteAsync(entry);")]
    [InlineData("try { await log.AppendAsync(entry); } catch (Exception) { throw; } await response.WriteAsync(entry);")]
    [InlineData(
        "var stored = false; try { await log.AppendAsync(entry); stored = true; } catch (IOException) { } if (stored) await response.WriteAsync(entry);"
    )]
    [InlineData(
        "var stored = false; try { await log.AppendAsync(entry); stored = true; } catch (IOException) { } await response.WriteAsync(stored ? entry : \"failed\");"
    )]
    [InlineData(
        "while (true) { try { await log.AppendAsync(entry); break; } catch (IOException) { await Task.Delay(9); } } await response.WriteAsync(entry);"
    )]
    [InlineData(
        "try { await log.AppendAsync(entry); } catch (IOException) { await log.AppendAsync(\"again \" + entry); } await response.WriteAsync(entry);"
    )]
    [InlineData("try { await log.AppendAsync(entry); } catch (FormatException) { } await response.WriteAsync(entry);")]
    public Task Replies(string body) =>
        VerifyCS.VerifyAnalyzerAsync(
            $"{Desk} async Task M(string entry, HttpResponse response) {{ await Task.Yield(); {body} }} }}",
            Library.Annotations
        );

    [Fact]
    public Task Elements_and_results() =>
        VerifyCS.VerifyAnalyzerAsync(
            $$"""
            {{Desk}}
                async IAsyncEnumerable<string> Store(IEnumerable<string> entries)
                {
                    foreach (var entry in entries) { yield return [|entry|]; await log.AppendAsync(entry); }
                }

                async IAsyncEnumerable<string> StoreAndTell(Entry entry) { yield return [|$"stored {entry.Text}"|]; await log.AppendAsync(entry.Text); }

                IEnumerable<long> Numbers() { while (true) { yield return [|offset|]; offset++; } }

                async IAsyncEnumerable<string> StoreFirst(IEnumerable<string> entries)
                {
                    foreach (var entry in entries) { await log.AppendAsync(entry); yield return entry; }
                }

                async IAsyncEnumerable<Entry> Checkpoints(IEnumerable<Entry> entries)
                {
                    foreach (var entry in entries) { yield return entry; await log.MarkAsync(entry.Offset); }
                }

                async IAsyncEnumerable<string> Progress(string entry) { yield return "storing"; await log.AppendAsync(entry); yield return "done"; }

                async Task<bool> Confirms(string entry)
                {
                    try { await log.AppendAsync(entry); } catch (Exception e) { Trace(e); }
                    return true;
                }

                async Task<bool> ConfirmsSilently(string entry)
                {
                    try { await log.AppendAsync(entry); } catch (IOException) { }
                    return [|true|];
                }

                async Task<Entry> GivesBack(Entry entry)
                {
                    try { await log.AppendAsync(entry.Text); } catch (Exception) { Console.WriteLine("lost"); }
                    return [|new Entry(entry.Text, 0)|];
                }

                async Task<bool> Admits(string entry)
                {
                    try { await log.AppendAsync(entry); return true; } catch (IOException) { Console.WriteLine("lost"); }
                    return false;
                }

                async Task<int> Counts(string entry)
                {
                    try { await log.AppendAsync("seen"); } catch (IOException) { }
                    return entry.Length;
                }
            }
            """,
            Library.Annotations
        );
}
