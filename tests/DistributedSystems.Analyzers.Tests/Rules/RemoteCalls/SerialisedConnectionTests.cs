using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.RemoteCalls;

/// <summary>DIST3004: a connection whose library asks that one caller at a time uses it.</summary>
public class SerialisedConnectionTests
{
    [Fact]
    public Task The_one_connection_that_an_awaited_step_opens() =>
        VerifyCS<RemoteCallInsideLock>.VerifyAnalyzerAsync(
            """
            using System.Net.WebSockets;
            class Radio(Uri address, System.Data.Common.DbDataSource source)
            {
                private readonly SemaphoreSlim turn = new SemaphoreSlim(1, 1);
                private ClientWebSocket kept;

                async Task Say(ArraySegment<byte> words, CancellationToken token)
                {
                    await turn.WaitAsync();
                    try
                    {
                        var socket = await Open(token).ConfigureAwait(false);
                        await socket.SendAsync(words, WebSocketMessageType.Text, true, token);
                        await (await Open(token)).SendAsync(words, WebSocketMessageType.Text, true, token);
                    }
                    finally { turn.Release(); }
                }

                private async Task<ClientWebSocket> Open(CancellationToken token)
                {
                    if (kept == null)
                    {
                        kept = new ClientWebSocket();
                        await kept.ConnectAsync(address, token);
                    }

                    return kept;
                }

                async Task SayByAnother(CancellationToken token)
                {
                    await turn.WaitAsync();
                    try
                    {
                        await [|source.CreateCommand().ExecuteNonQueryAsync(token)|];
                    }
                    finally { turn.Release(); }
                }
            }
            """
        );
}
