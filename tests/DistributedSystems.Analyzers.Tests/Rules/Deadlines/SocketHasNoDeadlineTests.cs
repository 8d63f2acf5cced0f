using DistributedSystems.Analyzers.Rules.Deadlines;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Deadlines;

using VerifyCS = VerifyCS<RemoteCallHasNoDeadline>;

/// <summary>DIST1001: reads and connects of sockets.</summary>
public class SocketHasNoDeadlineTests
{
    [Fact]
    public Task Sockets_are_reported_as_information() =>
        VerifyCS.VerifySeverityAsync(
            """
            class Probe(System.Net.Sockets.TcpClient client)
            {
                async Task Connect() => await [|client.ConnectAsync("example.org", 443)|];
                async Task ConnectUntilCancelled(CancellationToken token) => await client.ConnectAsync("example.org", 443, token);
            }
            """,
            DiagnosticSeverity.Info
        );

    [Fact]
    public Task A_socket_timeout_limits_synchronous_reads_only() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Probe(System.Net.Sockets.Socket socket, byte[] buffer)
            {
                async Task<int> Read()
                {
                    socket.ReceiveTimeout = 5000;
                    return await [|socket.ReceiveAsync(buffer)|];
                }
                int ReadAtOnce()
                {
                    socket.ReceiveTimeout = 5000;
                    return socket.Receive(buffer);
                }
                async Task<int> Write() => await socket.SendAsync(buffer);
            }
            """
        );

    [Fact]
    public Task Synchronous_reads_without_any_limit() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Net.Sockets;
            class Probe(Socket socket, byte[] buffer)
            {
                int Read() => [|socket.Receive(buffer)|];
                void Connect() { using var client = new TcpClient(); [|client.Connect("example.org", 443)|]; }
                int Stream(TcpClient client) { var stream = client.GetStream(); return [|stream.Read(buffer, 0, 4)|]; }
                int Write() => socket.Send(buffer);
                int Memory() => new MemoryStream(buffer).Read(buffer, 0, 4);
                int Unknown(Stream stream) => stream.Read(buffer, 0, 4);
            }
            """
        );

    [Theory]
    [InlineData("socket.ReceiveTimeout = 5000;")]
    [InlineData("socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveTimeout, 5000);")]
    [InlineData("if (!socket.Poll(1000, SelectMode.SelectRead)) return;")]
    [InlineData("if (socket.Available == 0) return;")]
    [InlineData("socket.Blocking = false;")]
    [InlineData("new NetworkStream(socket).ReadTimeout = 5000;")]
    public Task Synchronous_reads_where_some_socket_is_limited(string limit) =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Net.Sockets;
            class Probe
            {
                void Read(Socket socket, byte[] buffer) { LIMIT socket.Receive(buffer); new NetworkStream(socket).Read(buffer, 0, 4); }
            }
            """.Replace("LIMIT", limit)
        );

    [Fact]
    public Task A_socket_operation_that_ends_in_an_event_is_not_waited_for() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Receiver(System.Net.Sockets.Socket socket, System.Net.Sockets.SocketAsyncEventArgs args)
            {
                bool Receive() => socket.ReceiveAsync(args);
            }
            """
        );

    [Fact]
    public Task Inherited_reads_and_readers_wait_as_long() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.IO;
            using System.Net.Sockets;
            using DistributedSystems;

            class Line
            {
                async Task Reads(NetworkStream stream, TcpClient client, byte[] buffer, CancellationToken token)
                {
                    await {|DIST1001:stream.ReadExactlyAsync(buffer)|};
                    await stream.ReadExactlyAsync(buffer, token);
                    using var reader = new StreamReader(client.GetStream());
                    await {|DIST1001:reader.ReadLineAsync()|};
                    await reader.ReadLineAsync(token);
                }

                async Task Here(FileStream file, byte[] buffer)
                {
                    await file.ReadExactlyAsync(buffer);
                    using var reader = new StreamReader(file);
                    await reader.ReadLineAsync();
                }
            }

            [SystemModel(Timing.Synchronous, Failures.CrashStop, MaxDelay = "50ms")]
            class Declared { Task Reads(NetworkStream stream, byte[] buffer) => stream.ReadExactlyAsync(buffer).AsTask(); }
            """,
            Library.Annotations
        );
}
