using DistributedSystems.Analyzers.Rules.Messaging;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Messaging;

using VerifyCS = VerifyCS<CheckThenAct>;

public class CheckThenActTests
{
    [Theory]
    [InlineData("if (await redis.StringGetAsync(key) == \"open\") await [|redis.StringSetAsync(key, \"closed\")|];")]
    [InlineData(
        "var state = await redis.StringGetAsync(key); if (state != \"open\") return; await [|redis.StringSetAsync(key, \"closed\")|];"
    )]
    [InlineData("var state = redis.StringGet(key); if (state == \"done\") { [|redis.KeyDelete(key)|]; }")]
    [InlineData(
        "var left = (int)await redis.StringGetAsync(key); if (left > 0) { await [|redis.StringSetAsync(key, left - 1, when: When.Always)|]; }"
    )]
    [InlineData(
        "var state = await redis.HashGetAsync(key, \"state\"); switch ((string)state) { case \"open\": await [|redis.HashSetAsync(key, \"state\", \"closed\")|]; break; }"
    )]
    [InlineData("var state = await redis.StringGetAsync(key); if (state.IsNullOrEmpty) await redis.StringSetAsync(key, \"x\");")]
    [InlineData("var state = await redis.StringGetAsync(key); if (!state.HasValue) await redis.StringSetAsync(key, \"x\");")]
    [InlineData(
        "var state = await redis.StringGetAsync(key); if (state == \"open\") await redis.StringSetAsync(key, \"x\", when: When.NotExists);"
    )]
    [InlineData("var state = await redis.StringGetAsync(key); if (state == \"open\") await redis.StringIncrementAsync(key);")]
    [InlineData("var state = await redis.StringGetAsync(key); if (state == \"open\") await redis.StringSetAsync(\"other\", \"x\");")]
    [InlineData("if (!await redis.KeyExistsAsync(key)) await redis.StringSetAsync(key, \"x\");")]
    [InlineData("var state = await redis.StringGetAsync(key); await redis.StringSetAsync(key, \"x\");")]
    [InlineData(
        "if (!await redis.LockTakeAsync(\"lock\", key, TimeSpan.FromSeconds(9))) return; if (await redis.StringGetAsync(key) == \"open\") await redis.StringSetAsync(key, \"closed\");"
    )]
    [InlineData(
        "if (await redis.StringGetAsync(key) == \"open\") { var all = redis.CreateTransaction(); all.AddCondition(Condition.StringEqual(key, \"open\")); _ = all.StringSetAsync(key, \"closed\"); await all.ExecuteAsync(); }"
    )]
    public Task What_was_read_decides_what_is_written(string body) =>
        VerifyCS.VerifyAnalyzerAsync(
            $$"""
            using StackExchange.Redis;

            class Orders
            {
                async Task Change(IDatabase redis, string key)
                {
                    {{body}}
                }
            }
            """,
            Library.Redis
        );

    [Theory]
    [InlineData(
        "if (order.Value.GetString(\"state\") == \"open\") { order.Value[\"state\"] = \"closed\"; await [|orders.UpsertEntityAsync(order.Value)|]; }"
    )]
    [InlineData("if (order.Value.GetString(\"state\") == \"done\") await [|orders.DeleteEntityAsync(customer, id)|];")]
    [InlineData(
        "if (order.Value.GetString(\"state\") == \"open\") { order.Value[\"state\"] = \"closed\"; await orders.UpdateEntityAsync(order.Value, order.Value.ETag); }"
    )]
    [InlineData("await orders.UpsertEntityAsync(new TableEntity(customer, \"last\"));")]
    public Task Entities_of_a_table(string body) =>
        VerifyCS.VerifyAnalyzerAsync(
            $$"""
            using Azure;
            using Azure.Data.Tables;

            class Orders
            {
                async Task Close(TableClient orders, string customer, string id)
                {
                    var order = await orders.GetEntityAsync<TableEntity>(customer, id);
                    {{body}}
                }
            }
            """,
            Library.Tables
        );

    private const string Rows = """
        using Microsoft.EntityFrameworkCore;

        class Order { public int Id { get; set; } public string State { get; set; } public string Note { get; set; } public bool Hidden { get; set; } }

        class Shop : DbContext { public DbSet<Order> Orders { get; set; } }

        """;

    [Fact]
    public Task A_column_is_looked_at_and_set() =>
        VerifyCS.VerifyAnalyzerAsync(
            Rows
                + """
                class Orders(Shop shop)
                {
                    public async Task Close(int id)
                    {
                        var order = await shop.Orders.FirstOrDefaultAsync(o => o.Id == id);
                        if (order is null || order.State != "open") { return; }
                        order.State = "closed";
                        await [|shop.SaveChangesAsync()|];
                    }

                    public async Task Nested(int id)
                    {
                        var order = await shop.Orders.FindAsync(id);
                        if (order.State == "open") { order.State = "closed"; [|shop.SaveChanges()|]; }
                    }

                    public async Task OtherColumn(int id)
                    {
                        var order = await shop.Orders.FindAsync(id);
                        if (order.State == "open") { order.Note = "seen"; }
                        await shop.SaveChangesAsync();
                    }

                    public async Task OnlySet(int id)
                    {
                        var order = await shop.Orders.FindAsync(id);
                        if (order == null) { return; }
                        order.State = "closed";
                        await shop.SaveChangesAsync();
                    }

                    public async Task InTransaction(int id)
                    {
                        await using var transaction = await shop.Database.BeginTransactionAsync();
                        var order = await shop.Orders.FindAsync(id);
                        if (order.State == "open") { order.State = "closed"; }
                        await shop.SaveChangesAsync();
                        await transaction.CommitAsync();
                    }

                    public async Task New(bool open)
                    {
                        var order = new Order { State = "new" };
                        if (order.State != "new") { order.State = "open"; }
                        await shop.SaveChangesAsync();
                    }
                }
                """,
            Library.EfCore
        );

    [Fact]
    public Task Versions_are_told_apart() =>
        VerifyCS.VerifyAnalyzerAsync(
            Rows.Replace(
                "public string Note",
                "[System.ComponentModel.DataAnnotations.ConcurrencyCheck] public string Note",
                StringComparison.Ordinal
            )
                + """
                class Orders(Shop shop)
                {
                    public async Task Close(int id)
                    {
                        var order = await shop.Orders.FindAsync(id);
                        if (order.State != "open") { return; }
                        order.State = "closed";
                        await shop.SaveChangesAsync();
                    }
                }
                """,
            Library.EfCore
        );
}
