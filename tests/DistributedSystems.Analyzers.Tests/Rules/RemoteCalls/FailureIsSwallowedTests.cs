using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.RemoteCalls;

using VerifyCS = VerifyCS<FailureIsSwallowed>;

public class FailureIsSwallowedTests
{
    [Fact]
    public Task The_caller_is_told_success() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Microsoft.Extensions.Logging;

            class Orders(HttpClient http, ILogger log)
            {
                public async Task Empty() { try { await http.PostAsync("/a", null); } [|catch|] { } }
                public async Task Logged() { try { await http.PostAsync("/a", null); } [|catch|] (HttpRequestException e) { log.LogError(e, "failed"); } }
                public async Task Printed() { try { await SaveAsync(); } [|catch|] (Exception e) { Console.WriteLine($"{e.Message}"); } }
                public void Blocking() { try { http.PostAsync("/a", null).Wait(); } [|catch|] (Exception) { } }
                private async Task SaveAsync() => await http.PutAsync("/a", null);
            }
            """
        );

    [Fact]
    public Task The_failure_shows_or_is_dealt_with() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Microsoft.Extensions.Hosting;
            using Microsoft.Extensions.Logging;

            class Orders(HttpClient http, ILogger log, RabbitMQ.Client.IChannel channel) : IAsyncDisposable
            {
                private bool failed;
                private readonly Queue<string> retries = new();
                public async Task Rethrown() { try { await http.PostAsync("/a", null); } catch (Exception e) { log.LogError(e, "failed"); throw; } }
                public async Task<bool> Told() { try { await http.PostAsync("/a", null); return true; } catch (Exception) { return false; } }
                public async Task Kept() { try { await http.PostAsync("/a", null); } catch (Exception) { failed = true; } }
                public async Task PutAside(string one) { try { await http.PostAsync(one, null); } catch (Exception) { retries.Enqueue(one); } }
                public async Task Answered() { try { await channel.BasicNackAsync(1, false, false); } catch (RabbitMQ.Client.Exceptions.AlreadyClosedException) { } }
                public async Task Acknowledged() { try { await channel.BasicAckAsync(1, false); } catch (Exception e) { log.LogError(e, "comes again"); } }
                public async Task Opened(System.Data.Common.DbConnection db) { try { await db.OpenAsync(); } catch (Exception e) { log.LogError(e, "failed"); } }
                public async Task Misuse() { try { await http.PostAsync("/a", null); } catch (FormatException) { } }
                public async Task Some() { try { await http.PostAsync("/a", null); } catch (HttpRequestException e) when (e.StatusCode == System.Net.HttpStatusCode.Conflict) { } }
                public async Task Read() { try { await http.GetAsync("/a"); } catch (Exception) { } }
                public async Task Each(string[] all) { foreach (var one in all) try { await http.PostAsync(one, null); } catch (Exception e) { log.LogError(e, "failed"); } }
                public async void Clicked() { try { await http.PostAsync("/a", null); } catch (Exception e) { log.LogError(e, "failed"); } }
                private async Task Step() { try { await http.PostAsync("/a", null); } catch (Exception e) { log.LogError(e, "failed"); } }
                public async ValueTask DisposeAsync() { try { await http.DeleteAsync("/a"); } catch (Exception) { } }
                public void Lambda(Action<Func<Task>> run) => run(async () => { try { await http.PostAsync("/a", null); } catch (Exception) { } });
                public async Task Inner() { try { try { await http.PostAsync("/a", null); } catch (Exception) { failed = true; } } catch (Exception) { } }
            }

            class Poller(HttpClient http) : BackgroundService
            {
                protected override async Task ExecuteAsync(CancellationToken stop) { try { await http.PostAsync("/a", null, stop); } catch (Exception) { } }
            }
            """,
            Library.RabbitMq
        );

    [Fact]
    public Task The_message_names_the_write_and_the_caller() =>
        VerifyCS.VerifyMessageAsync(
            "class Orders(HttpClient http) { public async Task Place() { try { await http.PostAsync(\"/a\", null); } [|catch|] { } } }",
            "The failure of 'HttpClient.PostAsync' ends here, and the caller of 'Orders.Place' is told that the write was done"
        );

    [Fact]
    public Task Outages_by_their_librarys_name_and_results_that_say_nothing() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using StackExchange.Redis;

            public class Roll(HttpClient http, IDatabase redis)
            {
                public async Task Library()
                {
                    try { await redis.ListRightPushAsync("roll", "a"); }
                    {|DIST3013:catch|} (RedisConnectionException) { }
                }

                public async Task Repeatable()
                {
                    try { await redis.HashSetAsync("roll", "a", "b"); }
                    {|DIST3013:catch|} (Exception e) { Console.WriteLine(e.Message); }
                }

                public async Task Cached()
                {
                    try { await redis.StringSetAsync("page", "a", TimeSpan.FromMinutes(1)); }
                    catch (Exception e) { Console.WriteLine(e.Message); }
                }

                public async Task Removed()
                {
                    try { await redis.KeyDeleteAsync("page"); }
                    catch (Exception e) { Console.WriteLine(e.Message); }
                }

                public async Task<string> SameResult(string name)
                {
                    var entry = name.Trim();
                    try { await http.PostAsync("/roll", null); }
                    {|DIST3013:catch|} (HttpRequestException) { }
                    return entry;
                }

                public async Task<bool> OtherResult()
                {
                    var done = false;
                    try { await http.PostAsync("/roll", null); done = true; }
                    catch (HttpRequestException) { }
                    return done;
                }

                public async Task<bool> ReturnedInside()
                {
                    try { await http.PostAsync("/roll", null); return true; }
                    catch (HttpRequestException) { }
                    return false;
                }
            }
            """,
            Library.Redis
        );
}
