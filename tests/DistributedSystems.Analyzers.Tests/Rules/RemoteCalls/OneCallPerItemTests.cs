using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.RemoteCalls;

using VerifyCS = VerifyCS<OneCallPerItem>;

public class OneCallPerItemTests
{
    [Fact]
    public Task Each_item_waits_for_the_one_before() => VerifyCS.VerifyAnalyzerAsync("""
        using StackExchange.Redis;

        class Cache(IDatabase redis)
        {
            async Task Delete(string[] all) { foreach (var one in all) await [|redis.KeyDeleteAsync(one)|]; }
            void Read(List<string> all) { foreach (var one in all) { var key = "a" + one; Console.WriteLine([|redis.StringGet(key)|]); } }
            async Task Push(List<string> all) { foreach (var one in all) { await [|redis.ListRightPushAsync("list", one)|].ConfigureAwait(false); } }
        }
        """, Library.Redis);

    [Fact]
    public Task No_batch_form_fits() => VerifyCS.VerifyAnalyzerAsync("""
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
        """, Library.Redis);

    [Fact]
    public Task The_message_names_the_batch_form() => VerifyCS.VerifyMessageAsync(
        "using StackExchange.Redis; class Cache(IDatabase redis) { async Task M(string[] all) { foreach (var one in all) await [|redis.KeyDeleteAsync(one)|]; } }",
        "'IDatabase.KeyDeleteAsync' is called for each item in turn, so the loop takes a round trip per item; 'KeyDeleteAsync(RedisKey[])' takes many at once",
        Library.Redis);
}
