using DistributedSystems.Analyzers.Rules.Messaging;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Messaging;

using VerifyCS = VerifyCS<HandlerIsNotIdempotent>;

public class HandlerIsNotIdempotentTests
{
    private const string Start = """
        using System.Data.Common;
        using System.Net.Http;
        using Dapper;
        using MassTransit;
        using StackExchange.Redis;

        record Paid(Guid Id, string Account, decimal Amount);

        interface IInbox { Task<bool> WasHandledAsync(string account); }

        class Handler(DbConnection database, IDatabase redis, HttpClient http, IInbox inbox) : IConsumer<Paid>
        {
            private readonly HashSet<string> handled = new();

            async Task AddAsync(decimal amount) => await redis.StringIncrementAsync("total", (double)amount);

            public async Task Consume(ConsumeContext<Paid> context)
            {

        """;

    private static Task Verify(string body) =>
        VerifyCS.VerifyAnalyzerAsync(Start + body + "\n}\n}", Library.MassTransit, Library.Dapper, Library.Redis);

    [Theory]
    [InlineData("""await [|redis.StringIncrementAsync("total", (double)context.Message.Amount)|];""")]
    [InlineData("""await [|AddAsync(context.Message.Amount)|]; await AddAsync(1);""")]
    [InlineData(
        """await [|database.ExecuteAsync("UPDATE accounts SET balance = balance + @amount WHERE id = @id", new { id = context.Message.Id })|];"""
    )]
    [InlineData("""await [|database.ExecuteAsync("INSERT INTO log (text) VALUES (@account)", context.Message)|];""")]
    [InlineData("""await [|http.PostAsync("https://bank/payments", new StringContent(context.Message.Account))|];""")]
    [InlineData("""if (context.Message.Amount > 0) { await [|redis.ListRightPushAsync("paid", context.Message.Account)|]; }""")]
    [InlineData(
        """
            var known = await redis.StringGetAsync("account:" + context.Message.Account);
            if (known.IsNull) { return; }
            await [|redis.StringIncrementAsync("total")|];
            """
    )]
    [InlineData("""try { await [|AddAsync(1)|]; } catch (Exception e) { Console.WriteLine(e); throw; }""")]
    public Task The_effect_is_added_again(string body) => Verify(body);

    [Theory]
    [InlineData("""await redis.StringSetAsync("last:" + context.Message.Account, context.Message.Account);""")]
    [InlineData(
        """await database.ExecuteAsync("INSERT INTO payments (id, account) VALUES (@Id, @Account)", new { context.Message.Id });"""
    )]
    [InlineData(
        """
            await database.ExecuteAsync("INSERT INTO inbox (id) VALUES (@id)", new { id = context.MessageId });
            await redis.StringIncrementAsync("total");
            """
    )]
    [InlineData("""if (await inbox.WasHandledAsync(context.Message.Account)) { return; } await AddAsync(1);""")]
    [InlineData("""if (!handled.Add(context.Message.Account)) { return; } await AddAsync(1);""")]
    [InlineData(
        """
            if (!await redis.StringSetAsync("seen:" + context.Message.Account, "1", TimeSpan.FromDays(7), When.NotExists)) { return; }
            await AddAsync(1);
            """
    )]
    [InlineData(
        """
            var seen = await redis.StringGetAsync("seen:" + context.Message.Account);
            if (!seen.IsNull) { return; }
            await AddAsync(1);
            """
    )]
    [InlineData("""try { await AddAsync(1); } catch (InvalidOperationException) { }""")]
    [InlineData("""await context.Publish(context.Message);""")]
    [InlineData(
        """
            var request = new HttpRequestMessage(HttpMethod.Post, "https://bank/payments");
            request.Headers.Add("Idempotency-Key", context.MessageId.ToString());
            await http.SendAsync(request);
            """
    )]
    public Task The_second_time_is_told_from_the_first(string body) => Verify(body);

    [Fact]
    public Task Whoever_is_given_messages() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Azure.Messaging.ServiceBus;
            using DotNetCore.CAP;
            using Rebus.Handlers;
            using RabbitMQ.Client;
            using RabbitMQ.Client.Events;
            using StackExchange.Redis;

            class Subscriber(IDatabase redis, IChannel channel) : IHandleMessages<string>
            {
                [CapSubscribe("paid")]
                public Task On(string account) => [|redis.StringIncrementAsync("total")|];

                public Task Handle(string message) => [|redis.StringIncrementAsync("total")|];

                public void Start(AsyncEventingBasicConsumer consumer, ServiceBusProcessor processor)
                {
                    consumer.ReceivedAsync += async (_, delivery) =>
                    {
                        await [|redis.StringIncrementAsync("total")|];
                        await channel.BasicAckAsync(delivery.DeliveryTag, false);
                    };
                    processor.ProcessMessageAsync += async args => await [|redis.StringIncrementAsync("total")|];
                    processor.ProcessMessageAsync += OnMessage;
                }

                private async Task OnMessage(ProcessMessageEventArgs args) => await [|redis.StringIncrementAsync("total")|];

                // Given up before it is handled: it does not come again.
                private async Task Forgotten(BasicDeliverEventArgs delivery)
                {
                    await channel.BasicAckAsync(delivery.DeliveryTag, false);
                    await redis.StringIncrementAsync("total");
                }

                private async Task Polls()
                {
                    while (await channel.BasicGetAsync("q", false) is { } got)
                    {
                        await redis.StringIncrementAsync("total");
                        await channel.BasicAckAsync(got.DeliveryTag, false);
                    }
                }

                public Task NoHandler() => redis.StringIncrementAsync("total");
            }
            """,
            Library.Cap,
            Library.Rebus,
            Library.RabbitMq,
            Library.ServiceBus,
            Library.Redis
        );

    [Fact]
    public Task An_inbox_remembers() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using MassTransit;
            using StackExchange.Redis;

            class Handler(IDatabase redis) : IConsumer<string>
            {
                // x.AddEntityFrameworkOutbox<Orders>(o => o.UsePostgres());
                public Task Consume(ConsumeContext<string> context) => redis.StringIncrementAsync("total");
            }
            """,
            Library.MassTransit,
            Library.Redis
        );

    [Fact]
    public Task Declared()
    {
        return VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;
            using StackExchange.Redis;

            [MessageHandler(Delivery.AtLeastOnce)]
            class Counts(IDatabase redis)
            {
                public Task On(string message) => [|redis.StringIncrementAsync("total")|];

                [Idempotent]
                public Task Set(string message) => redis.StringIncrementAsync("total");

                private Task Step() => redis.StringIncrementAsync("total");
            }

            class Once(IDatabase redis)
            {
                [MessageHandler(Delivery.AtMostOnce)]
                public Task On(string message) => redis.StringIncrementAsync("total");

                [MessageHandler(Delivery.ExactlyOnce)]
                public Task Keyed(string message) => redis.StringIncrementAsync("total");
            }
            """,
            Library.Annotations,
            Library.Redis
        );
    }

    [Fact]
    public Task The_message_itself_goes_along() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;
            record Change(long Stamp, string Page);
            interface IPages
            {
                [RemoteCall, NotIdempotent] Task SendAsync(Change change);
                [RemoteCall, NotIdempotent] Task AppendAsync(string page);
            }

            class Site(IPages pages)
            {
                [MessageHandler(Delivery.AtLeastOnce)]
                public Task Whole(Change change) => pages.SendAsync(change);

                [MessageHandler(Delivery.AtLeastOnce)]
                public Task Copied(Change change) => pages.SendAsync(change with { Stamp = 7 });

                [MessageHandler(Delivery.AtLeastOnce)]
                public Task Part(Change change) => [|pages.AppendAsync(change.Page)|];
            }
            """,
            Library.Annotations
        );

    [Theory]
    [InlineData("books.Entries.Add(new Entry { Amount = sold.Price }); await [|books.SaveChangesAsync()|];")]
    [InlineData("var entry = new Entry { Amount = sold.Price }; await books.AddAsync(entry); await [|books.SaveChangesAsync()|];")]
    [InlineData("books.Entries.Add(new Entry { Amount = sold.Price, SaleId = sold.Sale }); await books.SaveChangesAsync();")]
    [InlineData("books.Entries.Add(new Entry { Amount = 1 }); await books.SaveChangesAsync();")]
    [InlineData(
        "if (!await books.Entries.AnyAsync(e => e.SaleId == sold.Sale)) { books.Entries.Add(new Entry { Amount = sold.Price }); } await books.SaveChangesAsync();"
    )]
    [InlineData("books.Entries.Find(1).Amount = sold.Price; await books.SaveChangesAsync();")]
    public Task A_row_that_is_made_anew(string body) =>
        VerifyCS.VerifyAnalyzerAsync(
            $$"""
            using Microsoft.EntityFrameworkCore;
            using Rebus.Handlers;

            record Sold(decimal Price, Guid Sale);
            class Entry { public int Id { get; set; } public decimal Amount { get; set; } public Guid SaleId { get; set; } }
            class Books : DbContext { public DbSet<Entry> Entries { get; set; } }

            class Booking(Books books) : IHandleMessages<Sold>
            {
                public async Task Handle(Sold sold)
                {
                    {{body}}
                }
            }
            """,
            Library.EfCore,
            Library.Rebus
        );
}
