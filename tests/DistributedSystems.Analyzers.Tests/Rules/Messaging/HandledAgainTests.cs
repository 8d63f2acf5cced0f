using DistributedSystems.Analyzers.Rules.Messaging;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Messaging;

/// <summary>What a second delivery adds to a stored row or document, and what undoes a step of a saga.</summary>
public class HandledAgainTests
{
    [Fact]
    public Task An_amount_of_the_message_is_added_to_a_row() =>
        VerifyCS<HandlerIsNotIdempotent>.VerifyAnalyzerAsync(
            """
            using MassTransit;
            using Microsoft.EntityFrameworkCore;

            record Baked(Guid Id, string Kind, int Pieces);

            class Shelf { public int Id { get; set; } public string Kind { get; set; } public int Pieces { get; set; } public Guid Last { get; set; } }
            class Shop : DbContext { public DbSet<Shelf> Shelves { get; set; } }

            class Adds(Shop shop) : IConsumer<Baked>
            {
                public async Task Consume(ConsumeContext<Baked> context)
                {
                    var shelf = await shop.Shelves.SingleAsync(s => s.Kind == context.Message.Kind);
                    shelf.Pieces += context.Message.Pieces;
                    await [|shop.SaveChangesAsync()|];
                }
            }

            class Sums(Shop shop) : IConsumer<Baked>
            {
                public async Task Consume(ConsumeContext<Baked> context)
                {
                    var shelf = await shop.Shelves.SingleAsync(s => s.Kind == context.Message.Kind);
                    shelf.Pieces = shelf.Pieces - context.Message.Pieces;
                    await [|shop.SaveChangesAsync()|];
                }
            }

            class Sets(Shop shop) : IConsumer<Baked>
            {
                public async Task Consume(ConsumeContext<Baked> context)
                {
                    var shelf = await shop.Shelves.SingleAsync(s => s.Kind == context.Message.Kind);
                    shelf.Pieces = context.Message.Pieces;
                    await shop.SaveChangesAsync();
                }
            }

            class CountsLooks(Shop shop) : IConsumer<Baked>
            {
                public async Task Consume(ConsumeContext<Baked> context)
                {
                    var shelf = await shop.Shelves.SingleAsync(s => s.Kind == context.Message.Kind);
                    shelf.Pieces += 1;
                    await shop.SaveChangesAsync();
                }
            }

            class Remembers(Shop shop) : IConsumer<Baked>
            {
                public async Task Consume(ConsumeContext<Baked> context)
                {
                    var shelf = await shop.Shelves.SingleAsync(s => s.Kind == context.Message.Kind);
                    if (shelf.Last != context.Message.Id)
                    {
                        shelf.Pieces += context.Message.Pieces;
                        shelf.Last = context.Message.Id;
                    }

                    await shop.SaveChangesAsync();
                }
            }
            """,
            Library.MassTransit,
            Library.EfCore
        );

    [Fact]
    public Task A_filter_looks_at_what_the_update_leaves_behind() =>
        VerifyCS<HandlerIsNotIdempotent>.VerifyAnalyzerAsync(
            """
            using DistributedSystems;
            using MongoDB.Driver;

            record Sold(Guid Sale, string Kind, int Pieces);
            class Kind { public string Name { get; set; } public int Points { get; set; } public List<Guid> Sales { get; set; } public Guid Last { get; set; } }

            class Points(IMongoCollection<Kind> kinds)
            {
                [MessageHandler(Delivery.AtLeastOnce)]
                public Task Adds(Sold sold) =>
                    [|kinds.UpdateOneAsync(k => k.Name == sold.Kind, Builders<Kind>.Update.Inc(k => k.Points, sold.Pieces).AddToSet(k => k.Sales, sold.Sale))|];

                [MessageHandler(Delivery.AtLeastOnce)]
                public Task AddsOnce(Sold sold) =>
                    kinds.UpdateOneAsync(
                        k => k.Name == sold.Kind && !k.Sales.Contains(sold.Sale),
                        Builders<Kind>.Update.Inc(k => k.Points, sold.Pieces).AddToSet(k => k.Sales, sold.Sale));

                [MessageHandler(Delivery.AtLeastOnce)]
                public Task AddsUnderMark(Sold sold) =>
                    kinds.UpdateOneAsync(
                        k => k.Name == sold.Kind && k.Last != sold.Sale,
                        Builders<Kind>.Update.Set(k => k.Last, sold.Sale).Inc(k => k.Points, sold.Pieces));
            }
            """,
            Library.Annotations,
            Library.MongoDb
        );

    [Fact]
    public Task A_message_under_a_logical_stamp_tells_itself_apart() =>
        VerifyCS<HandlerIsNotIdempotent>.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            record Note([property: LogicalClock(LogicalClock.Lamport)] long At, string Text);
            record Plain(string Text);

            interface IStage
            {
                [RemoteCall, NotIdempotent] Task PlayAsync(Note note);
                [RemoteCall, NotIdempotent] Task ShowAsync(Plain plain);
            }

            class Ensemble(IStage stage)
            {
                [LogicalClock(LogicalClock.Lamport)] private long clock;

                [MessageHandler(Delivery.AtLeastOnce)]
                public Task On(Note note)
                {
                    clock = Math.Max(clock, note.At) + 1;
                    return stage.PlayAsync(new Note(clock, note.Text));
                }

                [MessageHandler(Delivery.AtLeastOnce)]
                public Task Shown(Note note) => [|stage.ShowAsync(new Plain(note.Text))|];
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task What_a_state_machine_does_after_a_failure() =>
        VerifyCS<CompensationIsNotIdempotent>.VerifyAnalyzerAsync(
            """
            using MassTransit;
            using StackExchange.Redis;

            record Ordered(Guid CorrelationId, string Article);
            record Ship(Guid CorrelationId);

            class Order : SagaStateMachineInstance
            {
                public Guid CorrelationId { get; set; }
                public string Article { get; set; }
                public string CurrentState { get; set; }
            }

            class Machine : MassTransitStateMachine<Order>
            {
                public Machine(IDatabase redis)
                {
                    Initially(
                        When(Started)
                            .ThenAsync(context => redis.StringDecrementAsync("free:" + context.Saga.Article))
                            .TransitionTo(Taken)
                            .Catch<InvalidOperationException>(failed =>
                                failed.ThenAsync(context => [|redis.StringIncrementAsync("free:" + context.Saga.Article)|])));
                    During(
                        Taken,
                        When(NotShipped).ThenAsync(async context => await [|redis.StringIncrementAsync("free:" + context.Saga.Article)|]),
                        When(NotShipped).ThenAsync(context => redis.SetRemoveAsync("taken", context.Saga.Article)));
                }

                public State Taken { get; private set; }
                public Event<Ordered> Started { get; private set; }
                public Event<Fault<Ship>> NotShipped { get; private set; }
            }
            """,
            Library.MassTransit,
            Library.Redis
        );

    [Fact]
    public Task A_row_that_a_step_makes_is_not_what_it_has_read() =>
        VerifyCS<CheckThenAct>.VerifyAnalyzerAsync(
            """
            using Microsoft.EntityFrameworkCore;

            class Country { public int Id { get; set; } public string Code { get; set; } }
            class Address { public int Id { get; set; } public int? CountryId { get; set; } public string Mail { get; set; } }
            class Shop : DbContext { public DbSet<Country> Countries { get; set; } public DbSet<Address> Addresses { get; set; } }

            class Addresses(Shop shop)
            {
                public async Task Fill(string code)
                {
                    var address = await MakeAsync(code);
                    if (address.Mail == null) address.Mail = "unknown";
                    shop.Addresses.Add(address);
                    await shop.SaveChangesAsync();
                }

                public async Task Change(int id)
                {
                    var address = await FindAsync(id);
                    if (address.Mail == null) address.Mail = "unknown";
                    await [|shop.SaveChangesAsync()|];
                }

                private async Task<Address> MakeAsync(string code)
                {
                    var country = await shop.Countries.FirstOrDefaultAsync(c => c.Code == code);
                    return new Address { CountryId = country?.Id };
                }

                private async Task<Address> FindAsync(int id) => await shop.Addresses.SingleAsync(a => a.Id == id);
            }
            """,
            Library.EfCore
        );

    [Fact]
    public Task A_column_that_is_one_truth() =>
        VerifyCS<CheckThenAct>.VerifyAnalyzerAsync(
            """
            using Dapper;
            using System.Data.Common;

            class Coupons(DbConnection database)
            {
                public async Task<bool> Redeem(string code)
                {
                    if (await database.ExecuteScalarAsync<bool>("SELECT used FROM coupon WHERE code = @code", new { code })) return false;
                    await [|database.ExecuteAsync("UPDATE coupon SET used = true WHERE code = @code", new { code })|];
                    return true;
                }

                public async Task Touch(string code)
                {
                    if (!await database.ExecuteScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM coupon WHERE code = @code)", new { code })) return;
                    await database.ExecuteAsync("UPDATE coupon SET used = true WHERE code = @code", new { code });
                }
            }
            """,
            Library.Dapper
        );

    [Fact]
    public Task Handlers_of_other_buses() =>
        VerifyCS<HandlerIsNotIdempotent>.VerifyAnalyzerAsync(
            """
            using System.Data.Common;
            using Dapper;

            record Sold(Guid Sale, string Kind, int Pieces);

            class Books(DbConnection database)
                : KafkaFlow.IMessageHandler<Sold>,
                    SlimMessageBus.IConsumer<Sold>,
                    JustSaying.Messaging.MessageHandling.IHandlerAsync<Sold>,
                    EasyNetQ.AutoSubscribe.IConsumeAsync<Sold>
            {
                private const string Add = "UPDATE shelf SET pieces = pieces - @Pieces WHERE kind = @Kind";

                public Task Handle(KafkaFlow.IMessageContext context, Sold sold) =>
                    [|database.ExecuteAsync(Add, new { sold.Pieces, sold.Kind })|];

                public Task OnHandle(Sold sold, CancellationToken token) => [|database.ExecuteAsync(Add, new { sold.Pieces, sold.Kind })|];

                public async Task<bool> Handle(Sold sold)
                {
                    await [|database.ExecuteAsync(Add, new { sold.Pieces, sold.Kind })|];
                    return true;
                }

                public Task ConsumeAsync(Sold sold, CancellationToken token) =>
                    database.ExecuteAsync("INSERT INTO sale (id) VALUES (@Sale) ON CONFLICT DO NOTHING", new { sold.Sale });
            }
            """,
            Library.Dapper,
            Library.EasyNetQ,
            Library.JustSaying,
            Library.KafkaFlow,
            Library.SlimMessageBus
        );

    [Fact]
    public Task Whether_a_session_has_got_its_key() =>
        VerifyCS<LockResultIsIgnored>.VerifyAnalyzerAsync(
            """
            using Consul;

            class Jobs(IConsulClient consul)
            {
                public async Task Blindly(string session, Func<Task> work)
                {
                    await [|consul.KV.Acquire(new KVPair("job") { Session = session })|];
                    await work();
                }

                public async Task Asked(string session, Func<Task> work)
                {
                    var taken = await consul.KV.Acquire(new KVPair("job") { Session = session });
                    if (taken.Response) await work();
                }

                public async Task Waited(Func<Task> work)
                {
                    var held = await consul.AcquireLock("job");
                    try { await work(); }
                    finally { await held.Release(); }
                }
            }
            """,
            Library.Consul
        );

    [Fact]
    public Task The_object_that_was_read_is_changed_and_stored() =>
        VerifyCS<CheckThenAct>.VerifyAnalyzerAsync(
            """
            using Amazon.DynamoDBv2.DataModel;

            class Donor { public string Id { get; set; } public int Points { get; set; } }
            class Versioned { public string Id { get; set; } public int Points { get; set; } [DynamoDBVersion] public int? Version { get; set; } }

            class Donors(IDynamoDBContext dynamo)
            {
                public async Task Credit(string id)
                {
                    var donor = await dynamo.LoadAsync<Donor>(id);
                    donor.Points += 10;
                    await [|dynamo.SaveAsync(donor)|];
                }

                public async Task Rename(string id)
                {
                    var donor = await dynamo.LoadAsync<Donor>(id);
                    donor.Points = 0;
                    await dynamo.SaveAsync(donor);
                }

                public async Task CreditVersion(string id)
                {
                    var donor = await dynamo.LoadAsync<Versioned>(id);
                    donor.Points += 10;
                    await dynamo.SaveAsync(donor);
                }
            }
            """,
            "AWSSDK.DynamoDBv2"
        );
}
