using DistributedSystems.Analyzers.Rules.Messaging;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Messaging;

using VerifyCS = VerifyCS<CheckThenAct>;

/// <summary>Readings and writes in two methods, in SQL, in sessions, and changes that add to what was read.</summary>
public class ReadThenWrittenTests
{
    [Theory]
    [InlineData("var n = (int)await redis.StringGetAsync(key); await [|redis.StringSetAsync(key, n + 1)|];")]
    [InlineData("string text = await redis.StringGetAsync(key); var next = text + line; await [|redis.StringSetAsync(key, next)|];")]
    [InlineData(
        "var cart = JsonSerializer.Deserialize<Cart>((string)await redis.StringGetAsync(key)); cart.Lines.Add(line); await [|redis.StringSetAsync(key, JsonSerializer.Serialize(cart))|];"
    )]
    [InlineData(
        "var cart = JsonSerializer.Deserialize<Cart>((string)await redis.StringGetAsync(key)); cart.Count++; await [|redis.StringSetAsync(key, JsonSerializer.Serialize(cart))|];"
    )]
    [InlineData(
        "var cart = JsonSerializer.Deserialize<Cart>((string)await redis.StringGetAsync(key)); await [|redis.StringSetAsync(key, JsonSerializer.Serialize(cart with { Count = cart.Count - 1 }))|];"
    )]
    // What is replaced, whatever was there, adds nothing to what was read.
    [InlineData(
        "var cart = JsonSerializer.Deserialize<Cart>((string)await redis.StringGetAsync(key)); cart.Name = line; await redis.StringSetAsync(key, JsonSerializer.Serialize(cart));"
    )]
    [InlineData("var value = await redis.StringGetAsync(key); await redis.StringSetAsync(key, value, TimeSpan.FromMinutes(1));")]
    [InlineData("var n = (int)await redis.StringGetAsync(key); await redis.StringSetAsync(\"other\", n + 1);")]
    [InlineData("var n = (int)await redis.StringGetAsync(key); await redis.StringSetAsync(key, line + 1);")]
    [InlineData("var value = await redis.StringGetAsync(key); if (value == line) return; await redis.StringSetAsync(key, line);")]
    [InlineData(
        "await gate.WaitAsync(); try { var n = (int)await redis.StringGetAsync(key); await redis.StringSetAsync(key, n + 1); } finally { gate.Release(); }"
    )]
    public Task Something_is_added_to_what_was_read(string body) =>
        VerifyCS.VerifyAnalyzerAsync(
            $$"""
            using System.Text.Json;
            using StackExchange.Redis;

            record Cart(List<string> Lines) { public int Count { get; set; } public string Name { get; set; } }

            class Carts
            {
                private readonly SemaphoreSlim gate = new(1, 1);

                async Task Change(IDatabase redis, string key, string line)
                {
                    {{body}}
                }
            }
            """,
            Library.Redis
        );

    [Fact]
    public Task Behind_a_port_of_the_project() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using MongoDB.Driver;

            record Cart(string Id, bool Closed, int Version);

            interface ICarts
            {
                Task<Cart> FindAsync(string id);
                Task SaveAsync(Cart cart);
                Task<bool> SaveIfAsync(Cart cart, int version);
                Task LogAsync(Cart cart);
            }

            class MongoCarts(IMongoCollection<Cart> carts, IMongoCollection<Cart> log) : ICarts
            {
                public async Task<Cart> FindAsync(string id) => await carts.Find(cart => cart.Id == id).FirstOrDefaultAsync();

                public Task SaveAsync(Cart cart) => carts.ReplaceOneAsync(row => row.Id == cart.Id, cart);

                public async Task<bool> SaveIfAsync(Cart cart, int version) =>
                    (await carts.ReplaceOneAsync(row => row.Id == cart.Id && row.Version == version, cart)).ModifiedCount == 1;

                public Task LogAsync(Cart cart) => log.ReplaceOneAsync(row => row.Id == cart.Id, cart);
            }

            class Checkout(ICarts carts)
            {
                public async Task Close(string id)
                {
                    var cart = await carts.FindAsync(id);
                    if (cart == null || cart.Closed) { return; }
                    await [|carts.SaveAsync(cart with { Closed = true })|];
                }

                public async Task CloseOnce(string id)
                {
                    var cart = await carts.FindAsync(id);
                    if (cart.Closed) { return; }
                    await carts.SaveIfAsync(cart with { Closed = true }, cart.Version);
                }

                public async Task Note(string id)
                {
                    var cart = await carts.FindAsync(id);
                    if (cart.Closed) { await carts.LogAsync(cart); }
                }

                public async Task Rename(string id)
                {
                    var cart = await carts.FindAsync(id);
                    if (cart == null) { return; }
                    await carts.SaveAsync(cart with { Id = "new" });
                }
            }
            """,
            Library.MongoDb
        );

    [Theory]
    [InlineData("select balance from wallets where id = @id", "update wallets set balance = @left where id = @id", true)]
    [InlineData("select balance from wallets where id = @id", "update wallets set balance = balance - 5 where id = @id", true)]
    [InlineData("select balance from wallets where id = @id", "delete from wallets where id = @id", true)]
    [InlineData("select balance from wallets where id = @id", "update wallets set balance = @left where id = @id and balance = @b", false)]
    [InlineData("select balance from wallets where id = @id for update", "update wallets set balance = @left where id = @id", false)]
    [InlineData("select balance from wallets with (updlock) where id = @id", "update wallets set balance = @left where id = @id", false)]
    [InlineData("select balance from limits where id = @id", "update wallets set balance = @left where id = @id", false)]
    [InlineData("select count(*) from wallets where id = @id", "update wallets set balance = @left where id = @id", false)]
    public Task Rows_by_sql(string read, string write, bool isReported)
    {
        var call = $"connection.Execute(\"{write}\", new {{ id, left = balance - price, b = balance }})";
        return VerifyCS.VerifyAnalyzerAsync(
            $$"""
            using System.Data;
            using Dapper;

            class Wallets
            {
                void Pay(IDbConnection connection, int id, decimal price)
                {
                    var balance = connection.QuerySingle<decimal>("{{read}}", new { id });
                    if (balance < price) { return; }
                    {{(isReported ? $"[|{call}|]" : call)}};
                }

                void PayInTransaction(IDbConnection connection, int id, decimal price)
                {
                    using var transaction = connection.BeginTransaction(IsolationLevel.Serializable);
                    var balance = connection.QuerySingle<decimal>("{{read}}", new { id }, transaction);
                    if (balance < price) { return; }
                    connection.Execute("{{write}}", new { id, left = balance - price, b = balance }, transaction);
                    transaction.Commit();
                }
            }
            """,
            Library.Dapper
        );
    }

    [Theory]
    [InlineData("order.Left--; [|shop.SaveChanges()|];")]
    [InlineData("order.Left -= taken; [|shop.SaveChanges()|];")]
    [InlineData("order.Left = order.Left + taken; [|shop.SaveChanges()|];")]
    [InlineData("order.Left = taken; shop.SaveChanges();")]
    [InlineData("order.Name += \"!\"; shop.SaveChanges();")]
    public Task A_number_of_a_row_is_moved(string body) =>
        VerifyCS.VerifyAnalyzerAsync(
            $$"""
            using Microsoft.EntityFrameworkCore;

            class Order { public int Id { get; set; } public int Left { get; set; } public string Name { get; set; } }

            class Shop : DbContext { public DbSet<Order> Orders { get; set; } }

            class Orders(Shop shop)
            {
                public void Take(int id, int taken)
                {
                    var order = shop.Orders.Find(id);
                    {{body}}
                }
            }
            """,
            Library.EfCore
        );

    private const string Users = """
        using Microsoft.EntityFrameworkCore;

        class User { public int Id { get; set; } public string Mail { get; set; } }

        class Site : DbContext
        {
            public DbSet<User> Users { get; set; }
            /*model*/
        }

        """;

    private const string Registration = """
        class Registration(Site site)
        {
            public async Task Register(string mail)
            {
                if (await site.Users.AnyAsync(user => user.Mail == mail)) { return; }
                site.Users.Add(new User { Mail = mail });
                await SAVE;
            }

            public async Task ByKey(int id)
            {
                if (await site.Users.AnyAsync(user => user.Id == id)) { return; }
                site.Users.Add(new User { Id = id });
                await site.SaveChangesAsync();
            }

            public async Task Seed()
            {
                if (!await site.Users.AnyAsync(user => user.Mail == "admin")) { site.Users.Add(new User { Mail = "admin" }); }
                await site.SaveChangesAsync();
            }

            public async Task Caught(string mail)
            {
                if (await site.Users.AnyAsync(user => user.Mail == mail)) { return; }
                site.Users.Add(new User { Mail = mail });
                try { await site.SaveChangesAsync(); }
                catch (DbUpdateException) { }
            }
        }
        """;

    [Fact]
    public Task A_row_is_looked_up_and_added() =>
        VerifyCS.VerifyAnalyzerAsync(
            Users + Registration.Replace("SAVE", "[|site.SaveChangesAsync()|]", StringComparison.Ordinal),
            Library.EfRelational
        );

    [Fact]
    public Task A_unique_index_keeps_a_second_row_out() =>
        VerifyCS.VerifyAnalyzerAsync(
            Users.Replace(
                "/*model*/",
                "protected override void OnModelCreating(ModelBuilder model) => model.Entity<User>().HasIndex(user => user.Mail).IsUnique();",
                StringComparison.Ordinal
            ) + Registration.Replace("SAVE", "site.SaveChangesAsync()", StringComparison.Ordinal),
            Library.EfRelational
        );

    private const string Sessions = """
        using Raven.Client.Documents.Session;

        class Saga { public bool Started { get; set; } public int Steps { get; set; } public string State { get; set; } }

        class Sagas
        {
            public async Task Step(IAsyncDocumentSession session, string id)
            {
                var saga = await session.LoadAsync<Saga>(id);
                saga.Steps++;
                await SAVE;
            }

            public async Task Close(IAsyncDocumentSession session, string id)
            {
                var saga = await session.LoadAsync<Saga>(id);
                if (saga.State != "open") { return; }
                saga.State = "closed";
                await SAVE;
            }

            public async Task Put(IAsyncDocumentSession session, string id, string state)
            {
                var saga = await session.LoadAsync<Saga>(id);
                saga.State = state;
                await session.SaveChangesAsync();
            }
        }
        """;

    [Fact]
    public Task Sessions_of_a_document_store() =>
        VerifyCS.VerifyAnalyzerAsync(Sessions.Replace("SAVE", "[|session.SaveChangesAsync()|]", StringComparison.Ordinal), "Raven.Client");

    [Fact]
    public Task Sessions_with_optimistic_concurrency() =>
        VerifyCS.VerifyAnalyzerAsync(
            Sessions.Replace("SAVE", "session.SaveChangesAsync()", StringComparison.Ordinal) + "// Conventions: UseOptimisticConcurrency",
            "Raven.Client"
        );

    [Theory]
    [InlineData("if (seat.Holder is not null) return; seat.Holder = me; await [|seats.UpdateEntityAsync(seat, ETag.All)|];")]
    [InlineData("if (seat.Holder is not null) return; seat.Holder = me; await seats.UpdateEntityAsync(seat, seat.ETag);")]
    [InlineData("if (seat is null) return; seat.Holder = me; await seats.UpdateEntityAsync(seat, ETag.All);")]
    public Task Entities_of_a_table_whatever_their_version(string body) =>
        VerifyCS.VerifyAnalyzerAsync(
            $$"""
            using Azure;
            using Azure.Data.Tables;

            class Seat : ITableEntity
            {
                public string PartitionKey { get; set; }
                public string RowKey { get; set; }
                public DateTimeOffset? Timestamp { get; set; }
                public ETag ETag { get; set; }
                public string Holder { get; set; }
            }

            class Seats(TableClient seats)
            {
                async Task Take(string show, string id, string me)
                {
                    var seat = (await seats.GetEntityAsync<Seat>(show, id)).Value;
                    {{body}}
                }
            }
            """,
            Library.Tables
        );
}
