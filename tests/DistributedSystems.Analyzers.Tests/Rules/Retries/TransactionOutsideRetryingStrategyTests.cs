using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

public class TransactionOutsideRetryingStrategyTests
{
    private const string Usings = """
        using Microsoft.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Infrastructure;
        using Microsoft.EntityFrameworkCore.Storage;
        using Microsoft.Extensions.DependencyInjection;

        """;

    private const string Provider = """

        class Shop : DbContext { public DbSet<object> Orders { get; set; } }
        class Reports : DbContext { }

        """;

    private const string Registered =
        "static class Setup { static void Add(IServiceCollection services) { services.AddDbContext<Shop>(o => o.UseSqlServer(\"\", s => s.EnableRetryOnFailure())); services.AddDbContext<Reports>(o => o.UseSqlServer(\"\", s => { })); } }\n";

    [Fact]
    public Task Begun_by_hand() =>
        Verify(
            Registered
                + """
                class Orders(Shop shop, Reports reports)
                {
                    async Task Place()
                    {
                        await using var transaction = await [|shop.Database.BeginTransactionAsync()|];
                        await shop.SaveChangesAsync();
                        await transaction.CommitAsync();
                    }

                    void Block()
                    {
                        using (var transaction = [|shop.Database.BeginTransaction(System.Data.IsolationLevel.Serializable)|])
                        {
                            shop.SaveChanges();
                            transaction.Commit();
                        }
                    }

                    async Task OnTheFacade()
                    {
                        await [|shop.Database.BeginTransactionAsync()|];
                        await shop.Database.CommitTransactionAsync();
                    }

                    async Task Other()
                    {
                        await using var transaction = await reports.Database.BeginTransactionAsync();
                        await transaction.CommitAsync();
                    }

                    Task<IDbContextTransaction> HandedOut() => shop.Database.BeginTransactionAsync();
                }
                """
        );

    [Fact]
    public Task Run_by_the_strategy() =>
        Verify(
            Registered
                + """
                class Orders(Shop shop)
                {
                    async Task Place()
                    {
                        var strategy = shop.Database.CreateExecutionStrategy();
                        await strategy.ExecuteAsync(async () =>
                        {
                            await using var transaction = await shop.Database.BeginTransactionAsync();
                            await shop.SaveChangesAsync();
                            await transaction.CommitAsync();
                        });
                    }

                    Task ByName() => shop.Database.CreateExecutionStrategy().ExecuteAsync(Whole);

                    Task ByCall() => shop.Database.CreateExecutionStrategy().ExecuteAsync(() => Called());

                    async Task Whole()
                    {
                        await using var transaction = await shop.Database.BeginTransactionAsync();
                        await transaction.CommitAsync();
                    }

                    async Task Called()
                    {
                        await using var transaction = await shop.Database.BeginTransactionAsync();
                        await transaction.CommitAsync();
                    }
                }
                """
        );

    [Fact]
    public Task A_strategy_that_runs_anything_may_run_it() =>
        Verify(
            Registered
                + """
                class Behavior(Shop shop)
                {
                    Task Handle(Func<Task> next) => shop.Database.CreateExecutionStrategy().ExecuteAsync(() => next());
                }

                class Orders(Shop shop)
                {
                    async Task Place()
                    {
                        await using var transaction = await shop.Database.BeginTransactionAsync();
                        await transaction.CommitAsync();
                    }
                }
                """
        );

    [Theory]
    [InlineData(
        "class Own : DbContext { protected override void OnConfiguring(DbContextOptionsBuilder o) => o.UseSqlServer(\"\", s => s.EnableRetryOnFailure()); CODE }",
        true
    )]
    [InlineData(
        "class Own : DbContext { protected override void OnConfiguring(DbContextOptionsBuilder o) => o.UseSqlServer(\"\", s => s.ExecutionStrategy(d => new Retrying(d))); CODE } class Retrying : ExecutionStrategy { public Retrying(ExecutionStrategyDependencies d) : base(d, 3, TimeSpan.FromSeconds(1)) { } protected override bool ShouldRetryOn(Exception e) => true; }",
        true
    )]
    [InlineData(
        "class Own : DbContext { protected override void OnConfiguring(DbContextOptionsBuilder o) => o.UseSqlServer(\"\", s => s.ExecutionStrategy(d => new NonRetryingExecutionStrategy(d))); CODE }",
        false
    )]
    [InlineData(
        "class Own : DbContext { protected override void OnConfiguring(DbContextOptionsBuilder o) => o.UseSqlServer(\"\", s => s.CommandTimeout(5)); CODE }",
        false
    )]
    [InlineData(
        "class Own : DbContext { CODE } static class Made { static object Options() => new DbContextOptionsBuilder<Own>().UseSqlServer(\"\", s => s.EnableRetryOnFailure(3)).Options; }",
        true
    )]
    [InlineData(
        "class Own : DbContext { CODE } static class Made { static void Add(IServiceCollection services) => services.AddDbContextFactory<Own>((p, o) => o.UseSqlServer(\"\", s => s.EnableRetryOnFailure(3))); }",
        true
    )]
    [InlineData(
        "class Own : DbContext { CODE } class Unrelated { void EnableRetryOnFailure() { } void M(Unrelated u) => u.EnableRetryOnFailure(); }",
        false
    )]
    public Task Where_retries_are_enabled(string context, bool reported) =>
        Verify(
            context.Replace(
                "CODE",
                $$"""
                async Task Place()
                {
                    await using var transaction = await {{(
                    reported ? "[|Database.BeginTransactionAsync()|]" : "Database.BeginTransactionAsync()"
                )}};
                    await transaction.CommitAsync();
                }
                """
            )
        );

    private static Task Verify(string code) =>
        VerifyCS<TransactionOutsideRetryingStrategy>.VerifyAnalyzerAsync(
            Usings + Provider + code,
            Library.EfCore,
            Library.EfRelational,
            Library.EfSqlServer
        );
}
