using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.RemoteCalls;

namespace DistributedSystems.Analyzers.Tests.Rules.RemoteCalls;

using VerifyCS = VerifyCS<UnboundedFanout>;
using VerifyFix = VerifyCS<UnboundedFanout, LimitFanoutFix>;

public class UnboundedFanoutTests
{
    [Fact]
    public Task One_call_per_item_at_once() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Linq;

            class Shop(HttpClient http)
            {
                async Task Projected(List<string> all) => await [|Task.WhenAll(all.Select(one => http.GetStringAsync(one)))|];
                async Task Async(IEnumerable<string> all) => await [|Task.WhenAll(all.Select(async one => await http.GetStringAsync(one)).ToList())|];
                async Task Group(IEnumerable<string> all) => await [|Task.WhenAll(all.Where(one => one.Length > 1).Select(ReadAsync))|];
                async Task Kept(IEnumerable<string> all) { var tasks = all.Select(one => ReadAsync(one)); await [|Task.WhenAll(tasks)|]; }
                async Task Looped(IEnumerable<string> all)
                {
                    var tasks = new List<Task>();
                    foreach (var one in all) { tasks.Add(http.GetStringAsync(one)); }
                    await [|Task.WhenAll(tasks)|];
                }
                private async Task<string> ReadAsync(string one) => await http.GetStringAsync(one);
            }
            """
        );

    [Fact]
    public Task Something_limits_the_calls() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Linq;
            using Polly;

            class Shop(HttpClient http, ResiliencePipeline pipeline)
            {
                private static readonly string[] Regions = { "a", "b" };
                private readonly SemaphoreSlim throttle = new(4);
                async Task Constant() => await Task.WhenAll(new[] { "a", "b" }.Select(one => http.GetStringAsync(one)));
                async Task Field() => await Task.WhenAll(Regions.Select(one => http.GetStringAsync(one)));
                async Task Taken(IEnumerable<string> all) => await Task.WhenAll(all.Take(5).Select(one => http.GetStringAsync(one)));
                async Task Limited(Query query) => await Task.WhenAll((await FirstAsync(query)).ToList().Select(one => http.GetStringAsync(one)));
                private async Task<IEnumerable<string>> FirstAsync(Query query) { List<string> found = await query.Limit(5).ToListAsync(); return found; }
                public interface Query { Query Limit(int count); Task<List<string>> ToListAsync(); }
                async Task Chunked(IEnumerable<string> all) { foreach (var some in all.Chunk(10)) await Task.WhenAll(some.Select(one => http.GetStringAsync(one))); }
                async Task Throttled(IEnumerable<string> all) => await Task.WhenAll(all.Select(async one => { await throttle.WaitAsync(); try { return await http.GetStringAsync(one); } finally { throttle.Release(); } }));
                async Task ThrottledBelow(IEnumerable<string> all) => await Task.WhenAll(all.Select(ReadAsync));
                async Task Piped(IEnumerable<string> all) => await Task.WhenAll(all.Select(async one => await pipeline.ExecuteAsync(async stop => await http.GetStringAsync(one, stop))));
                async Task Parallelized(IEnumerable<string> all) => await Parallel.ForEachAsync(all, async (one, stop) => await http.GetStringAsync(one, stop));
                async Task Two() => await Task.WhenAll(http.GetStringAsync("/a"), http.GetStringAsync("/b"));
                async Task Local(IEnumerable<string> all) => await Task.WhenAll(all.Select(one => Task.Delay(one.Length)));
                async Task ThrottledLoop(IEnumerable<string> all)
                {
                    var tasks = new List<Task>();
                    foreach (var one in all) { await throttle.WaitAsync(); tasks.Add(http.GetStringAsync(one)); }
                    await Task.WhenAll(tasks);
                }
                async Task RateLimited(IEnumerable<string> all, System.Threading.RateLimiting.RateLimiter limiter) => await Task.WhenAll(all.Select(async one =>
                {
                    using var lease = await limiter.AcquireAsync();
                    await http.GetStringAsync(one);
                }));
                async Task Workers(IEnumerable<string> all)
                {
                    var queue = System.Threading.Channels.Channel.CreateBounded<string>(10);
                    var workers = Enumerable.Range(0, 4).Select(async _ => { await foreach (var one in queue.Reader.ReadAllAsync()) await http.GetStringAsync(one); }).ToArray();
                    foreach (var one in all) await queue.Writer.WriteAsync(one);
                    queue.Writer.Complete();
                    await Task.WhenAll(workers);
                }
                async Task Parallel4(IEnumerable<string> all) => await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (one, stop) => await http.GetStringAsync(one, stop));
                private async Task<string> ReadAsync(string one) { await throttle.WaitAsync(); try { return await http.GetStringAsync(one); } finally { throttle.Release(); } }
            }
            """,
            Library.Polly
        );

    [Fact]
    public Task One_connection_carries_them_all() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Linq;
            using StackExchange.Redis;

            class Cache(IDatabase redis)
            {
                async Task M(List<string> all) => await Task.WhenAll(all.Select(one => redis.StringGetAsync(one)));
            }
            """,
            Library.Redis
        );

    [Fact]
    public Task The_message_names_the_items() =>
        VerifyCS.VerifyMessageAsync(
            "using System.Linq; class Shop(HttpClient http) { Task M(List<string> all) => [|Task.WhenAll(all.Select(one => http.GetStringAsync(one)))|]; }",
            "'HttpClient.GetStringAsync' is started for every item of 'all' at once: as many calls run at the same time as there are items"
        );

    [Fact]
    public Task Runs_a_few_at_a_time() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            using System.Linq;
            using System.Threading.Tasks;

            class Shop(HttpClient http)
            {
                async Task M(List<string> all)
                {
                    // warm
                    await [|Task.WhenAll(all.Select(one => http.GetStringAsync(one)))|]; // all
                    await [|Task.WhenAll(all.Select(async one => { await http.PostAsync(one, null); }))|];
                    await [|Task.WhenAll(all.Select(async one => { var path = one; path += "/"; await http.PostAsync(path, null); }).ToList())|];
                }
            }
            """,
            """
            using System.Linq;
            using System.Threading.Tasks;

            class Shop(HttpClient http)
            {
                async Task M(List<string> all)
                {
                    // warm
                    await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (one, token) => await http.GetStringAsync(one, token)); // all
                    await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (one, token) => { await http.PostAsync(one, null, token); });
                    await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (one, token) => { var path = one; path += "/"; await http.PostAsync(path, null, token); });
                }
            }
            """
        );

    [Fact]
    public Task Runs_a_loop_a_few_at_a_time() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            class Shop(HttpClient http)
            {
                async Task M(List<string> all)
                {
                    var calls = new List<Task>(all.Count);

                    // all
                    foreach (var one in all)
                    {
                        calls.Add(http.PostAsync(one, null));
                    }

                    await [|Task.WhenAll(calls)|];
                    Console.WriteLine("done");
                }
            }
            """,
            """
            class Shop(HttpClient http)
            {
                async Task M(List<string> all)
                {

                    // all
                    await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (one, token) => await http.PostAsync(one, null, token));
                    Console.WriteLine("done");
                }
            }
            """
        );

    [Fact]
    public Task The_tokens_of_the_method_and_of_the_loop() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            using System.Linq;
            using System.Threading;

            class Shop(HttpClient http)
            {
                async Task Given(List<string> all, CancellationToken stop)
                {
                    await [|Task.WhenAll(all.Select(one => http.GetStringAsync(one, stop)))|];
                    await [|Task.WhenAll(all.Select(one => http.GetStringAsync(one)))|];
                }

                async Task Limited(List<string> all)
                {
                    using var limit = new CancellationTokenSource(5000);
                    await [|Task.WhenAll(all.Select(one => http.GetStringAsync(one, limit.Token)))|];
                }
            }
            """,
            """
            using System.Linq;
            using System.Threading;

            class Shop(HttpClient http)
            {
                async Task Given(List<string> all, CancellationToken stop)
                {
                    await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = stop }, async (one, stop) => await http.GetStringAsync(one, stop));
                    await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = stop }, async (one, token) => await http.GetStringAsync(one, token));
                }

                async Task Limited(List<string> all)
                {
                    using var limit = new CancellationTokenSource(5000);
                    await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = limit.Token }, async (one, _) => await http.GetStringAsync(one, limit.Token));
                }
            }
            """,
            Library.Redis
        );

    [Fact]
    public Task No_fix_where_more_happens_than_the_calls() =>
        VerifyFix.VerifyNoFixAsync(
            """
            using System.Linq;

            class Shop(HttpClient http)
            {
                private int started;
                async Task Counted(List<string> all) => await [|Task.WhenAll(all.Select(one => http.PostAsync("/" + ++started, null)))|];
                async Task Captured(List<string> all) { var last = ""; await [|Task.WhenAll(all.Select(async one => { last = one; await http.PostAsync(one, null); }))|]; Console.WriteLine(last); }
                async Task Seeded(List<string> all, List<Task> before) { var calls = new List<Task>(before); foreach (var one in all) { calls.Add(http.PostAsync(one, null)); } await [|Task.WhenAll(calls)|]; }
                async Task Used(List<string> all) { var calls = new List<Task>(); foreach (var one in all) { calls.Add(http.PostAsync(one, null)); } await [|Task.WhenAll(calls)|]; Console.WriteLine(calls.Count); }
                async Task Between(List<string> all) { var calls = new List<Task>(); foreach (var one in all) { calls.Add(http.PostAsync(one, null)); } Console.WriteLine(all); await [|Task.WhenAll(calls)|]; }
                async Task Chosen(List<string> all) { var calls = new List<Task>(); foreach (var one in all) { if (one.Length > 1) calls.Add(http.PostAsync(one, null)); } await [|Task.WhenAll(calls)|]; }
                async Task Cast(List<object> all) { var calls = new List<Task>(); foreach (string one in all) { calls.Add(http.PostAsync(one, null)); } await [|Task.WhenAll(calls)|]; }
            }
            """,
            Setup.Default
        );

    [Fact]
    public Task No_fix_where_the_results_are_taken() =>
        VerifyFix.VerifyNoFixAsync(
            """
            using System.Linq;

            class Shop(HttpClient http)
            {
                async Task<string[]> M(List<string> all) => await [|Task.WhenAll(all.Select(one => http.GetStringAsync(one)))|];
            }
            """,
            Setup.Default
        );

    [Fact]
    public Task Limit_on_the_way_to_the_call() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Linq;

            class Mirror(HttpClient http)
            {
                private readonly SemaphoreSlim places = new(8, 8);

                Task InTheHelperThatRuns(List<string> names) => Task.WhenAll(names.Select(name => Limited(() => http.DeleteAsync("/files/" + name))));

                Task InTheStepBetween(List<string> names) => Task.WhenAll(names.Select(Guarded));

                Task Nowhere(List<string> names) => [|Task.WhenAll(names.Select(name => Logged(() => http.DeleteAsync("/files/" + name))))|];

                private async Task<T> Limited<T>(Func<Task<T>> call)
                {
                    await places.WaitAsync();
                    try { return await call(); }
                    finally { places.Release(); }
                }

                private async Task Guarded(string name)
                {
                    await places.WaitAsync();
                    try { await Delete(name); }
                    finally { places.Release(); }
                }

                private async Task Delete(string name) => await http.DeleteAsync("/files/" + name);

                private static async Task<T> Logged<T>(Func<Task<T>> call)
                {
                    Console.WriteLine("starts");
                    return await call();
                }
            }
            """
        );

    [Fact]
    public Task Started_as_a_query_into_an_array_or_by_a_callback() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Linq;

            class Index(HttpClient http)
            {
                Task Query(IReadOnlyList<string> pages) => [|Task.WhenAll(from page in pages where page != "" select http.PutAsync(page, null))|];

                Task Page(IReadOnlyList<string> pages) => Task.WhenAll(from page in pages.Take(9) select http.PutAsync(page, null));

                async Task Array(string[] pages)
                {
                    var puts = new Task[pages.Length];
                    for (var i = 0; i < pages.Length; i++) puts[i] = http.PutAsync(pages[i], null);
                    await [|Task.WhenAll(puts)|];
                }

                async Task Shards()
                {
                    var puts = new Task[4];
                    for (var i = 0; i < 4; i++) puts[i] = http.PutAsync("/" + i, null);
                    await Task.WhenAll(puts);
                }

                async Task Callback(List<string> pages)
                {
                    var puts = new List<Task>();
                    pages.ForEach(page => puts.Add(http.PutAsync(page, null)));
                    await [|Task.WhenAll(puts)|];
                }
            }
            """
        );

    [Fact]
    public Task A_method_by_its_name() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Stars(HttpClient http, StackExchange.Redis.IDatabase redis)
            {
                Task All(IEnumerable<string> stars) => [|Task.WhenAll(stars.Select(http.GetStringAsync))|];
                async Task Listed(List<Uri> stars) { var tasks = stars.Select(http.GetByteArrayAsync).ToList(); await [|Task.WhenAll(tasks)|]; }

                Task Few(IEnumerable<string> stars) => Task.WhenAll(stars.Take(5).Select(http.GetStringAsync));
                Task Fixed() => Task.WhenAll(new[] { "a", "b" }.Select(http.GetStringAsync));
                Task Here(IEnumerable<Task<string>> stars) => Task.WhenAll(stars.Select(Task.FromResult));
            }
            """,
            Library.Redis
        );
}
