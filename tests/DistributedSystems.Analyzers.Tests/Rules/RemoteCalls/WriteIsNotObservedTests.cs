using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.RemoteCalls;

namespace DistributedSystems.Analyzers.Tests.Rules.RemoteCalls;

using VerifyCS = VerifyCS<WriteIsNotObserved>;
using VerifyFix = VerifyCS<WriteIsNotObserved, AwaitWriteFix>;

public class WriteIsNotObservedTests
{
    [Fact]
    public Task The_task_is_dropped() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
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
            """
        );

    [Fact]
    public Task The_task_is_dropped_behind_an_adapter() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Shop(HttpClient http)
            {
                void Converted() { _ = (object)(Task)([|http.PostAsync("/a", null)|]); }
                void Adapted() { _ = [|LaterAsync()|].AsTask(); [|LaterAsync()|].ConfigureAwait(false); }
                void Unwrapped(Task before) { _ = [|before.ContinueWith(_ => http.PostAsync("/a", null))|].Unwrap(); }
                void Measured() { Console.WriteLine(http.PostAsync("/a", null).Id); var id = LaterAsync().AsTask().Id; }
                void WithArguments() { _ = [|SaveAsync(1)|]; _ = Tasks.Task.Run(); }
                private async Task SaveAsync(int id) => await http.PostAsync("/" + id, null);
                void OnTheFactory() { [|Task.Factory.StartNew(() => http.PostAsync("/a", null))|]; }
                Task Given(Task before) => before.ContinueWith(_ => http.PostAsync("/a", null)).Unwrap();
                private async ValueTask LaterAsync() => await http.PostAsync("/a", null);
            }

            namespace Tasks { class Task { public static System.Threading.Tasks.Task Run() => null; } }
            """
        );

    [Theory]
    [InlineData("TaskContinuationOptions.OnlyOnRanToCompletion", true)]
    [InlineData("TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously", true)]
    [InlineData("TaskContinuationOptions.NotOnFaulted | TaskContinuationOptions.NotOnCanceled", true)]
    [InlineData("TaskContinuationOptions.NotOnCanceled", false)]
    [InlineData("TaskContinuationOptions.NotOnFaulted", false)]
    [InlineData("TaskContinuationOptions.OnlyOnFaulted", false)]
    [InlineData("TaskContinuationOptions.None", false)]
    [InlineData("given", false)]
    public Task A_continuation_looks_unless_it_is_for_success_only(string options, bool dropped)
    {
        var write = dropped ? "[|http.PostAsync(\"/a\", null)|]" : "http.PostAsync(\"/a\", null)";
        return VerifyCS.VerifyAnalyzerAsync(
            $"class Shop(HttpClient http) {{ void M(TaskContinuationOptions given) {{ {write}.ContinueWith(done => Console.WriteLine(done.Result), {options}); }} }}"
        );
    }

    [Theory]
    [InlineData("[|producer.Produce(\"orders\", message)|]")]
    [InlineData("[|producer.Produce(\"orders\", message, null)|]")]
    [InlineData("[|producer.Produce(\"orders\", message, default)|]")]
    [InlineData("producer.Produce(\"orders\", message, report => Console.WriteLine(report.Error))")]
    [InlineData("producer.Produce(\"orders\", message, given)")]
    [InlineData("own.Produce(\"orders\")")]
    public Task A_record_without_a_delivery_handler(string statement) =>
        VerifyCS.VerifyAnalyzerAsync(
            "using Confluent.Kafka; class Shop { void M(IProducer<string, string> producer, Message<string, string> message, Action<DeliveryReport<string, string>> given, Own own) { "
                + statement
                + "; } } class Own { public void Produce(string topic, Action<int> handler = null) { } }",
            Setup.With(Library.Kafka) with
            {
                AdditionalFiles = new Dictionary<string, string>
                {
                    ["a.remoteapi.txt"] = "library Own\ntype Own\nmember Produce remote accumulates",
                },
            }
        );

    [Fact]
    public Task Kept_where_nobody_looks() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Shop(HttpClient http)
            {
                private Task last;
                private readonly List<Task> all = new();
                private readonly System.Collections.Concurrent.ConcurrentQueue<Task> queue = new();
                void Stored() { last = [|http.PostAsync("/a", null)|]; this.last = [|SaveAsync()|]; }
                void Collected() { all.Add([|http.PostAsync("/a", null)|]); }
                private readonly Stack<Task> stack = new();
                private readonly HashSet<Task> set = new();
                private readonly System.Collections.Concurrent.ConcurrentDictionary<int, Task> byNumber = new();
                void Queued() { queue.Enqueue([|http.PostAsync("/a", null)|]); stack.Push([|http.PostAsync("/a", null)|]); byNumber.TryAdd(1, [|http.PostAsync("/a", null)|]); }
                void Chosen() { set.Add([|http.PostAsync("/a", null)|]); }
                void Ignored() { Forget([|http.PostAsync("/a", null)|]); [|http.PostAsync("/b", null)|].Ignore(); }
                void Continued(Task before) { before.ContinueWith(_ => http.GetAsync("/a")); [|before.ContinueWith(_ => http.PostAsync("/a", null))|]; }
                void Chained() { [|http.GetAsync("/a").ContinueWith(_ => http.PostAsync("/a", null).Wait())|]; }
                private async Task SaveAsync() => await http.PostAsync("/a", null);
                private static void Forget(Task task) { }
            }

            static class Tasks { public static void Ignore(this Task task) { } }
            """
        );

    [Fact]
    public Task Kept_where_somebody_looks() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            partial class Shop(HttpClient http)
            {
                private Task last, observed, shown;
                protected Task open;
                private readonly List<Task> all = new(), counted = new();
                private readonly Dictionary<string, Task> byName = new();
                private readonly HashSet<Task> once = new();
                private readonly Queue<Task> taken = new();
                [ThreadStatic] private static Task marked;
                void Marked() { marked = http.PostAsync("/a", null); }
                void Once() { if (once.Add(http.PostAsync("/a", null))) Console.WriteLine(); }
                void Taken() { taken.Enqueue(http.PostAsync("/a", null)); taken.Dequeue(); }
                void Disposed() { using var task = http.PostAsync("/a", null); }
                void Conditional(bool isNew) { var task = isNew ? http.PostAsync("/a", null) : null; }
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
            """
        );

    [Fact]
    public Task Somebody_observes_it() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
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
            """
        );

    [Fact]
    public Task Forgotten_on_purpose_or_sent_as_a_batch() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using StackExchange.Redis;

            class Cache(IDatabase redis)
            {
                async Task M(CommandFlags given)
                {
                    _ = redis.StringSetAsync("a", "b", flags: CommandFlags.FireAndForget);
                    var batch = redis.CreateBatch();
                    _ = batch.StringSetAsync("a", "b");
                    batch.Execute();
                    var transaction = redis.CreateTransaction();
                    _ = transaction.StringSetAsync("a", "b");
                    await transaction.ExecuteAsync();
                    _ = [|redis.StringSetAsync("a", "b")|];
                    _ = redis.StringSetAsync("a", "b", flags: CommandFlags.FireAndForget | CommandFlags.DemandMaster);
                    _ = [|redis.StringSetAsync("a", "b", flags: CommandFlags.DemandMaster)|];
                    _ = redis.StringSetAsync("a", "b", flags: given);
                    _ = SetAsync();
                }

                Task SetAsync() => redis.StringSetAsync("a", "b", flags: CommandFlags.FireAndForget);
            }
            """,
            Library.Redis
        );

    [Fact]
    public Task What_an_expression_describes_is_not_run() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
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
            """
        );

    [Fact]
    public Task A_record_tells_its_outcome_to_its_handler_only() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Confluent.Kafka;

            class Orders
            {
                readonly IProducer<string, string> producer = null;

                void Dropped() { [|producer.Produce("orders", new() { Value = "a" })|]; }
                void NoHandler() { [|producer.Produce("orders", new() { Value = "a" }, null)|]; }
                void Handled() { producer.Produce("orders", new() { Value = "a" }, report => Console.WriteLine(report.Error)); }
                async Task Awaited() => await producer.ProduceAsync("orders", new() { Value = "a" });
                void Unread() { _ = [|producer.ProduceAsync("orders", new() { Value = "a" })|]; }
            }
            """,
            Library.Kafka
        );

    [Fact]
    public Task The_message_names_the_write() =>
        VerifyCS.VerifyMessageAsync(
            "class Shop(HttpClient http) { void M() { _ = [|SaveAsync()|]; } private async Task SaveAsync() => await http.PostAsync(\"/a\", null); }",
            "Nobody learns the outcome of 'HttpClient.PostAsync' (through 'Shop.SaveAsync'): when it fails, or the process ends first, the write is lost without a trace"
        );

    [Fact]
    public Task Awaits_the_write() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            class Shop(HttpClient http)
            {
                async Task M()
                {
                    await Task.Yield();
                    // first
                    [|http.PostAsync("/a", null)|]; // dropped
                    [|http.PostAsync("/b", null)|].ConfigureAwait(false);
                    _ = [|http.PostAsync("/c", null)|];
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
                    await http.PostAsync("/c", null);
                }
            }
            """
        );

    [Fact]
    public Task No_fix_for_what_is_dropped_on_purpose() =>
        VerifyFix.VerifyNoFixAsync(
            """
            class Shop(HttpClient http)
            {
                async Task M()
                {
                    await Task.Yield();

                    // Nobody waits for the mirror.
                    _ = [|http.PostAsync("/a", null)|];
                    _ = [|http.PostAsync("/b", null)|]; // nor for this one
                    _ = [|Task.Run(() => http.PostAsync("/c", null))|];
                }
            }
            """,
            Setup.Default
        );

    [Fact]
    public Task No_fix_in_synchronous_functions() =>
        VerifyFix.VerifyNoFixAsync(
            """
            class Shop(HttpClient http)
            {
                void Statement() { [|http.PostAsync("/a", null)|]; }
                async Task Unread() { await Task.Yield(); var task = [|http.PostAsync("/a", null)|]; }
                async Task Continued() { await Task.Yield(); _ = [|http.PostAsync("/a", null)|].ContinueWith(done => Console.WriteLine(done.Result), TaskContinuationOptions.OnlyOnRanToCompletion); }
            }
            """,
            Setup.Default
        );

    [Fact]
    public Task Awaits_in_async_void_where_a_handler_takes_the_failure() =>
        VerifyFix.VerifyCodeFixAsync(InAsyncVoid("_ = [|", "|]"), InAsyncVoid("await ", ""));

    private static string InAsyncVoid(string before, string after) =>
        $$"""
            class Doorbell(HttpClient http)
            {
                public async void Handled(object sender, EventArgs e)
                {
                    try
                    {
                        await Task.Yield();
                        {{before}}http.PostAsync("/a", null){{after}};
                    }
                    catch (Exception problem)
                    {
                        Console.WriteLine(problem.Message);
                    }
                }

                public void Bare()
                {
                    Action press = async () => { try { await Task.Yield(); {{before}}http.PostAsync("/a", null){{after}}; } catch { Console.WriteLine("lost"); } };
                }
            }
            """;

    [Theory]
    [InlineData("await Task.Yield(); _ = [|http.PostAsync(\"/a\", null)|];")]
    [InlineData("try { await Task.Yield(); _ = [|http.PostAsync(\"/a\", null)|]; } catch (Exception) { throw; }")]
    [InlineData("try { await Task.Yield(); _ = [|http.PostAsync(\"/a\", null)|]; } catch (FormatException) { }")]
    [InlineData(
        "try { await Task.Yield(); _ = [|http.PostAsync(\"/a\", null)|]; } catch (Exception problem) when (problem is IOException) { }"
    )]
    [InlineData("try { await Task.Yield(); } catch (Exception) { _ = [|http.PostAsync(\"/a\", null)|]; }")]
    public Task No_fix_in_async_void_where_the_failure_would_end_the_process(string body) =>
        VerifyFix.VerifyNoFixAsync(
            $$"""
            class Doorbell(HttpClient http)
            {
                public async void Pressed(object sender, EventArgs e) { {{body}} }
                public void Hooked() { Action press = async () => { {{body}} }; }
                public void Local() { press(); async void press() { {{body}} } }
            }
            """,
            Setup.Default
        );

    [Fact]
    public Task Dropped_behind_conditional_access() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Siren(HttpClient http)
            {
                void Statement() => [|http?.PostAsync("/a", null)|];

                void Discard() { _ = http?[|.PostAsync("/a", null)|]; }

                Task HandedOn() => http?.PostAsync("/a", null) ?? Task.CompletedTask;
            }
            """.Replace("[|http?.PostAsync(\"/a\", null)|]", "http?[|.PostAsync(\"/a\", null)|]")
        );
}
