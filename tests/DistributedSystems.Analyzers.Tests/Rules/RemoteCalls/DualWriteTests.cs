using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.RemoteCalls;

using VerifyCS = VerifyCS<DualWrite>;

public class DualWriteTests
{
    [Fact]
    public Task Between_begin_and_commit() => VerifyCS.VerifyAnalyzerAsync("""
        using System.Transactions;
        using Npgsql;
        using RabbitMQ.Client;

        class Orders(HttpClient http, IChannel channel)
        {
            async Task Ado(NpgsqlConnection connection, NpgsqlCommand command)
            {
                await using var transaction = await connection.BeginTransactionAsync();
                await command.ExecuteNonQueryAsync();
                await [|http.PostAsync("/orders", null)|];
                await [|channel.BasicPublishAsync("", "orders", new ReadOnlyMemory<byte>())|];
                await [|NotifyAsync()|];
                await transaction.CommitAsync();
            }

            void Statement(NpgsqlConnection connection)
            {
                using (var transaction = connection.BeginTransaction())
                {
                    if (connection.Database == "a") { [|http.PutAsync("/orders", null)|].Wait(); }
                    transaction.Commit();
                }
            }

            async Task Ambient()
            {
                using (var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
                {
                    await [|http.DeleteAsync("/orders")|];
                    scope.Complete();
                }
            }

            private async Task NotifyAsync() => await http.PostAsync("/notify", null);
        }
        """, Library.Npgsql, Library.RabbitMq);

    [Fact]
    public Task Outside_or_without_an_effect() => VerifyCS.VerifyAnalyzerAsync("""
        using Npgsql;
        using RabbitMQ.Client;

        class Orders(HttpClient http, IChannel channel)
        {
            async Task After(NpgsqlConnection connection)
            {
                await http.PostAsync("/orders/before", null);
                await using var transaction = await connection.BeginTransactionAsync();
                var rates = await http.GetStringAsync("/rates");
                await transaction.CommitAsync();
                await http.PostAsync("/orders", null);
            }

            async Task Dispatcher(NpgsqlConnection connection, string[] outbox)
            {
                await using var transaction = await connection.BeginTransactionAsync();
                foreach (var one in outbox) { await channel.BasicPublishAsync("", one, new ReadOnlyMemory<byte>()); }
                await transaction.CommitAsync();
            }

            async Task Compensated(NpgsqlConnection connection)
            {
                await using var transaction = await connection.BeginTransactionAsync();
                try { await transaction.CommitAsync(); }
                catch (Exception) { await http.DeleteAsync("/orders"); throw; }
            }

            async Task Queued(NpgsqlConnection connection, List<Func<Task>> later)
            {
                await using var transaction = await connection.BeginTransactionAsync();
                later.Add(() => http.PostAsync("/orders", null));
                await transaction.CommitAsync();
            }

            async Task Alone() => await channel.BasicPublishAsync("", "orders", new ReadOnlyMemory<byte>());
        }
        """, Library.Npgsql, Library.RabbitMq);

    private const string Context = """

        namespace Microsoft.EntityFrameworkCore { public class DbContext { public virtual Task<int> SaveChangesAsync(CancellationToken stop = default) => Task.FromResult(0); public virtual int SaveChanges() => 0; } }
        class OrdersContext : Microsoft.EntityFrameworkCore.DbContext { }
        """;

    [Fact]
    public Task A_message_after_a_save() => VerifyCS.VerifyAnalyzerAsync("""
        using RabbitMQ.Client;

        class Orders(HttpClient http, IChannel channel, OrdersContext context)
        {
            async Task Place() { await context.SaveChangesAsync(); await [|channel.BasicPublishAsync("", "orders", new ReadOnlyMemory<byte>())|]; }
            async Task Guarded(bool wanted) { context.SaveChanges(); if (wanted) { await [|channel.BasicPublishAsync("", "orders", new ReadOnlyMemory<byte>())|]; } }
            async Task Http() { await context.SaveChangesAsync(); await http.PostAsync("/a", null); }
            async Task Relay() { await channel.BasicPublishAsync("", "orders", new ReadOnlyMemory<byte>()); await context.SaveChangesAsync(); }
            async Task Otherwise(bool saved) { if (saved) { await context.SaveChangesAsync(); } else { await channel.BasicPublishAsync("", "orders", new ReadOnlyMemory<byte>()); } }
            async Task Each(string[] all) { await context.SaveChangesAsync(); foreach (var one in all) await channel.BasicPublishAsync("", one, new ReadOnlyMemory<byte>()); }
        }
        """ + Context, Library.RabbitMq);

    [Fact]
    public Task The_message_names_the_transaction() => VerifyCS.VerifyMessageAsync(
        "using Npgsql; class Orders(HttpClient http) { void M(NpgsqlConnection connection) { using var scope = connection.BeginTransaction(); [|http.PostAsync(\"/a\", null)|].Wait(); scope.Commit(); } }",
        "'HttpClient.PostAsync' takes effect inside the transaction 'scope', whether it commits or not: a failure between the two leaves one of them done and the other not",
        Library.Npgsql);
}
