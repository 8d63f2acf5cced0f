using DistributedSystems.Analyzers.Rules.RemoteCalls;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.RemoteCalls;

using VerifyCS = VerifyCS<FailureIsNobodys>;

public class FailureIsNobodysTests
{
    [Fact]
    public Task Functions_without_a_caller_to_see_it() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Shop(HttpClient http)
            {
                private Timer timer;
                async void Clicked(object sender, EventArgs e) => await [|http.GetStringAsync("/a")|];

                void Start(System.Timers.Timer ticking, Action<Action> run)
                {
                    ticking.Elapsed += async (_, _) => await [|http.GetStringAsync("/a")|];
                    timer = new Timer(_ => [|http.GetStringAsync("/a")|].Wait(), null, 0, 1000);
                    timer = new Timer(async _ => await [|SaveAsync()|], null, 0, 1000);
                    timer = new Timer(Tick, null, 0, 1000);
                    new Thread(() => [|http.GetStringAsync("/a")|].Wait()).Start();
                    ThreadPool.QueueUserWorkItem(_ => [|http.GetStringAsync("/a")|].Wait());
                    run(async () => await [|http.GetStringAsync("/a")|]);
                    local();
                    async void local() => await [|http.GetStringAsync("/a")|];
                }

                private void Tick(object state) => [|SaveAsync()|].GetAwaiter().GetResult();
                private async Task SaveAsync() => await http.PutAsync("/a", null);
                async void First() { await Task.Yield(); await [|http.GetStringAsync("/a")|]; await http.GetStringAsync("/b"); }

                async void Rethrown()
                {
                    try { await [|http.GetStringAsync("/a")|]; }
                    catch (Exception e) { Console.WriteLine(e); throw; }
                }
            }
            """
        );

    [Fact]
    public Task However_the_function_is_handed_over() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Shop(HttpClient http)
            {
                void Start(System.Timers.Timer ticking, Timer kept)
                {
                    ticking.Elapsed += Ticked;
                    ticking.Elapsed += (_, _) => [|http.GetStringAsync("/a")|].Wait();
                    ticking.Disposed += Closed;
                    ticking.Elapsed -= Detached;
                    new Thread(new ThreadStart(Explicit)).Start();
                    new Thread(this.Qualified).Start();
                    kept = new Timer(new TimerCallback(_ => [|http.GetStringAsync("/a")|].Wait()));
                    ThreadPool.QueueUserWorkItem(Queued);
                }

                private void Ticked(object sender, System.Timers.ElapsedEventArgs e) => [|http.GetStringAsync("/a")|].Wait();
                private void Closed(object sender, EventArgs e) => http.GetStringAsync("/a").Wait();
                private void Detached(object sender, System.Timers.ElapsedEventArgs e) => http.GetStringAsync("/a").Wait();
                private void Explicit() => [|http.GetStringAsync("/a")|].Wait();
                private void Qualified() => [|http.GetStringAsync("/a")|].Wait();
                private void Queued(object state) => [|http.GetStringAsync("/a")|].Wait();
                private void Called() => http.GetStringAsync("/a").Wait();
            }
            """
        );

    [Fact]
    public Task Background_loops_that_nobody_waits_for() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Shop(HttpClient http, CancellationToken stop)
            {
                private Task running;
                void Lambda() { _ = Task.Run(async () => { while (!stop.IsCancellationRequested) { await [|http.GetStringAsync("/a")|]; await Task.Delay(1000); } }); }
                void Group() { Task.Run(LoopAsync); }
                void Started() { Task.Factory.StartNew(() => { while (true) { [|http.GetStringAsync("/a")|].Wait(); } }, TaskCreationOptions.LongRunning); }
                private async Task LoopAsync() { while (true) { await [|http.GetStringAsync("/a")|]; } }

                void Kept() { running = Task.Run(KeptAsync); }
                public Task Stop() => running;
                private async Task KeptAsync() { while (true) { await http.GetStringAsync("/a"); } }
                async Task Awaited() => await Task.Run(async () => { while (true) { await http.GetStringAsync("/a"); } });
                void Once() { _ = Task.Run(async () => await http.GetStringAsync("/a")); }
                void Written() { _ = Task.Run(async () => { while (true) { await http.PostAsync("/a", null); } }); }
                void Caught() { _ = Task.Run(async () => { while (true) { try { await http.GetStringAsync("/a"); } catch (Exception e) { Console.WriteLine(e); } } }); }
            }
            """
        );

    [Fact]
    public Task Loops_of_hosted_services() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Microsoft.Extensions.Hosting;

            class Poller(HttpClient http) : BackgroundService
            {
                protected override async Task ExecuteAsync(CancellationToken stop)
                {
                    await http.GetStringAsync("/setup", stop);
                    foreach (var one in new[] { "a", "b" }) await http.GetStringAsync(one, stop);
                    using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
                    while (await timer.WaitForNextTickAsync(stop))
                    {
                        await [|PollAsync(stop)|];
                        await http.GetStringAsync("/b", stop);
                    }
                }

                private async Task PollAsync(CancellationToken stop) => await http.GetStringAsync("/a", stop);
            }

            class Careful(HttpClient http) : BackgroundService
            {
                protected override async Task ExecuteAsync(CancellationToken stop)
                {
                    while (!stop.IsCancellationRequested)
                    {
                        try { await http.GetStringAsync("/a", stop); }
                        catch (Exception e) when (e is not OperationCanceledException) { Console.WriteLine(e); }
                        try { await http.GetStringAsync("/a", stop); }
                        catch (HttpRequestException e) { Console.WriteLine(e); }
                    }
                }
            }

            class Started(HttpClient http) : IHostedService
            {
                public async Task StartAsync(CancellationToken stop) { while (true) await http.GetStringAsync("/a", stop); }
                public Task StopAsync(CancellationToken stop) => Task.CompletedTask;
            }
            """
        );

    [Fact]
    public Task Somebody_sees_or_handles_it() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Polly;

            class Shop(HttpClient http, ResiliencePipeline pipeline)
            {
                public event Func<Task> Changed;
                async Task Returned() => await http.GetStringAsync("/a");
                void Synchronous(object sender, EventArgs e) => http.GetStringAsync("/a").Wait();
                async void Caught() { try { await http.GetStringAsync("/a"); } catch (Exception e) { Console.WriteLine(e); } }
                async void CaughtBelow() => await Quiet();
                private async Task Quiet() { try { await http.GetStringAsync("/a"); } catch { } }
                async void Piped() => await pipeline.ExecuteAsync(async stop => await http.GetStringAsync("/a", stop));
                async void Wrapped() => await Safely(() => http.GetStringAsync("/a"));
                private static async Task Safely(Func<Task> work) { try { await work(); } catch (Exception e) { Console.WriteLine(e); } }
                void Subscribe() => Changed += async () => await http.GetStringAsync("/a");
                async void Local() => await Task.Delay(1);
                void Run() => Task.Run(async () => await http.GetStringAsync("/a"));
            }
            """,
            Library.Polly
        );

    [Theory]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => { [|command.ExecuteNonQuery()|]; Log(command); });")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => With(made => { made.CommandText = name; [|made.ExecuteNonQuery()|]; }));")]
    [InlineData(
        "ThreadPool.QueueUserWorkItem(_ => { try { With(made => made.ExecuteNonQuery()); } catch (Exception e) { Console.WriteLine(e); } });"
    )]
    [InlineData("new Thread(() => [|Log(command)|]).Start();")]
    public Task The_database_may_be_in_this_process(string start) =>
        VerifyCS.VerifySeverityAsync(
            $$"""
            using System.Data;
            class Schedule(IDbConnection database)
            {
                void Cancel(IDbCommand command, string name) { {{start}} }
                private void Log(IDbCommand insert) => insert.ExecuteNonQuery();
                private void With(Action<IDbCommand> work) { using var made = database.CreateCommand(); work(made); }
            }
            """,
            DiagnosticSeverity.Info
        );

    [Fact]
    public Task The_message_names_the_way_out() =>
        VerifyCS.VerifyMessageAsync(
            "class Shop(HttpClient http) { async void Clicked() => await [|LoadAsync()|]; private async Task LoadAsync() => await http.GetStringAsync(\"/a\"); }",
            "A failure of 'HttpClient.GetStringAsync' (through 'Shop.LoadAsync') leaves 'async void Clicked', where it ends the process: nothing catches it before"
        );

    [Fact]
    public Task Inside_a_helper_that_runs_what_it_is_given() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Data.Common;
            class Reminders(DbConnection connection)
            {
                private Timer timer;
                void Queued() => ThreadPool.QueueUserWorkItem(_ => With(command => { [|command.ExecuteNonQuery()|]; }));
                void Ticking() => timer = new Timer(_ => With(command => [|command.ExecuteNonQuery()|]), null, 0, 1000);

                void Caught() => ThreadPool.QueueUserWorkItem(_ => { try { With(command => command.ExecuteNonQuery()); } catch (DbException) { } });
                void Careful() => ThreadPool.QueueUserWorkItem(_ => WithCare(command => command.ExecuteNonQuery()));
                void Direct() => With(command => command.ExecuteNonQuery());

                private void With(Action<DbCommand> use) { using var command = connection.CreateCommand(); use(command); }
                private void WithCare(Action<DbCommand> use) { try { using var command = connection.CreateCommand(); use(command); } catch (DbException e) { Console.WriteLine(e); } }
            }
            """
        );

    [Fact]
    public Task A_task_in_a_local_fails_where_it_is_waited_for() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Pier(HttpClient http)
            {
                async void Caught()
                {
                    var lamp = http.GetStringAsync("/lamp");
                    try { await lamp.ConfigureAwait(false); }
                    catch (HttpRequestException e) { Console.WriteLine(e); }
                }

                async void CaughtTooEarly()
                {
                    var lamp = [|http.GetStringAsync("/lamp")|];
                    try { Console.WriteLine("lit"); }
                    catch (HttpRequestException e) { Console.WriteLine(e); }

                    await lamp;
                }
            }
            """
        );
}
