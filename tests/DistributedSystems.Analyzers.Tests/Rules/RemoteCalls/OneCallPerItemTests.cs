using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.RemoteCalls;

using VerifyCS = VerifyCS<OneCallPerItem>;

public class OneCallPerItemTests
{
    [Fact]
    public Task Each_item_waits_for_the_one_before() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using StackExchange.Redis;

            class Cache(IDatabase redis)
            {
                async Task Delete(string[] all) { foreach (var one in all) await [|redis.KeyDeleteAsync(one)|]; }
                void Read(List<string> all) { foreach (var one in all) { var key = "a" + one; Console.WriteLine([|redis.StringGet(key)|]); } }
                async Task Push(List<string> all) { foreach (var one in all) { await [|redis.ListRightPushAsync("list", one)|].ConfigureAwait(false); } }
            }
            """,
            Library.Redis
        );

    [Fact]
    public Task However_the_items_are_gone_through() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using StackExchange.Redis;

            class Cache(IDatabase redis)
            {
                async Task Counted(string[] all) { for (var i = 0; i < all.Length; i++) await [|redis.KeyDeleteAsync(all[i])|]; }
                async Task Named(List<string> all) { for (var i = 0; i < all.Count; i++) { var key = "a" + all[i]; await [|redis.KeyDeleteAsync(key)|]; } }
                void Each(List<string> all) => all.ForEach(one => [|redis.KeyDelete(one)|]);
                void EachOfArray(string[] all) => Array.ForEach(all, one => { [|redis.KeyDelete(one)|]; });
                async Task Helped(string[] all) { foreach (var one in all) await [|DeleteAsync(one)|]; }
                async Task Awaiting(string[] all) { foreach (var one in all) await [|DeleteAwaitingAsync("a" + one)|]; }
                void Local(string[] all) { foreach (var one in all) [|delete(one)|]; void delete(string key) { redis.KeyDelete(key); } }
                private Task DeleteAsync(string key) => redis.KeyDeleteAsync(key);
                private async Task DeleteAwaitingAsync(string key) { await redis.KeyDeleteAsync(key).ConfigureAwait(false); }
            }
            """,
            Library.Redis
        );

    [Fact]
    public Task Gone_through_in_ways_that_need_each_call() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using StackExchange.Redis;

            class Cache(IDatabase redis)
            {
                async Task Attempts(string key) { for (var i = 0; i < 3; i++) await redis.KeyDeleteAsync(key); }
                async Task Pages(string key) { for (var i = 0; i < 3; i++) await redis.KeyDeleteAsync("page" + i); }
                async Task UntilGone(string[] all) { for (var i = 0; i < all.Length; i++) { if (!await redis.KeyDeleteAsync(all[i])) break; } }
                async Task Pipelined(string[] all) => await Task.WhenAll(all.Select(one => redis.KeyDeleteAsync(one)));
                async Task Checked(string[] all) { foreach (var one in all) await DeleteOldAsync(one); }
                async Task Fixed(string[] all) { foreach (var one in all) await DeleteAsync("a"); }
                async Task Virtual(string[] all) { foreach (var one in all) await OpenAsync(one); }
                async Task Once(string one) => await DeleteAsync(one);
                void Given(Action<Action<string>> run) => run(one => redis.KeyDelete(one));
                private Task DeleteAsync(string key) => redis.KeyDeleteAsync(key);
                private async Task DeleteOldAsync(string key) { if (key.Length > 3) await redis.KeyDeleteAsync(key); }
                protected virtual Task OpenAsync(string key) => redis.KeyDeleteAsync(key);
            }
            """,
            Library.Redis
        );

    [Fact]
    public Task Messages_sent_together() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Azure.Messaging.ServiceBus;

            class Bus(ServiceBusSender sender)
            {
                async Task All(List<ServiceBusMessage> all) => await Task.WhenAll(all.Select(one => [|sender.SendMessageAsync(one)|]));
                async Task Async(List<ServiceBusMessage> all) => await Task.WhenAll(all.Select(async one => await [|sender.SendMessageAsync(one)|]).ToList());
                IEnumerable<Task> Started(List<ServiceBusMessage> all) => all.Select(one => sender.SendMessageAsync(one));
                async Task Batched(List<ServiceBusMessage> all) => await sender.SendMessagesAsync(all);
            }
            """,
            Library.ServiceBus
        );

    [Fact]
    public Task No_batch_form_fits() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using StackExchange.Redis;

            class Cache(IDatabase redis, HttpClient http)
            {
                async Task Http(string[] all) { foreach (var one in all) await http.GetStringAsync(one); }
                async Task Batched(string[] all) { await redis.KeyDeleteAsync(Array.ConvertAll(all, one => (RedisKey)one)); }
                async Task ManyKeys(string[] all) { foreach (var one in all) await redis.ListRightPushAsync(one, "a"); }
                async Task UntilFound(string[] all) { foreach (var one in all) { if ((await redis.StringGetAsync(one)).HasValue) break; } }
                async Task<string> First(string[] all) { foreach (var one in all) { var value = await redis.StringGetAsync(one); if (value.HasValue) return value; } return ""; }
                async Task Pipelined(string[] all) { var tasks = new List<Task>(); foreach (var one in all) tasks.Add(redis.KeyDeleteAsync(one)); await Task.WhenAll(tasks); }
                async Task Same(string[] all) { foreach (var one in all) await redis.StringGetAsync("same"); }
                async Task Alone(string one) => await redis.KeyDeleteAsync(one);
            }
            """,
            Library.Redis
        );

    [Fact]
    public Task The_message_names_the_batch_form() =>
        VerifyCS.VerifyMessageAsync(
            "using StackExchange.Redis; class Cache(IDatabase redis) { async Task M(string[] all) { foreach (var one in all) await [|redis.KeyDeleteAsync(one)|]; } }",
            "'IDatabase.KeyDeleteAsync' is called for each item, which takes a round trip per item; 'KeyDeleteAsync(RedisKey[])' takes many at once",
            Library.Redis
        );

    [Fact]
    public Task A_condition_on_one_item_has_no_batch_form() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Put { public string Key { get; set; } public string Condition { get; set; } }

            class Table
            {
                public Task PutAsync(Put request) => null;
                public Task PutManyAsync(List<Put> requests) => null;
            }

            class Seats(Table table)
            {
                async Task Take(List<string> seats)
                {
                    foreach (var seat in seats)
                    {
                        var request = new Put { Key = seat };
                        request.Condition = "not taken";
                        await table.PutAsync(request);
                        await table.PutAsync(new Put { Key = seat, Condition = "not taken" });
                    }
                }

                async Task Overwrite(List<string> seats)
                {
                    foreach (var seat in seats)
                    {
                        await [|table.PutAsync(new Put { Key = seat })|];
                    }
                }
            }
            """,
            Setup.Default with
            {
                AdditionalFiles = new Dictionary<string, string>
                {
                    ["a.remoteapi.txt"] =
                        "library Tables\ntype Table\nmember PutAsync remote idempotent batch=PutManyAsync batch-unless=Condition",
                },
            }
        );

    [Fact]
    public Task One_call_with_work_around_it() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using StackExchange.Redis;

            class Stock(IDatabase redis)
            {
                private readonly Dictionary<string, int> known = new();

                async Task<int> Total(List<string> articles)
                {
                    var total = 0;
                    foreach (var article in articles)
                    {
                        total += await [|CountOf(article)|];
                        total += await KnownCountOf(article);
                        total += await CountOfFirstPart(article);
                        await [|redis.HashDeleteAsync("counts", article)|];
                        await redis.HashDeleteAsync("counts:" + article, "old");
                    }

                    return total;
                }

                private async Task<int> CountOf(string article)
                {
                    var key = "count:" + article.Trim();
                    var text = await redis.StringGetAsync(key);
                    return text.HasValue ? (int)text : 0;
                }

                private async Task<int> KnownCountOf(string article)
                {
                    if (!known.TryGetValue(article, out var count))
                    {
                        known[article] = count = (int)await redis.StringGetAsync("count:" + article);
                    }

                    return count;
                }

                private async Task<int> CountOfFirstPart(string article)
                {
                    var part = await redis.StringGetAsync("part:" + article);
                    return (int)await redis.StringGetAsync("count:" + part);
                }
            }
            """,
            Library.Redis
        );
}
