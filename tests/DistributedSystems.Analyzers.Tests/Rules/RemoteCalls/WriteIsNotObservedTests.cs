using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.RemoteCalls;

namespace DistributedSystems.Analyzers.Tests.Rules.RemoteCalls;

using VerifyCS = VerifyCS<WriteIsNotObserved>;
using VerifyFix = VerifyCS<WriteIsNotObserved, AwaitWriteFix>;

public class WriteIsNotObservedTests
{
    [Fact]
    public Task The_task_is_dropped() => VerifyCS.VerifyAnalyzerAsync("""
        class Shop(HttpClient http)
        {
            void Statement() { [|http.PostAsync("/a", null)|]; }
            void Discarded() { _ = [|http.PostAsync("/a", null)|].ConfigureAwait(false); }
            void Unread() { var task = [|http.PutAsync("/a", null)|]; }
            void Continued() { [|http.PostAsync("/a", null)|].ContinueWith(done => Console.WriteLine(done.Result), TaskContinuationOptions.OnlyOnRanToCompletion); }
            void Own() { _ = [|SaveAsync()|]; }
            void OnThePool() { _ = [|Task.Run(() => http.PostAsync("/a", null))|]; }
            void OnThePoolAsync() { [|Task.Run(async () => await SaveAsync())|]; }
            void Lambda(List<string> all) => all.ForEach(one => [|http.PostAsync(one, null)|]);
            void Timed() => new Timer(_ => [|http.PostAsync("/a", null)|]);
            private async Task SaveAsync() => await http.PostAsync("/a", null);
        }
        """);

    [Fact]
    public Task Kept_where_nobody_looks() => VerifyCS.VerifyAnalyzerAsync("""
        class Shop(HttpClient http)
        {
            private Task last;
            private readonly List<Task> all = new();
            private readonly System.Collections.Concurrent.ConcurrentQueue<Task> queue = new();
            void Stored() { last = [|http.PostAsync("/a", null)|]; this.last = [|SaveAsync()|]; }
            void Collected() { all.Add([|http.PostAsync("/a", null)|]); }
            void Queued() { queue.Enqueue([|http.PostAsync("/a", null)|]); }
            void Ignored() { Forget([|http.PostAsync("/a", null)|]); [|http.PostAsync("/b", null)|].Ignore(); }
            void Continued(Task before) { before.ContinueWith(_ => http.GetAsync("/a")); [|before.ContinueWith(_ => http.PostAsync("/a", null))|]; }
            void Chained() { [|http.GetAsync("/a").ContinueWith(_ => http.PostAsync("/a", null).Wait())|]; }
            private async Task SaveAsync() => await http.PostAsync("/a", null);
            private static void Forget(Task task) { }
        }

        static class Tasks { public static void Ignore(this Task task) { } }
        """);

    [Fact]
    public Task Kept_where_somebody_looks() => VerifyCS.VerifyAnalyzerAsync("""
        partial class Shop(HttpClient http)
        {
            private Task last, observed, shown;
            protected Task open;
            private readonly List<Task> all = new(), counted = new();
            private readonly Dictionary<string, Task> byName = new();
            void Stored() { last = http.PostAsync("/a", null); }
            Task Last() => last;
            void Observed() { observed = http.PostAsync("/a", null); observed.ContinueWith(done => Console.WriteLine(done.Exception)); }
            void Shown() { shown = http.PostAsync("/a", null); }
            void Open() { open = http.PostAsync("/a", null); }
            void Collected() { all.Add(http.PostAsync("/a", null)); }
            async Task Flush() => await Task.WhenAll(all);
            void Counted() { counted.Add(http.PostAsync("/a", null)); counted.RemoveAll(task => task.IsCompleted); }
            void Named() { byName["a"] = http.PostAsync("/a", null); }
            void Tracked() { Track(http.PostAsync("/a", null)); Observe(http.PostAsync("/a", null)); }
            void Continued(Task before) { var then = before.ContinueWith(_ => http.PostAsync("/a", null)).Unwrap(); then.Wait(); }
            protected virtual void Track(Task task) { }
            private static void Observe(Task task) => task.ContinueWith(done => Console.WriteLine(done.Exception));
        }

        partial class Shop { public bool IsDone => shown.IsCompleted; }
        """);

    [Fact]
    public Task Somebody_observes_it() => VerifyCS.VerifyAnalyzerAsync("""
        class Shop(HttpClient http)
        {
            private Task last;
            private readonly List<Task> all = new();
            async Task Flush() { await last; await Task.WhenAll(all); }
            async Task Awaited() => await http.PostAsync("/a", null);
            Task Returned() => http.PostAsync("/a", null);
            void Stored() { last = http.PostAsync("/a", null); }
            void Collected() { all.Add(http.PostAsync("/a", null)); }
            async Task Later() { var task = http.PostAsync("/a", null); await Task.WhenAll(task); }
            void Helper() { Forget(http.PostAsync("/a", null)); }
            void Continued() { http.PostAsync("/a", null).ContinueWith(done => Console.WriteLine(done.Exception)); }
            void Own() { _ = SaveAsync(); Task.Run(async () => { try { await http.PostAsync("/a", null); } catch (Exception e) { Console.WriteLine(e); } }); }
            void Read() { _ = http.GetAsync("/warm"); }
            void Unknown(HttpRequestMessage request) { _ = http.SendAsync(request); }
            Func<Task> Lambda() => () => http.PostAsync("/a", null);
            private async Task SaveAsync() { try { await http.PostAsync("/a", null); } catch (Exception e) { Console.WriteLine(e); } }
            private static async void Forget(Task task) { try { await task; } catch (Exception e) { Console.WriteLine(e); } }
        }
        """);

    [Fact]
    public Task Forgotten_on_purpose_or_sent_as_a_batch() => VerifyCS.VerifyAnalyzerAsync("""
        using StackExchange.Redis;

        class Cache(IDatabase redis)
        {
            async Task M()
            {
                _ = redis.StringSetAsync("a", "b", flags: CommandFlags.FireAndForget);
                var batch = redis.CreateBatch();
                _ = batch.StringSetAsync("a", "b");
                batch.Execute();
                var transaction = redis.CreateTransaction();
                _ = transaction.StringSetAsync("a", "b");
                await transaction.ExecuteAsync();
                _ = [|redis.StringSetAsync("a", "b")|];
            }
        }
        """, Library.Redis);

    [Fact]
    public Task What_an_expression_describes_is_not_run() => VerifyCS.VerifyAnalyzerAsync("""
        using System.Linq.Expressions;

        class Shop(HttpClient http, IScheduler jobs)
        {
            void Schedule(string one)
            {
                jobs.Enqueue<Shop>(shop => shop.SaveAsync());
                jobs.Enqueue<HttpClient>(client => client.PostAsync(one, null));
                jobs.Run<Shop>(shop => [|shop.SaveAsync()|]);
                jobs.Run<HttpClient>(client => [|client.PostAsync(one, null)|]);
            }
            public async Task SaveAsync() => await http.PostAsync("/a", null);
        }

        interface IScheduler { void Enqueue<T>(Expression<Action<T>> job); void Run<T>(Action<T> job); }
        """);

    [Fact]
    public Task The_message_names_the_write() => VerifyCS.VerifyMessageAsync(
        "class Shop(HttpClient http) { void M() { _ = [|SaveAsync()|]; } private async Task SaveAsync() => await http.PostAsync(\"/a\", null); }",
        "Nobody learns the outcome of 'HttpClient.PostAsync' (through 'Shop.SaveAsync'): when it fails, or the process ends first, the write is lost without a trace");

    [Fact]
    public Task Awaits_the_write() => VerifyFix.VerifyCodeFixAsync(
        """
        class Shop(HttpClient http)
        {
            async Task M()
            {
                await Task.Yield();
                // first
                _ = [|http.PostAsync("/a", null)|]; // dropped
                [|http.PostAsync("/b", null)|].ConfigureAwait(false);
            }
        }
        """,
        """
        class Shop(HttpClient http)
        {
            async Task M()
            {
                await Task.Yield();
                // first
                await http.PostAsync("/a", null); // dropped
                await http.PostAsync("/b", null).ConfigureAwait(false);
            }
        }
        """);

    [Fact]
    public Task No_fix_in_synchronous_functions() => VerifyFix.VerifyNoFixAsync("""
        class Shop(HttpClient http)
        {
            void Statement() { [|http.PostAsync("/a", null)|]; }
            async Task Unread() { await Task.Yield(); var task = [|http.PostAsync("/a", null)|]; }
            async Task Continued() { await Task.Yield(); _ = [|http.PostAsync("/a", null)|].ContinueWith(done => Console.WriteLine(done.Result), TaskContinuationOptions.OnlyOnRanToCompletion); }
        }
        """, Setup.Default);
}
