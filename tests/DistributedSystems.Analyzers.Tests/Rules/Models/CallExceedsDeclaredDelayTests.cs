using DistributedSystems.Analyzers.Rules.Models;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Models;

using VerifyCS = VerifyCS<CallExceedsDeclaredDelay>;

public class CallExceedsDeclaredDelayTests
{
    [Fact]
    public Task Waits_of_all_kinds() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Net.Sockets;
            using DistributedSystems;

            interface IPeer
            {
                [RemoteCall, Deadline("200ms")] Task AtTheEdge();
                [RemoteCall, Deadline("201ms")] Task Longer();
                [Deadline("1s")] void Local();
                [RemoteCall] Task Unknown();
                [Deadline("1")] void Unreadable();
            }
            [Deadline("5s")] interface ISlow { void M(); }

            [SystemModel(Timing.Synchronous, Failures.CrashStop, MaxDelay = "200ms")]
            class Member
            {
                private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
                async Task M(IPeer peer, ISlow slow, HttpClient http, NetworkStream stream, byte[] buffer, CancellationToken token)
                {
                    await peer.AtTheEdge();
                    await [|peer.Longer()|];
                    await peer.Longer().WaitAsync(TimeSpan.FromMilliseconds(100));
                    [|peer.Local()|];
                    await peer.Unknown();
                    peer.Unreadable();
                    [|slow.M()|];
                    await [|http.GetAsync("/")|];
                    await http.GetAsync("/", token);
                    using var short1 = new CancellationTokenSource(100);
                    await http.GetAsync("/", short1.Token);
                    using var long1 = new CancellationTokenSource(Long);
                    await [|http.GetAsync("/", long1.Token)|];
                    await [|stream.ReadAsync(buffer)|];
                    Func<Task> later = () => [|peer.Longer()|];
                }
                [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)] Task Nearer(IPeer peer) => peer.Longer();
            }

            [SystemModel(Timing.Synchronous, Failures.CrashStop)]
            class NoBound { async Task M(IPeer peer, NetworkStream stream, byte[] buffer, HttpClient http) { await peer.Longer(); await http.GetAsync("/"); await [|stream.ReadAsync(buffer)|]; } }
            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop, MaxDelay = "200ms")]
            class Partial { async Task M(IPeer peer, NetworkStream stream, byte[] buffer) { await peer.Longer(); await stream.ReadAsync(buffer); } }
            class NoModel { Task M(IPeer peer) => peer.Longer(); }
            """,
            Library.Annotations
        );

    [Fact]
    public Task A_client_whose_timeout_is_set_somewhere_is_unknown() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [SystemModel(Timing.Synchronous, Failures.CrashStop, MaxDelay = "200ms")]
            class Member
            {
                private readonly HttpClient http = new() { Timeout = TimeSpan.FromMilliseconds(100) };
                Task M() => http.GetAsync("/");
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task A_command_timeout_in_a_constant_connection_string_is_the_limit() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;
            using Npgsql;

            [SystemModel(Timing.Synchronous, Failures.CrashStop, MaxDelay = "10s")]
            class Member
            {
                private readonly NpgsqlConnection quick = new NpgsqlConnection("Host=a;Command Timeout=10");
                private readonly NpgsqlConnection slow = new NpgsqlConnection("Host=a;Command Timeout=11");
                private readonly NpgsqlConnection usual = new NpgsqlConnection("Host=a");
                int Made() { using var command = new NpgsqlCommand("select 1", quick); return command.ExecuteNonQuery(); }
                int Created() { using var command = quick.CreateCommand(); return command.ExecuteNonQuery(); }
                int Slow() { using var command = slow.CreateCommand(); return [|command.ExecuteNonQuery()|]; }
                int Usual() { using var command = usual.CreateCommand(); return [|command.ExecuteNonQuery()|]; }
            }
            """,
            Library.Annotations,
            Library.Npgsql
        );

    [Fact]
    public Task Reads_of_a_network_stream_by_inherited_members_and_readers() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.IO;
            using System.Net.Security;
            using System.Net.Sockets;
            using DistributedSystems;

            [SystemModel(Timing.Synchronous, Failures.CrashStop, MaxDelay = "50ms")]
            class Sensor
            {
                private readonly StreamReader lines;
                private readonly StreamReader settings = new StreamReader("settings.txt");
                public Sensor(NetworkStream stream) => lines = new StreamReader(stream, leaveOpen: true);

                async Task Reads(NetworkStream stream, SslStream secured, byte[] buffer)
                {
                    await [|stream.ReadExactlyAsync(buffer)|];
                    await [|secured.ReadAtLeastAsync(buffer, 3)|];
                    [|stream.ReadExactly(buffer)|];
                    await [|lines.ReadLineAsync()|];
                    using var reader = new StreamReader(secured);
                    await [|reader.ReadToEndAsync()|];
                    await reader.ReadLineAsync().WaitAsync(TimeSpan.FromMilliseconds(20));
                    using var limit = new CancellationTokenSource(40);
                    await stream.ReadExactlyAsync(buffer, limit.Token);
                    await lines.ReadLineAsync(limit.Token);
                }

                async Task ReadsHere(FileStream file, MemoryStream memory, Stream any, byte[] buffer)
                {
                    await file.ReadExactlyAsync(buffer);
                    await memory.ReadExactlyAsync(buffer);
                    await any.ReadExactlyAsync(buffer);
                    await settings.ReadLineAsync();
                    using var reader = new StreamReader(file);
                    await reader.ReadToEndAsync();
                    using var text = new StringReader("a");
                    await text.ReadLineAsync();
                }
            }
            """,
            Library.Annotations
        );
}
