using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.RemoteCalls;

using VerifyCS = VerifyCS<RemoteCallInsideLock>;
/// <summary>DIST3004: locks whose purpose is the call: set-up, a cache filled once, an object that cannot be shared.</summary>
public class RemoteCallInsideSetUpLockTests
{
    [Fact]
    public Task Setting_up_once_for_everybody() => VerifyCS.VerifyAnalyzerAsync("""
        class Store(System.Data.Common.DbDataSource source, HttpClient http)
        {
            private readonly SemaphoreSlim mutex = new(1, 1);
            private readonly object gate = new();
            private bool provisioned;

            async Task DoubleChecked()
            {
                if (provisioned) return;
                await mutex.WaitAsync();
                try
                {
                    if (provisioned) return;
                    await using var db = await source.OpenConnectionAsync();
                    await using var command = db.CreateCommand();
                    command.CommandText = "create table if not exists claims (id text primary key)";
                    await command.ExecuteNonQueryAsync();
                    provisioned = true;
                }
                finally { mutex.Release(); }
            }

            async Task ThroughHelper()
            {
                await mutex.WaitAsync();
                try
                {
                    if (!provisioned)
                    {
                        await Provision();
                        provisioned = true;
                    }
                }
                finally { mutex.Release(); }
            }

            async Task NobodyLooks()
            {
                await mutex.WaitAsync();
                try
                {
                    await using var db = await [|source.OpenConnectionAsync()|];
                    provisioned = true;
                }
                finally { mutex.Release(); }
            }

            async Task MarkedBefore()
            {
                await mutex.WaitAsync();
                try
                {
                    if (provisioned) return;
                    provisioned = true;
                    await using var db = await [|source.OpenConnectionAsync()|];
                }
                finally { mutex.Release(); }
            }

            async Task SentOnce()
            {
                await mutex.WaitAsync();
                try
                {
                    if (provisioned) return;
                    await [|http.PostAsync("/orders", null)|];
                    provisioned = true;
                }
                finally { mutex.Release(); }
            }

            void BlocksThreads()
            {
                lock (gate)
                {
                    if (provisioned) return;
                    using var db = [|source.OpenConnection()|];
                    provisioned = true;
                }
            }

            private async Task Provision() { await using var db = await source.OpenConnectionAsync(); }
        }
        """);

    [Fact]
    public Task Filling_a_cache_once_for_everybody() => VerifyCS.VerifyAnalyzerAsync("""
        class Tokens(HttpClient http)
        {
            private readonly SemaphoreSlim mutex = new(1, 1);
            private readonly Dictionary<string, string> cache = new();
            private string token;
            private bool sent;

            async Task<string> DoubleChecked()
            {
                if (token != null) return token;
                await mutex.WaitAsync();
                try
                {
                    if (token == null)
                    {
                        var response = await http.PostAsync("/token", null);
                        token = response.ReasonPhrase;
                    }
                    return token;
                }
                finally { mutex.Release(); }
            }

            async Task<string> Coalesced()
            {
                await mutex.WaitAsync();
                try { return token ??= await http.GetStringAsync("/token"); }
                finally { mutex.Release(); }
            }

            async Task<string> ByKey(string key)
            {
                await mutex.WaitAsync();
                try
                {
                    if (cache.TryGetValue(key, out var known)) return known;
                    var value = await http.GetStringAsync(key);
                    cache[key] = value;
                    return value;
                }
                finally { mutex.Release(); }
            }

            async Task OnlyAFlag()
            {
                await mutex.WaitAsync();
                try
                {
                    if (sent) return;
                    await [|http.PostAsync("/orders", null)|];
                    sent = true;
                }
                finally { mutex.Release(); }
            }
        }
        """);

    [Fact]
    public Task Objects_that_must_not_be_shared() => VerifyCS.VerifyAnalyzerAsync("""
        using RabbitMQ.Client;
        using System.Data.Common;

        class Publisher(IChannel channel, DbDataSource source, DbConnection connection)
        {
            private readonly SemaphoreSlim mutex = new(1, 1);
            private readonly object gate = new();

            void CommandOfTheSharedConnection()
            {
                lock (gate)
                {
                    using var command = connection.CreateCommand();
                    command.ExecuteNonQuery();
                    connection.CreateCommand().ExecuteNonQuery();
                }
            }

            async Task CommandOfItsOwnConnection()
            {
                await mutex.WaitAsync();
                try
                {
                    await using var own = await [|source.OpenConnectionAsync()|];
                    using var command = own.CreateCommand();
                    await [|command.ExecuteNonQueryAsync()|];
                }
                finally { mutex.Release(); }
            }

            async Task Serialised(ReadOnlyMemory<byte> body)
            {
                await mutex.WaitAsync();
                try { await channel.BasicPublishAsync("x", "k", body); }
                finally { mutex.Release(); }
            }

            async Task OwnCommand()
            {
                await mutex.WaitAsync();
                try
                {
                    using var command = source.CreateCommand("SELECT 1");
                    await [|command.ExecuteNonQueryAsync()|];
                }
                finally { mutex.Release(); }
            }
        }
        """, Library.RabbitMq);
}
