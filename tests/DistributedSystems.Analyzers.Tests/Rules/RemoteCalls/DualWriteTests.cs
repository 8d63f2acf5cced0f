using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.RemoteCalls;

using VerifyCS = VerifyCS<DualWrite>;

public class DualWriteTests
{
    [Fact]
    public Task Between_begin_and_commit() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
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
            """,
            Library.Npgsql,
            Library.RabbitMq
        );

    [Fact]
    public Task Outside_or_without_an_effect() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
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

                async Task Invalidated(NpgsqlConnection connection, StackExchange.Redis.IDatabase cache)
                {
                    await using var transaction = await connection.BeginTransactionAsync();
                    await cache.KeyDeleteAsync("orders");
                    await transaction.CommitAsync();
                }

                async Task Alone() => await channel.BasicPublishAsync("", "orders", new ReadOnlyMemory<byte>());
            }
            """,
            Library.Npgsql,
            Library.RabbitMq,
            Library.Redis
        );

    [Theory]
    [InlineData("TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled", false)]
    [InlineData("TransactionScopeOption.RequiresNew, TransactionScopeAsyncFlowOption.Enabled", true)]
    [InlineData("TransactionScopeOption.Required", true)]
    public Task A_scope_may_suppress_the_transaction(string options, bool reported) =>
        VerifyCS.VerifyAnalyzerAsync(
            $$"""
            using System.Transactions;
            class Orders(HttpClient http)
            {
                async Task Place()
                {
                    using var scope = new TransactionScope({{options}});
                    await {{(reported ? "[|http.PostAsync(\"/orders\", null)|]" : "http.PostAsync(\"/orders\", null)")}};
                    scope.Complete();
                }
            }
            """
        );

    [Fact]
    public Task Sessions_of_a_document_store() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using MongoDB.Driver;

            class Orders(HttpClient http, Func<Task<IClientSessionHandle>> open, IClientSessionHandle shared)
            {
                async Task Begun()
                {
                    using var session = await open();
                    session.StartTransaction();
                    try
                    {
                        await [|http.PostAsync("/orders", null)|];
                        await session.CommitTransactionAsync();
                    }
                    catch { await session.AbortTransactionAsync(); await http.DeleteAsync("/orders"); throw; }
                }

                void Synchronous() { shared.StartTransaction(); [|http.PostAsync("/orders", null)|].Wait(); shared.CommitTransaction(); }
                async Task Lambda(IClientSessionHandle session) => await session.WithTransactionAsync(async (_, _) => { await [|http.PostAsync("/orders", null)|]; return 1; });
                async Task After(IClientSessionHandle session) { session.StartTransaction(); await session.CommitTransactionAsync(); await http.PostAsync("/orders", null); }
                async Task Before(IClientSessionHandle session) { await http.PostAsync("/orders", null); session.StartTransaction(); await session.CommitTransactionAsync(); }
                async Task Another(IClientSessionHandle session) { session.StartTransaction(); await http.PostAsync("/orders", null); await shared.CommitTransactionAsync(); }
                async Task Elsewhere(IClientSessionHandle session) { session.StartTransaction(); await http.PostAsync("/orders", null); }
            }
            """,
            Library.MongoDb
        );

    [Fact]
    public Task However_the_transaction_is_kept() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Npgsql;
            using RabbitMQ.Client;

            class Orders(HttpClient http, IChannel channel)
            {
                async Task Assigned(NpgsqlConnection connection)
                {
                    NpgsqlTransaction transaction = null;
                    try
                    {
                        transaction = await connection.BeginTransactionAsync();
                        await [|http.PostAsync("/orders", null)|];
                        await transaction.CommitAsync();
                    }
                    finally { transaction?.Dispose(); }
                }

                async Task OfTheDatabase(Database database)
                {
                    await database.BeginTransactionAsync();
                    await [|http.PostAsync("/orders", null)|];
                    await database.CommitTransactionAsync();
                }

                async Task NextRow(NpgsqlConnection connection, NpgsqlCommand next, NpgsqlCommand delete)
                {
                    await using var transaction = await connection.BeginTransactionAsync();
                    await using var reader = await next.ExecuteReaderAsync();
                    if (await reader.ReadAsync())
                    {
                        var body = reader.GetFieldValue<byte[]>(0);
                        await channel.BasicPublishAsync("", "orders", body);
                        await delete.ExecuteNonQueryAsync();
                    }

                    await transaction.CommitAsync();
                }
            }

            class Database { public Task BeginTransactionAsync() => Task.CompletedTask; public Task CommitTransactionAsync() => Task.CompletedTask; }
            """,
            Library.Npgsql,
            Library.RabbitMq
        );

    private const string Context = """

        class OrdersContext : Microsoft.EntityFrameworkCore.DbContext { public Microsoft.EntityFrameworkCore.DbSet<string> Orders { get; } }
        """;

    [Fact]
    public Task A_message_after_a_save() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
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
            """ + Context,
            Library.RabbitMq,
            Library.EfCore
        );

    [Fact]
    public Task A_message_of_an_older_client_after_a_save() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using RabbitMQ.Client;

            class Orders(IModel channel, OrdersContext context)
            {
                void Place() { context.SaveChanges(); [|channel.BasicPublish("", "orders", null, new ReadOnlyMemory<byte>())|]; }
                void Relay() { channel.BasicPublish("", "orders", null, new ReadOnlyMemory<byte>()); context.SaveChanges(); }
            }
            """ + Context,
            Library.Oldest + Library.RabbitMq,
            Library.EfCore
        );

    [Fact]
    public Task A_message_before_a_save() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using RabbitMQ.Client;

            class Orders(IChannel channel, OrdersContext context, OrdersContext other)
            {
                async Task Place(string order) { context.Orders.Add(order); await [|channel.BasicPublishAsync("", "orders", new ReadOnlyMemory<byte>())|]; await context.SaveChangesAsync(); }
                async Task<int> Returned(string order) { context.Add(order); await [|channel.BasicPublishAsync("", "orders", new ReadOnlyMemory<byte>())|]; return await context.SaveChangesAsync(); }
                async Task Records(string order) { await channel.BasicPublishAsync("", "orders", new ReadOnlyMemory<byte>()); context.Orders.Add(order); await context.SaveChangesAsync(); }
                async Task Intent(string order) { context.Orders.Add(order); await context.SaveChangesAsync(); await channel.BasicPublishAsync("", "orders", new ReadOnlyMemory<byte>()); await context.SaveChangesAsync(); }
                async Task OtherContext(string order) { other.Orders.Add(order); await channel.BasicPublishAsync("", "orders", new ReadOnlyMemory<byte>()); await context.SaveChangesAsync(); }
                async Task Sometimes(string order, bool saved) { context.Orders.Add(order); await channel.BasicPublishAsync("", "orders", new ReadOnlyMemory<byte>()); if (saved) { await context.SaveChangesAsync(); } }
            }
            """ + Context,
            Library.RabbitMq,
            Library.EfCore
        );

    [Fact]
    public Task Side_by_side_is_weaker_evidence() =>
        VerifyCS.VerifySeverityAsync(
            """
            class Orders(RabbitMQ.Client.IChannel channel, OrdersContext context)
            {
                async Task Place() { await context.SaveChangesAsync(); await [|RabbitMQ.Client.IChannelExtensions.BasicPublishAsync(channel, "", "orders", new ReadOnlyMemory<byte>())|]; }
            }
            """ + Context,
            Microsoft.CodeAnalysis.DiagnosticSeverity.Info,
            Library.RabbitMq,
            Library.EfCore
        );

    [Fact]
    public Task Frameworks_that_may_have_an_outbox() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using NServiceBus;

            class Orders(IMessageSession session, OrdersContext context)
            {
                async Task Sessions(string order) { context.Orders.Add(order); await context.SaveChangesAsync(); await session.Send(order); }
                async Task Before(string order) { context.Orders.Add(order); await session.Publish(order); await context.SaveChangesAsync(); }
                async Task Transaction(System.Data.Common.DbConnection connection, string order)
                {
                    using var transaction = connection.BeginTransaction();
                    await session.Publish(order);
                    transaction.Commit();
                }
            }
            """ + Context,
            Library.NServiceBus,
            Library.EfCore
        );

    [Fact]
    public Task The_message_names_the_transaction() =>
        VerifyCS.VerifyMessageAsync(
            "using Npgsql; class Orders(HttpClient http) { void M(NpgsqlConnection connection) { using var scope = connection.BeginTransaction(); [|http.PostAsync(\"/a\", null)|].Wait(); scope.Commit(); } }",
            "'HttpClient.PostAsync' takes effect inside the transaction 'scope', whether it commits or not: a failure between the two leaves one of them done and the other not",
            Library.Npgsql
        );

    [Fact]
    public Task Beside_a_save_through_own_code_after_a_change_and_with_a_bus_without_an_outbox() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Confluent.Kafka;
            using MassTransit;
            using Microsoft.EntityFrameworkCore;
            using Microsoft.Extensions.DependencyInjection;

            class Boat { public int Id { get; set; } public string Berth { get; set; } public bool Told { get; set; } public DateTime At { get; set; } }
            class Note { public int Id { get; set; } }
            class Db : DbContext { public DbSet<Boat> Boats { get; set; } public DbSet<Note> Notes { get; set; } }
            interface INews { Task TellAsync(string text); }
            class KafkaNews(IProducer<Null, string> producer) : INews { public Task TellAsync(string text) => producer.ProduceAsync("a", new Message<Null, string> { Value = text }); }
            interface INotes { Task TellAsync(string text); }
            class DbNotes(Db db) : INotes { public Task TellAsync(string text) { db.Notes.Add(new Note()); return Task.CompletedTask; } }

            class Harbour(Db db, INews news, INotes notes, IPublishEndpoint bus, IProducer<Null, string> producer)
            {
                void Build(IServiceCollection services) => services.AddMassTransit(x => x.UsingInMemory());
                async Task Interface(Boat boat) { db.Boats.Remove(boat); await db.SaveChangesAsync(); await [|news.TellAsync(boat.Berth)|]; }
                async Task Changed(int id, string berth)
                {
                    var boat = await db.Boats.SingleAsync(one => one.Id == id);
                    boat.Berth = berth;
                    await [|Local(berth)|];
                    await db.SaveChangesAsync();
                }
                private Task Local(string text) => producer.ProduceAsync("a", new Message<Null, string> { Value = text });
                async Task Bus(Boat boat) { db.Boats.Add(boat); await db.SaveChangesAsync(); await [|bus.Publish(boat)|]; }

                async Task Notes(Boat boat) { db.Boats.Add(boat); await db.SaveChangesAsync(); await notes.TellAsync(boat.Berth); }
                async Task Dispatch(int id)
                {
                    var boat = await db.Boats.SingleAsync(one => !one.Told);
                    boat.Told = !boat.Told;
                    boat.At = DateTime.UtcNow;
                    await Local(boat.Berth);
                    await db.SaveChangesAsync();
                }
                async Task Only(Boat boat) => await news.TellAsync(boat.Berth);
            }
            """,
            Library.Kafka,
            Library.MassTransit,
            Library.MassTransitAbstractions,
            Library.EfCore
        );

    [Fact]
    public Task A_bus_with_an_outbox() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using MassTransit;
            using Microsoft.EntityFrameworkCore;
            using Microsoft.Extensions.DependencyInjection;

            class Boat { public int Id { get; set; } }
            class Db : DbContext { public DbSet<Boat> Boats { get; set; } }
            static class Outbox { public static void AddEntityFrameworkOutbox<T>(this IBusRegistrationConfigurator bus) { } }
            class Harbour(Db db, IPublishEndpoint bus)
            {
                void Build(IServiceCollection services) => services.AddMassTransit(x => x.AddEntityFrameworkOutbox<Db>());
                async Task Bus(Boat boat) { db.Boats.Add(boat); await db.SaveChangesAsync(); await bus.Publish(boat); }
            }
            """,
            Library.MassTransit,
            Library.MassTransitAbstractions,
            Library.EfCore
        );
}
