using DistributedSystems.Analyzers.Rules.Messaging;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Messaging;

/// <summary>Effects, readings and saves that stand in another type of the project.</summary>
public class EffectsOfStepsTests
{
    private const string Rows = """
        using Microsoft.EntityFrameworkCore;

        class Movement { public int Id { get; set; } public string Article { get; set; } public int Count { get; set; } }
        class Stock : DbContext { public DbSet<Movement> Movements { get; set; } }

        interface IMovements
        {
            Task BookAsync(string article, int count);
            Task BookOnceAsync(string article, int count);
            Task BookOrKnowAsync(string article, int count);
            Task<Movement?> FindAsync(int id);
            Task SaveAsync();
        }

        class Movements : IMovements
        {
            private readonly Stock stock;

            public async Task BookAsync(string article, int count)
            {
                stock.Movements.Add(new Movement { Article = article, Count = count });
                await stock.SaveChangesAsync();
            }

            public async Task BookOnceAsync(string article, int count)
            {
                if (await stock.Movements.AnyAsync(row => row.Article == article)) return;
                stock.Movements.Add(new Movement { Article = article, Count = count });
                await stock.SaveChangesAsync();
            }

            public async Task BookOrKnowAsync(string article, int count)
            {
                stock.Movements.Add(new Movement { Article = article, Count = count });
                try
                {
                    await stock.SaveChangesAsync();
                }
                catch (DbUpdateException)
                {
                }
            }

            public async Task<Movement?> FindAsync(int id) => await stock.Movements.FirstOrDefaultAsync(row => row.Id == id);

            public Task SaveAsync() => stock.SaveChangesAsync();
        }

        """;

    [Fact]
    public Task A_row_that_a_repository_adds() =>
        VerifyCS<HandlerIsNotIdempotent>.VerifyAnalyzerAsync(
            "using Rebus.Handlers;\n"
                + Rows
                + """
                record Moved(string Article, int Count);

                class Adds : IHandleMessages<Moved>
                {
                    private readonly IMovements movements;
                    public Task Handle(Moved message) => [|movements.BookAsync(message.Article, message.Count)|];
                }

                class LooksFirst : IHandleMessages<Moved>
                {
                    private readonly IMovements movements;
                    public Task Handle(Moved message) => movements.BookOnceAsync(message.Article, message.Count);
                }

                class KnowsDuplicates : IHandleMessages<Moved>
                {
                    private readonly IMovements movements;
                    public Task Handle(Moved message) => movements.BookOrKnowAsync(message.Article, message.Count);
                }
                """,
            Library.Rebus,
            Library.EfCore
        );

    [Fact]
    public Task Compensations_that_a_contract_names() =>
        VerifyCS<CompensationIsNotIdempotent>.VerifyAnalyzerAsync(
            "using DistributedSystems;\n"
                + Rows
                + """
                interface ITransfer
                {
                    [CompensatedBy(nameof(UndoAsync))] Task DoAsync(string article, int count);
                    Task UndoAsync(string article, int count);
                    Task OtherAsync(string article, int count);
                }

                class Transfer : ITransfer
                {
                    private readonly IMovements movements;
                    public Task DoAsync(string article, int count) => movements.BookAsync(article, -count);
                    public Task UndoAsync(string article, int count) => [|movements.BookAsync(article, count)|];
                    public Task OtherAsync(string article, int count) => movements.BookAsync(article, count);
                }
                """,
            Library.Annotations,
            Library.EfCore
        );

    [Fact]
    public Task A_row_that_is_read_and_saved_by_steps() =>
        VerifyCS<CheckThenAct>.VerifyAnalyzerAsync(
            Rows.Replace("if (await stock.Movements.AnyAsync(row => row.Article == article)) return;", "")
                + """
                class Work
                {
                    private readonly IMovements movements;

                    public async Task Claims(int id)
                    {
                        var row = await movements.FindAsync(id);
                        if (row is null || row.Count < 1) return;
                        row.Count = 0;
                        await [|movements.SaveAsync()|];
                    }

                    public async Task Adds(int id)
                    {
                        var row = await movements.FindAsync(id);
                        row.Count += 2;
                        await [|movements.SaveAsync()|];
                    }

                    public async Task Renames(int id, string article)
                    {
                        var row = await movements.FindAsync(id);
                        if (row is null) return;
                        row.Article = article;
                        await movements.SaveAsync();
                    }
                }
                """,
            Library.EfCore
        );

    [Fact]
    public Task A_local_function_is_the_route() =>
        VerifyCS<ReadOnlyHandlerWrites>.VerifyAnalyzerAsync(
            """
            using MassTransit;
            using Microsoft.AspNetCore.Builder;
            using Microsoft.AspNetCore.Routing;

            class Viewed { }

            static class Routes
            {
                public static void Map(IEndpointRouteBuilder app, IPublishEndpoint bus)
                {
                    app.MapGet("/a", ShowAsync);
                    app.MapPost("/b", PostAsync);

                    Task ShowAsync() => [|bus.Publish(new Viewed())|];
                    Task PostAsync() => bus.Publish(new Viewed());
                }
            }
            """,
            Library.MassTransitAbstractions
        );

    [Fact]
    public Task An_update_kept_in_a_local() =>
        VerifyCS<HandlerIsNotIdempotent>.VerifyAnalyzerAsync(
            """
            using MongoDB.Driver;
            using Rebus.Handlers;

            record Paid(string Account, int Amount);
            class Balance { public string Account { get; set; } public int Amount { get; set; } }

            class Adds : IHandleMessages<Paid>
            {
                private readonly IMongoCollection<Balance> balances;

                public async Task Handle(Paid message)
                {
                    var change = Builders<Balance>.Update.Inc(balance => balance.Amount, message.Amount);
                    await [|balances.UpdateOneAsync(balance => balance.Account == message.Account, change)|];
                }
            }

            class Compares : IHandleMessages<Paid>
            {
                private readonly IMongoCollection<Balance> balances;

                public async Task Handle(Paid message)
                {
                    var change = Builders<Balance>.Update.Inc(balance => balance.Amount, message.Amount);
                    await balances.UpdateOneAsync(balance => balance.Account == message.Account && balance.Amount == 0, change);
                }
            }
            """,
            Library.MongoDb,
            Library.Rebus
        );

    [Fact]
    public Task A_connection_handed_to_a_step_and_requests_by_table() =>
        VerifyCS<CheckThenAct>.VerifyAnalyzerAsync(
            """
            using System.Data.Common;
            using Amazon.DynamoDBv2;
            using Amazon.DynamoDBv2.Model;
            using Dapper;

            class Seats
            {
                private readonly Func<DbConnection> open;
                private readonly IAmazonDynamoDB dynamo;

                public async Task Takes(int id)
                {
                    await using var database = open();
                    if (await StateAsync(database, id) != "free") return;
                    await [|database.ExecuteAsync("UPDATE seat SET state = 'taken' WHERE id = @id", new { id })|];
                }

                public async Task Compares(int id)
                {
                    await using var database = open();
                    if (await StateAsync(database, id) != "free") return;
                    await database.ExecuteAsync("UPDATE seat SET state = 'taken' WHERE id = @id AND state = 'free'", new { id });
                }

                public async Task Counts(string id)
                {
                    var found = await dynamo.GetItemAsync(new GetItemRequest { TableName = "seats", Key = KeyOf(id) });
                    var count = int.Parse(found.Item["count"].N);
                    found.Item["count"] = new AttributeValue { N = (count + 1).ToString() };
                    await [|dynamo.PutItemAsync(new PutItemRequest { TableName = "seats", Item = found.Item })|];
                }

                public async Task CopiesToAnotherTable(string id)
                {
                    var found = await dynamo.GetItemAsync(new GetItemRequest { TableName = "seats", Key = KeyOf(id) });
                    var count = int.Parse(found.Item["count"].N);
                    found.Item["count"] = new AttributeValue { N = (count + 1).ToString() };
                    await dynamo.PutItemAsync(new PutItemRequest { TableName = "archive", Item = found.Item });
                }

                private static Dictionary<string, AttributeValue> KeyOf(string id) => new() { ["id"] = new AttributeValue(id) };

                private static Task<string> StateAsync(DbConnection database, int id) =>
                    database.QuerySingleAsync<string>("SELECT state FROM seat WHERE id = @id", new { id });
            }
            """,
            Library.Dapper,
            "AWSSDK.DynamoDBv2"
        );

    [Fact]
    public Task Locks_that_steps_take() =>
        VerifyCS<CheckThenAct>.VerifyAnalyzerAsync(
            """
            using StackExchange.Redis;

            class Seats
            {
                private readonly IDatabase redis;

                private Task<bool> EnterAsync(string name, string me) => redis.LockTakeAsync(name, me, TimeSpan.FromSeconds(9));

                private async Task UnderLockAsync(string name, string me, Func<Task> work)
                {
                    if (!await redis.LockTakeAsync(name, me, TimeSpan.FromSeconds(9))) return;
                    await work();
                    await redis.LockReleaseAsync(name, me);
                }

                private async Task MeasuredAsync(Func<Task> work) => await work();

                public async Task Entered(string id, string me)
                {
                    if (!await EnterAsync("a", me)) return;
                    if (await redis.StringGetAsync(id) == "free") await redis.StringSetAsync(id, "taken");
                }

                public Task RunBySomeone(string id, string me) =>
                    UnderLockAsync("a", me, async () =>
                    {
                        if (await redis.StringGetAsync(id) == "free") await redis.StringSetAsync(id, "taken");
                    });

                public Task OnlyMeasured(string id) =>
                    MeasuredAsync(async () =>
                    {
                        if (await redis.StringGetAsync(id) == "free") await [|redis.StringSetAsync(id, "taken")|];
                    });
            }
            """,
            Library.Redis
        );
}
