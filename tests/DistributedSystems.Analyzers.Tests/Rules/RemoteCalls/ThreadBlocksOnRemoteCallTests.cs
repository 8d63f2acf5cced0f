using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.RemoteCalls;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.RemoteCalls;

using VerifyCS = VerifyCS<ThreadBlocksOnRemoteCall>;
using VerifyFix = VerifyCS<ThreadBlocksOnRemoteCall, AwaitRemoteCallFix>;

public class ThreadBlocksOnRemoteCallTests
{
    [Fact]
    public Task Every_way_to_block() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Shop(HttpClient http)
            {
                public string Result() => [|http.GetStringAsync("/a").Result|];
                public void Wait() => [|http.PostAsync("/a", null).Wait()|];
                public bool WaitAWhile() => [|http.PostAsync("/a", null).Wait(1000)|];
                public string GetResult() => [|http.GetStringAsync("/a").GetAwaiter().GetResult()|];
                public string Configured() => [|http.GetStringAsync("/a").ConfigureAwait(false).GetAwaiter().GetResult()|];
                public string OnThePool() => [|Task.Run(() => http.GetStringAsync("/a")).Result|];
                public string OnThePoolAsync() => [|Task.Run(async () => await http.GetStringAsync("/a")).GetAwaiter().GetResult()|];
                public string Member() => [|http.GetStringAsync("/a").Result|].Trim();

                public string Kept()
                {
                    var task = http.GetStringAsync("/a");
                    [|task.Wait()|];
                    return task.Result;
                }

                public string Own() => [|ReadAsync().Result|];
                public string OwnSync() => Own();
                private async Task<string> ReadAsync() => await http.GetStringAsync("/a");
            }
            """
        );

    [Fact]
    public Task The_task_is_complete_by_then() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Shop(HttpClient http)
            {
                public async Task<string> AfterWhenAll()
                {
                    var one = http.GetStringAsync("/a");
                    var two = http.GetStringAsync("/b");
                    await Task.WhenAll(one, two);
                    return one.Result + two.Result;
                }

                public string Checked()
                {
                    var task = http.GetStringAsync("/a");
                    return task.IsCompletedSuccessfully ? task.Result : "";
                }

                public Task<int> Continued() => http.GetStringAsync("/a").ContinueWith(done => done.Result.Length);
                public string Local() => Task.FromResult("a").Result + ComputeAsync().Result;
                private async Task<string> ComputeAsync() { await Task.Yield(); return "a"; }
            }
            """
        );

    [Fact]
    public Task A_synchronous_call_in_an_asynchronous_function() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Npgsql;
            using StackExchange.Redis;

            class Orders(IDatabase redis)
            {
                async Task Store(NpgsqlCommand command)
                {
                    await Task.Yield();
                    [|command.ExecuteNonQuery()|];
                    [|redis.StringSet("a", "b")|];
                    Func<Task> later = async () => { await Task.Yield(); [|redis.StringSet("a", "b")|]; };
                    await local();
                    async Task local() { await Task.Yield(); [|command.ExecuteScalar()|]; }
                }

                void Synchronous(NpgsqlCommand command) => command.ExecuteNonQuery();

                async Task Lambda(NpgsqlCommand command)
                {
                    await Task.Run(() => command.ExecuteNonQuery());
                    await command.ExecuteNonQueryAsync();
                }
            }
            """,
            Library.Npgsql,
            Library.Redis
        );

    [Fact]
    public Task No_asynchronous_twin() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Data;

            class Orders
            {
                async Task Store(IDbCommand command)
                {
                    await Task.Yield();
                    command.ExecuteNonQuery();
                }
            }
            """
        );

    [Fact]
    public Task Threads_of_ones_own() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Poller(HttpClient http)
            {
                void Start()
                {
                    new Thread(Run).Start();
                    new Thread(() => http.GetStringAsync("/a").Wait()).Start();
                    Task.Factory.StartNew(() => http.GetStringAsync("/a").Wait(), TaskCreationOptions.LongRunning);
                    Task.Factory.StartNew(() => [|http.GetStringAsync("/a").Wait()|]);
                    Task.Run(() => { [|http.GetStringAsync("/a").Wait()|]; });
                }

                void Run() => http.GetStringAsync("/a").Wait();
            }
            """
        );

    [Fact]
    public Task The_main_thread() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Program
            {
                static void Main()
                {
                    var http = new HttpClient();
                    Console.WriteLine(http.GetStringAsync("/a").Result);
                    Act(() => http.GetStringAsync("/a").Wait());
                    local();
                    void local() => http.GetStringAsync("/a").Wait();
                }

                static void Act(Action action) => action();
                static string Elsewhere(HttpClient http) => [|http.GetStringAsync("/a").Result|];
            }
            """,
            Setup.Default with
            {
                Output = OutputKind.ConsoleApplication,
            }
        );

    [Theory]
    [InlineData("Console.WriteLine(1);", "", DiagnosticSeverity.Info)]
    [InlineData("Host.CreateApplicationBuilder().Build().Run();", "", DiagnosticSeverity.Warning)]
    [InlineData("new HostBuilder().Build().Run();", "", DiagnosticSeverity.Warning)]
    [InlineData("Microsoft.AspNetCore.Builder.WebApplication.CreateSlimBuilder().Build().Run();", "", DiagnosticSeverity.Warning)]
    [InlineData(
        "Console.WriteLine(1);",
        "class Poller : BackgroundService { protected override Task ExecuteAsync(CancellationToken stop) => Task.CompletedTask; }",
        DiagnosticSeverity.Warning
    )]
    [InlineData("Console.WriteLine(1);", "class Home : Microsoft.AspNetCore.Mvc.ControllerBase { }", DiagnosticSeverity.Warning)]
    public Task A_tool_may_reference_a_host_that_it_does_not_run(string main, string beside, DiagnosticSeverity severity) =>
        VerifyCS.VerifySeverityAsync(
            "using Microsoft.Extensions.Hosting;\nclass Program { static void Main() { "
                + main
                + " } }\nclass Shop(HttpClient http) { public string Read() => [|http.GetStringAsync(\"/a\").Result|]; }\n"
                + beside,
            severity,
            Setup.Default with
            {
                Output = OutputKind.ConsoleApplication,
            }
        );

    [Theory]
    [InlineData(
        "interface IShop { string Read(); } class Shop(HttpClient http) : IShop { public string Read() => [|http.GetStringAsync(\"/a\").Result|]; }"
    )]
    [InlineData(
        "abstract class Base { public abstract string Read(); } class Shop : Base { HttpClient http = new(); public override string Read() => [|http.GetStringAsync(\"/a\").Result|]; }"
    )]
    [InlineData(
        "class Shop(HttpClient http) { object M(List<string> all) => all.ConvertAll(one => [|http.GetStringAsync(one).Result|]); }"
    )]
    public Task A_contract_asks_for_a_synchronous_member(string source) => VerifyCS.VerifySeverityAsync(source, DiagnosticSeverity.Info);

    [Fact]
    public Task In_a_lock_or_a_member_that_should_not_call_it_is_another_rules() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Shop
            {
                private readonly HttpClient http = new();
                private readonly object gate = new();
                public Shop() { http.GetStringAsync("/a").Wait(); }
                public string Text => http.GetStringAsync("/a").Result;
                public override string ToString() => http.GetStringAsync("/a").Result;
                public void Locked() { lock (gate) { http.GetStringAsync("/a").Wait(); } }
            }
            """
        );

    [Fact]
    public Task The_message_names_the_way() =>
        VerifyCS.VerifyMessageAsync(
            "class Shop(HttpClient http) { public string Own() => [|ReadAsync().Result|]; private async Task<string> ReadAsync() => await http.GetStringAsync(\"/a\"); }",
            "The thread is blocked until 'HttpClient.GetStringAsync' answers ('Shop.ReadAsync' reaches 'HttpClient.GetStringAsync'): while answers are slow, blocked threads use up the pool and unrelated work stops too"
        );

    [Fact]
    public Task Awaits_in_asynchronous_functions() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            using StackExchange.Redis;

            class Shop(HttpClient http, IDatabase redis)
            {
                async Task<int> M()
                {
                    await Task.Yield();
                    // first
                    [|http.PostAsync("/a", null).Wait()|]; // posted
                    var text = [|http.GetStringAsync("/a").Result|];
                    text += [|http.GetStringAsync("/b").ConfigureAwait(false).GetAwaiter().GetResult()|];
                    [|redis.StringSet("a", "b")|];
                    Func<Task<int>> length = async () => [|http.GetStringAsync("/a").Result|].Length + (await length2());
                    return [|http.GetStringAsync("/a").Result|].Length;
                    Task<int> length2() => Task.FromResult(1);
                }
            }
            """,
            """
            using StackExchange.Redis;

            class Shop(HttpClient http, IDatabase redis)
            {
                async Task<int> M()
                {
                    await Task.Yield();
                    // first
                    await http.PostAsync("/a", null); // posted
                    var text = await http.GetStringAsync("/a");
                    text += await http.GetStringAsync("/b").ConfigureAwait(false);
                    await redis.StringSetAsync("a", "b");
                    Func<Task<int>> length = async () => (await http.GetStringAsync("/a")).Length + (await length2());
                    return (await http.GetStringAsync("/a")).Length;
                    Task<int> length2() => Task.FromResult(1);
                }
            }
            """,
            Library.Redis
        );

    [Fact]
    public Task No_fix_where_the_function_or_its_handlers_would_change() =>
        VerifyFix.VerifyNoFixAsync(
            """
            class Shop(HttpClient http)
            {
                public string Synchronous() => [|http.GetStringAsync("/a").Result|];

                async Task Limited()
                {
                    await Task.Yield();
                    if (![|http.PostAsync("/a", null).Wait(1000)|]) Console.WriteLine("late");
                }

                async Task Aggregated()
                {
                    await Task.Yield();
                    try { [|http.PostAsync("/a", null).Wait()|]; } catch (AggregateException) { }
                }
            }
            """,
            Setup.Default
        );

    [Fact]
    public Task Makes_a_private_method_asynchronous() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            using System.Threading.Tasks;

            class Shop(HttpClient http)
            {
                public async Task<int> Count() => Read("/a").Length + Read("/b").Length;

                public async Task Save(string text)
                {
                    // twice
                    Write(text); // once
                    this.Write(Read(text));
                }

                /// <summary>Reads.</summary>
                private string Read(string path)
                {
                    var first = [|http.GetStringAsync(path).Result|];
                    return first + [|http.GetStringAsync(path).GetAwaiter().GetResult()|];
                }

                void Write(string text) => [|http.PostAsync(text, null).Wait()|];
            }
            """,
            """
            using System.Threading.Tasks;

            class Shop(HttpClient http)
            {
                public async Task<int> Count() => (await Read("/a")).Length + (await Read("/b")).Length;

                public async Task Save(string text)
                {
                    // twice
                    await Write(text); // once
                    await this.Write(await Read(text));
                }

                /// <summary>Reads.</summary>
                private async Task<string> Read(string path)
                {
                    var first = await http.GetStringAsync(path);
                    return first + await http.GetStringAsync(path);
                }

                async Task Write(string text) => await http.PostAsync(text, null);
            }
            """
        );

    [Fact]
    public Task A_method_that_becomes_asynchronous_is_named_as_its_neighbours_are() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            using System.Threading.Tasks;

            class Shop(HttpClient http)
            {
                public async Task<int> CountAsync() => Read("/a").Length + Size<int>() + Seen("/b").Length + Taken("/c").Length;

                private string Read(string path) => [|http.GetStringAsync(path).Result|];

                private int Size<T>() => [|http.GetStringAsync("/size").Result|].Length;

                /// <summary>Not <see cref="Read"/>, but <see cref="Seen"/>.</summary>
                private string Seen(string path) => [|http.GetStringAsync(path).Result|];

                private string Taken(string path) => [|http.GetStringAsync(path).Result|];

                private string TakenAsync() => "";
            }
            """,
            """
            using System.Threading.Tasks;

            class Shop(HttpClient http)
            {
                public async Task<int> CountAsync() => (await Read("/a")).Length + await SizeAsync<int>() + (await Seen("/b")).Length + (await Taken("/c")).Length;

                private async Task<string> Read(string path) => await http.GetStringAsync(path);

                private async Task<int> SizeAsync<T>() => (await http.GetStringAsync("/size")).Length;

                /// <summary>Not <see cref="Read"/>, but <see cref="Seen"/>.</summary>
                private async Task<string> Seen(string path) => await http.GetStringAsync(path);

                private async Task<string> Taken(string path) => await http.GetStringAsync(path);

                private string TakenAsync() => "";
            }
            """
        );

    [Fact]
    public Task No_fix_where_a_caller_cannot_await() =>
        VerifyFix.VerifyNoFixAsync(
            """
            using StackExchange.Redis;

            class Shop(HttpClient http, IDatabase redis)
            {
                public string Synchronous() => Called();
                private string Called() => [|http.GetStringAsync("/a").Result|];

                public async Task Given(List<string> all) { all.ConvertAll(Taken); Taken("/a"); }
                private string Taken(string path) => [|http.GetStringAsync(path).Result|];

                private string Unused() => [|http.GetStringAsync("/a").Result|];

                public async Task Filled() { Fill(out var text); }
                private void Fill(out string text) => text = [|http.GetStringAsync("/a").Result|];

                public async Task Locked() { lock (http) { InLock(); } }
                private string InLock() => [|http.GetStringAsync("/a").Result|];

                public async Task Limited() => Limit();
                private void Limit() { if ([|http.PostAsync("/a", null).Wait(1000)|]) [|http.PostAsync("/b", null).Wait()|]; }

                public async Task Mixed() => Mix();
                private void Mix() { [|http.PostAsync("/a", null).Wait()|]; redis.StringSet("a", "b"); }

                public async Task Started() => Start();
                private Task Start() { [|http.PostAsync("/a", null).Wait()|]; return Task.CompletedTask; }

                public async Task Handled() { try { Handle(); } catch (AggregateException) { } }
                private void Handle() => [|http.PostAsync("/a", null).Wait()|];

                public async Task Again() => Repeat(3);
                private void Repeat(int times) { [|http.PostAsync("/a", null).Wait()|]; if (times > 0) Repeat(times - 1); }
            }
            """,
            Setup.With(Library.Redis)
        );
}
