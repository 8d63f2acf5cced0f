namespace DistributedSystems.Analyzers.Tests.Suite;

/// <summary>The part of the interesting code that is about retries: registered, nested, hedged.</summary>
internal static class RepeatedCode
{
    public const string Text = """

        class Again
        {
            async Task Keyed(HttpClient http, HttpContent content) { for (var attempt = 0; attempt < 3; attempt++) { using var request = new HttpRequestMessage(HttpMethod.Post, "/k") { Content = content }; request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString()); try { await http.SendAsync(request); return; } catch (HttpRequestException) { await Task.Delay(1000); } } }

            async Task Kept(HttpClient http, List<string> pages) { for (var attempt = 0; attempt < 3; attempt++) { try { pages.Add("a"); await http.GetStringAsync("/k"); await Task.WhenAny(http.PostAsync("/h", null), http.PostAsync("/h", null)); return; } catch (HttpRequestException) { await Task.Delay(1000); } } }

            async Task Stale(HttpClient http) { Exception last = null; for (var attempt = 0; attempt < 3; attempt++) { try { await http.PutAsync("/s", null); break; } catch (HttpRequestException e) { last = e; await Task.Delay(1000); } } if (last != null) throw last; }

            async Task PushedBack(HttpClient http) { for (var attempt = 0; attempt < 3; attempt++) { var response = await http.GetAsync("/p"); if (response.IsSuccessStatusCode) return; await Task.Delay(1000); } }

            async Task Conflicting(HttpClient http) { for (var attempt = 0; attempt < 3; attempt++) { try { var request = new HttpRequestMessage(HttpMethod.Post, "/c"); request.Headers.IfMatch.Add(null); var response = await http.SendAsync(request); if ((int)response.StatusCode == 412) throw new InvalidOperationException(); return; } catch (HttpRequestException) { await Task.Delay(1000); } } }

            async Task Loops(HttpClient http)
            {
                for (var round = 0; round < 2; round++)
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await http.GetStringAsync("/n"); return; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }
                }
            }

            static void Register(Microsoft.Extensions.DependencyInjection.IServiceCollection services)
            {
                var builder = Microsoft.Extensions.DependencyInjection.HttpClientFactoryServiceCollectionExtensions.AddHttpClient(services, "named");
                Microsoft.Extensions.DependencyInjection.ResilienceHttpClientBuilderExtensions.AddStandardResilienceHandler(builder, options => { options.Retry.MaxRetryAttempts = 2; });
                Microsoft.Extensions.DependencyInjection.ResilienceHttpClientBuilderExtensions.AddStandardHedgingHandler(
                    Microsoft.Extensions.DependencyInjection.HttpClientFactoryServiceCollectionExtensions.AddHttpClient<RetriedClient>(services));
            }
        }

        class Stored : Microsoft.EntityFrameworkCore.DbContext
        {
            protected override void OnConfiguring(Microsoft.EntityFrameworkCore.DbContextOptionsBuilder options) =>
                Microsoft.EntityFrameworkCore.SqlServerDbContextOptionsExtensions.UseSqlServer(options, "", server => server.EnableRetryOnFailure());
            void Store() { using var transaction = Database.BeginTransaction(); SaveChanges(); transaction.Commit(); }
        }

        class KeptFailure
        {
            async Task Send(HttpClient http, string order)
            {
                Exception failure = null;
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    try
                    {
                        using var response = await http.PutAsync("/orders/1", new StringContent(order));
                        response.EnsureSuccessStatusCode();
                        break;
                    }
                    catch (HttpRequestException e)
                    {
                        failure = e;
                        await Task.Delay(Random.Shared.Next(500, 1500));
                    }
                }

                if (failure != null)
                {
                    throw new InvalidOperationException("The order was not sent.", failure);
                }
            }
        }

        class RetriedClient
        {
            private readonly HttpClient http;
            public RetriedClient(HttpClient http) => this.http = http;
            public Task Send(HttpContent content) => http.PostAsync("/t", content);
        }
        """;
}
