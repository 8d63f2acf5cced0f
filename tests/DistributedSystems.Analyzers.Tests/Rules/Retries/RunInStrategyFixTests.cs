using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Retries;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

using VerifyFix = VerifyCS<TransactionOutsideRetryingStrategy, RunInStrategyFix>;

public class RunInStrategyFixTests
{
    private static readonly Setup WithEf = Setup.With(Library.EfCore, Library.EfRelational, Library.EfSqlServer);

    private const string Before = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Infrastructure;
        using Microsoft.EntityFrameworkCore.Storage;
        using Microsoft.Extensions.DependencyInjection;

        class Order { public int Id { get; set; } public decimal Total { get; set; } }
        class Shop : DbContext { public DbSet<Order> Orders { get; set; } }
        static class Setup { static void Add(IServiceCollection services) { services.AddDbContext<Shop>(o => o.UseSqlServer("", s => s.EnableRetryOnFailure())); } }

        """;

    [Fact]
    public Task Each_run_begins_with_an_empty_change_tracker() =>
        VerifyFix.VerifyCodeFixAsync(
            Before
                + """
                class Orders(Shop shop)
                {
                    async Task Place(CancellationToken cancellation)
                    {
                        Console.WriteLine("placing");

                        // One order, one transaction.
                        await using var transaction = await [|shop.Database.BeginTransactionAsync(cancellation)|];
                        if (shop.Orders is null)
                        {
                            return;
                        }

                        shop.Orders.Add(new Order());
                        await shop.SaveChangesAsync(cancellation);
                        await transaction.CommitAsync(cancellation);
                    }

                    void Block(int id, decimal price)
                    {
                        using (var transaction = [|shop.Database.BeginTransaction()|])
                        {
                            var order = shop.Orders.Find(id);
                            order.Total += price;
                            shop.SaveChanges();
                            transaction.Commit();
                        }
                    }

                    async Task Requested(Microsoft.AspNetCore.Http.HttpContext request)
                    {
                        await using var transaction = await [|shop.Database.BeginTransactionAsync(request.RequestAborted)|];
                        shop.Add(new Order());
                        await shop.SaveChangesAsync(request.RequestAborted);
                        await transaction.CommitAsync(request.RequestAborted);
                    }
                }
                """,
            Before
                + """
                class Orders(Shop shop)
                {
                    async Task Place(CancellationToken cancellation)
                    {
                        Console.WriteLine("placing");

                        // One order, one transaction.
                        await shop.Database.CreateExecutionStrategy().ExecuteAsync(async cancellation =>
                        {
                            shop.ChangeTracker.Clear();
                            await using var transaction = await shop.Database.BeginTransactionAsync(cancellation);
                            if (shop.Orders is null)
                            {
                                return;
                            }

                            shop.Orders.Add(new Order());
                            await shop.SaveChangesAsync(cancellation);
                            await transaction.CommitAsync(cancellation);
                        }, cancellation);
                    }

                    void Block(int id, decimal price)
                    {
                        shop.Database.CreateExecutionStrategy().Execute(() =>
                        {
                            shop.ChangeTracker.Clear();
                            using (var transaction = shop.Database.BeginTransaction())
                            {
                                var order = shop.Orders.Find(id);
                                order.Total += price;
                                shop.SaveChanges();
                                transaction.Commit();
                            }
                        });
                    }

                    async Task Requested(Microsoft.AspNetCore.Http.HttpContext request)
                    {
                        await shop.Database.CreateExecutionStrategy().ExecuteAsync(async _ =>
                        {
                            shop.ChangeTracker.Clear();
                            await using var transaction = await shop.Database.BeginTransactionAsync(request.RequestAborted);
                            shop.Add(new Order());
                            await shop.SaveChangesAsync(request.RequestAborted);
                            await transaction.CommitAsync(request.RequestAborted);
                        }, request.RequestAborted);
                    }
                }
                """,
            WithEf
        );

    [Fact]
    public Task Without_a_save_nothing_is_cleared_and_the_context_may_be_the_code_itself() =>
        VerifyFix.VerifyCodeFixAsync(
            Before
                + """
                class Own : DbContext
                {
                    public DbSet<Order> Orders { get; set; }
                    protected override void OnConfiguring(DbContextOptionsBuilder o) => o.UseSqlServer("", s => s.EnableRetryOnFailure());

                    public async Task Place(CancellationToken stop)
                    {
                        await using var transaction = await [|Database.BeginTransactionAsync(stop)|];
                        Orders.Add(new Order());
                        await SaveChangesAsync(stop);
                        await transaction.CommitAsync(stop);
                    }

                    public async Task Touch(string text)
                    {
                        await using var transaction = await [|this.Database.BeginTransactionAsync()|];
                        await Orders.Where(order => order.Total > 3).ToListAsync();
                        await transaction.CommitAsync();
                    }
                }
                """,
            Before
                + """
                class Own : DbContext
                {
                    public DbSet<Order> Orders { get; set; }
                    protected override void OnConfiguring(DbContextOptionsBuilder o) => o.UseSqlServer("", s => s.EnableRetryOnFailure());

                    public async Task Place(CancellationToken stop)
                    {
                        await Database.CreateExecutionStrategy().ExecuteAsync(async stop =>
                        {
                            ChangeTracker.Clear();
                            await using var transaction = await Database.BeginTransactionAsync(stop);
                            Orders.Add(new Order());
                            await SaveChangesAsync(stop);
                            await transaction.CommitAsync(stop);
                        }, stop);
                    }

                    public async Task Touch(string text)
                    {
                        await this.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
                        {
                            await using var transaction = await this.Database.BeginTransactionAsync();
                            await Orders.Where(order => order.Total > 3).ToListAsync();
                            await transaction.CommitAsync();
                        });
                    }
                }
                """,
            WithEf
        );

    [Theory]
    [InlineData("async Task<int> M() { BEGIN; shop.Add(new Order()); await shop.SaveChangesAsync(); COMMIT; return 1; }")]
    [InlineData(
        "async Task M(int id) { var order = await shop.Orders.FindAsync(id); BEGIN; order.Total = 1; await shop.SaveChangesAsync(); COMMIT; }"
    )]
    [InlineData("async Task M(Order order) { BEGIN; order.Total -= 1; await shop.SaveChangesAsync(); COMMIT; }")]
    [InlineData("async Task M(Order order) { BEGIN; shop.Orders.Add(order); await shop.SaveChangesAsync(); COMMIT; }")]
    [InlineData("async Task M(List<Order> orders) { BEGIN; shop.AddRange(orders); await shop.SaveChangesAsync(); COMMIT; }")]
    [InlineData("async Task M(object anything) { BEGIN; shop.Add(anything); await shop.SaveChangesAsync(); COMMIT; }")]
    [InlineData("async Task M() { shop.Add(new Order()); BEGIN; await shop.SaveChangesAsync(); COMMIT; }")]
    [InlineData("async Task M() { BEGIN; await shop.SaveChangesAsync(); COMMIT; }")]
    [InlineData(
        "async Task M() { Load(); BEGIN; shop.Add(new Order()); await shop.SaveChangesAsync(); COMMIT; } void Load() => shop.Add(new Order());"
    )]
    [InlineData(
        "async Task Two() { shop.Add(new Order()); await M(); } async Task M() { BEGIN; shop.Add(new Order()); await shop.SaveChangesAsync(); COMMIT; }"
    )]
    [InlineData("int count; async Task M() { BEGIN; shop.Add(new Order()); count++; await shop.SaveChangesAsync(); COMMIT; }")]
    [InlineData("async Task M(List<int> done) { BEGIN; shop.Add(new Order()); done.Add(1); await shop.SaveChangesAsync(); COMMIT; }")]
    [InlineData(
        "async Task M(HttpClient http) { BEGIN; shop.Add(new Order()); await http.PostAsync(\"/a\", null); await shop.SaveChangesAsync(); COMMIT; }"
    )]
    public Task Not_where_a_second_run_adds_to_the_first_or_forgets_what_was_before(string code) =>
        VerifyFix.VerifyNoFixAsync(
            Before
                + "class Orders(Shop shop) { "
                + code.Replace("BEGIN", "await using var transaction = await [|shop.Database.BeginTransactionAsync()|]")
                    .Replace("COMMIT", "await transaction.CommitAsync()")
                + " }",
            WithEf
        );
}
