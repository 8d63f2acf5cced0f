using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

/// <summary>DIST2001 where no loop, catch or pipeline around the call repeats it: the method itself, a scheduler, an execution strategy.</summary>
public class RetryByOthersTests
{
    [Theory]
    [InlineData("when (failure is HttpRequestException http && (int?)http.StatusCode == 401 || failure is AggregateException all && all.InnerExceptions.Any(inner => inner is HttpRequestException))", false)]
    [InlineData("when (failure is HttpRequestException http && IsTransient(http))", false)]
    [InlineData("when (failure is HttpRequestException http && (int?)http.StatusCode == 503)", true)]
    [InlineData("when (failure is HttpRequestException http)", true)]
    public Task A_filter_that_names_the_failure_anew(string filter, bool reported) => VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync("""
        class Orders(HttpClient client)
        {
            static bool IsTransient(Exception failure) => failure.Message.Length > 3;

            async Task Place(HttpContent order)
            {
                while (true)
                {
                    try { await POST; return; }
                    catch (Exception failure) FILTER { await Task.Delay(1000); }
                }
            }
        }
        """.Replace("POST", reported ? "[|client.PostAsync(\"/orders\", order)|]" : "client.PostAsync(\"/orders\", order)").Replace("FILTER", filter));

    [Fact]
    public Task Recursion() => VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync("""
        class Orders(HttpClient http)
        {
            async Task Place(HttpContent order, int attempt = 0)
            {
                try { await [|http.PostAsync("/orders", order)|]; }
                catch (HttpRequestException) when (attempt < 3)
                {
                    await Task.Delay(1000);
                    await Place(order, attempt + 1);
                }
            }

            async Task<HttpResponseMessage> ByStatus(HttpContent order, int left)
            {
                var response = await [|http.PostAsync("/orders", order)|];
                if (!response.IsSuccessStatusCode && left > 0) return await ByStatus(order, left - 1);
                return response;
            }

            async Task Next(List<HttpContent> orders, int index)
            {
                try { await http.PostAsync("/orders", orders[index]); }
                catch (HttpRequestException) { await Next(orders, index + 1); }
            }

            async Task All(HttpContent order)
            {
                await http.PostAsync("/orders", order);
                await All(order);
            }

            async Task Replace(HttpContent order)
            {
                try { await http.PutAsync("/orders/1", order); }
                catch (HttpRequestException) { await Replace(order); }
            }

            async Task Other(HttpContent order, int attempt)
            {
                try { await http.PostAsync("/orders", order); }
                catch (HttpRequestException) { await Place(null, attempt + 1); }
            }
        }
        """);

    [Theory]
    [InlineData("BackgroundJob.Enqueue<Mailer>(mailer => mailer.Send(5));", true)]
    [InlineData("BackgroundJob.Schedule(() => Start.Mailer.Send(5), TimeSpan.FromHours(1));", true)]
    [InlineData("client.Enqueue<IMailer>(mailer => mailer.Send(5));", true)]
    [InlineData("BackgroundJob.Enqueue<Quiet>(mailer => mailer.Send(5));", false)]
    [InlineData("BackgroundJob.Enqueue<Handled>(mailer => mailer.Send(5));", false)]
    [InlineData("BackgroundJob.Enqueue<Mailer>(mailer => mailer.Read());", false)]
    [InlineData("BackgroundJob.Enqueue<Mailer>(mailer => mailer.Send(5)); _ = new AutomaticRetryAttribute { Attempts = 0 };", false)]
    [InlineData("_ = Start.Mailer.Send(5);", false)]
    public Task Hangfire_jobs(string start, bool reported) => VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
        """
        using Hangfire;

        interface IMailer { Task Send(int id); }

        class Mailer(HttpClient http) : IMailer
        {
            public async Task Send(int id) { using var response = await POST; response.EnsureSuccessStatusCode(); }
            public Task Read() => http.GetStringAsync("/mails");
        }

        class Quiet(HttpClient http)
        {
            [AutomaticRetry(Attempts = 0)]
            public Task Send(int id) => http.PostAsync("/mails", null);
        }

        class Handled(HttpClient http)
        {
            public async Task Send(int id) { try { await http.PostAsync("/mails", null); } catch (HttpRequestException) { } }
        }

        static class Start
        {
            public static Mailer Mailer => null;
            static void Jobs(IBackgroundJobClient client) { START }
        }
        """.Replace("POST", reported ? "[|http.PostAsync(\"/mails\", null)|]" : "http.PostAsync(\"/mails\", null)").Replace("START", start),
        Library.Hangfire);

    [Fact]
    public Task Execution_strategies() => VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync("""
        using Microsoft.EntityFrameworkCore;

        class Shop : DbContext { protected override void OnConfiguring(DbContextOptionsBuilder o) => o.UseSqlServer("", s => s.EnableRetryOnFailure()); }
        class Plain : DbContext { protected override void OnConfiguring(DbContextOptionsBuilder o) => o.UseSqlServer(""); }

        class Orders(HttpClient http, Shop shop, Plain plain)
        {
            Task Before(HttpContent order) => shop.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
            {
                await [|http.PostAsync("/orders", order)|];
                await shop.SaveChangesAsync();
            });

            Task After(HttpContent order) => shop.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
            {
                await shop.SaveChangesAsync();
                await http.PostAsync("/orders", order);
            });

            Task NotRetrying(HttpContent order) => plain.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
            {
                await http.PostAsync("/orders", order);
                await plain.SaveChangesAsync();
            });

            Task Read() => shop.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
            {
                await http.GetStringAsync("/orders");
                await shop.SaveChangesAsync();
            });
        }
        """, Library.EfCore, Library.EfRelational, Library.EfSqlServer);
}
