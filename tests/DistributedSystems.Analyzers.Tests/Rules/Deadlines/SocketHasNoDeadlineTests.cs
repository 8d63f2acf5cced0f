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
}
