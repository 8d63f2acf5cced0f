using DistributedSystems.Analyzers.Rules.Models;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Models;

using VerifyCS = VerifyCS<LeaderActionWithoutFencing>;

public class LeaderActionWithoutFencingTests
{
    [Fact]
    public Task Local_functions_and_lambdas_of_a_leader() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            interface ITarget { [RemoteCall, NotIdempotent] Task WriteAsync(string value); [RemoteCall, NotIdempotent] Task WriteUnderAsync(string value, [FencingToken] long term); }

            class Node
            {
                [FencingToken] private long term;

                public async Task Run(ITarget target, Action<Func<Task>> onElected)
                {
                    await target.WriteAsync("anybody");
                    await Lead();
                    onElected([RequiresLeadership] async () => await [|target.WriteAsync("leader")|]);
                    onElected([RequiresLeadership] async () => await target.WriteUnderAsync("leader", term));
                    onElected(async () => await target.WriteAsync("anybody"));

                    [RequiresLeadership]
                    async Task Lead() => await [|target.WriteAsync("leader")|];
                }
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task What_is_done_on_a_connection_is_no_action_and_commands_are() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Dapper;
            using DistributedSystems;
            using Npgsql;

            class Plans(NpgsqlDataSource database)
            {
                [RequiresLeadership]
                public async Task PutAsync(string day)
                {
                    await using var connection = await database.OpenConnectionAsync();
                    await [|connection.ExecuteAsync("UPDATE plan SET done = true WHERE day = @day", new { day })|];
                }

                [RequiresLeadership]
                public async Task PutUnderAsync(string day, [FencingToken] long term)
                {
                    await using var connection = new NpgsqlConnection("Host=db");
                    await connection.OpenAsync();
                    await connection.ExecuteAsync("UPDATE plan SET done = true, term = @term WHERE day = @day AND term <= @term", new { day, term });
                }
            }
            """,
            Library.Annotations,
            Library.Npgsql,
            Library.Dapper
        );

    [Fact]
    public Task A_type_whose_values_are_tokens() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            [FencingToken]
            readonly record struct Epoch(long Number);

            interface ITram { [RemoteCall, Idempotent] Task StopAsync(string tram); [RemoteCall, Idempotent] Task StopUnderAsync(string tram, Epoch? epoch); }

            class Dispatcher(ITram trams)
            {
                private Epoch epoch;

                [RequiresLeadership]
                public async Task HaltAsync()
                {
                    await [|trams.StopAsync("1")|];
                    await trams.StopUnderAsync("1", epoch);
                    await [|trams.StopUnderAsync("1", default)|];
                }
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Questions_of_a_client_whose_type_is_idempotent_and_objects_that_hold_the_token() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            record Plan(int Id, [property: FencingToken] long Term);
            class Lease { [FencingToken] public long Epoch { get; set; } public bool IsHeld { get; set; } }

            [RemoteCall, Idempotent]
            interface IPlant
            {
                Task<string> StateOfAsync(int pump);
                Task<bool> RunsAsync(int pump);
                Task<bool> StartAsync(int pump);
                Task ApplyAsync(object plan);
            }

            class Chief
            {
                private readonly IPlant plant;
                private readonly Lease lease = new();
                public Chief(IPlant plant) => this.plant = plant;

                [RequiresLeadership]
                public async Task RunAsync(int pump, Plan plan, string note)
                {
                    var state = await plant.StateOfAsync(pump);
                    var runs = await plant.RunsAsync(pump);
                    if (!runs && state.Length > 0)
                    {
                        await [|plant.StartAsync(pump)|];
                    }

                    await plant.ApplyAsync(plan);
                    await plant.ApplyAsync(lease);
                    await [|plant.ApplyAsync(note)|];
                    if (lease.IsHeld)
                    {
                        await [|plant.ApplyAsync(note)|];
                    }
                }
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Writes_of_a_leader() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            record Entry(string Value, [property: FencingToken] long Term);

            interface IStore
            {
                [RemoteCall, NotIdempotent] Task AppendAsync(string value);
                [RemoteCall, Idempotent] Task PutAsync(string value);
                [RemoteCall] Task SendAsync(string value);
                [RemoteCall] Task<string> LoadAsync();
                [RemoteCall, NotIdempotent] Task AppendFencedAsync(string value, [FencingToken] long term = 0);
                [RemoteCall, NotIdempotent] Task AppendEntryAsync(Entry entry);
            }

            class Leader
            {
                private readonly IStore store;
                private readonly HttpClient http = new();
                [FencingToken] private long term;
                public Leader(IStore store) => this.store = store;

                [RequiresLeadership]
                public async Task Unfenced(string value, HttpContent content)
                {
                    await [|store.AppendAsync(value)|];
                    await [|store.PutAsync(value)|];
                    await [|store.SendAsync(value)|];
                    await [|http.PostAsync("/x", content)|];
                    await [|store.AppendFencedAsync(value)|];
                    await [|Helper(value)|];
                    await Task.WhenAll(new[] { value }.Select(x => [|store.PutAsync(x)|]));
                    async Task Local() => await [|store.PutAsync(value)|];
                    await Local();
                }

                [RequiresLeadership]
                public async Task Fenced(string value, [FencingToken] long epoch)
                {
                    await store.AppendFencedAsync(value, term);
                    await store.AppendAsync($"{value}:{epoch}");
                    var entry = new Entry(value, 1);
                    await store.AppendEntryAsync(entry);
                    await store.LoadAsync();
                    await http.GetAsync("/x");
                    var stamped = value + term;
                    await store.PutAsync(stamped);
                    await FencedHelper(value);
                }

                [RequiresLeadership]
                public async Task Guarded(string value, [FencingToken] long epoch)
                {
                    if (epoch < term) return;
                    await store.AppendAsync(value);
                }

                public async Task Anyone(string value) => await store.AppendAsync(value);
                private async Task FencedHelper(string value) => await store.AppendFencedAsync(value, term);
                private async Task Helper(string value) => await store.AppendAsync(value);

                [RequiresLeadership, SystemModel(Timing.Synchronous, Failures.CrashStop)]
                public async Task BoundedLease(string value) => await store.AppendAsync(value);
            }
            """,
            Library.Annotations
        );

    [Theory]
    [InlineData("var entry = new Entry(); entry.Term = term; await store.PutAsync(entry);")]
    [InlineData("var entry = new Entry(); entry.Text = \"x\" + term; await store.PutAsync(entry);")]
    [InlineData("var entry = new Entry { Text = \"x\" }; await [|store.PutAsync(entry)|];")]
    [InlineData(
        "var request = new HttpRequestMessage(HttpMethod.Post, \"/\"); request.Headers.Add(\"Epoch\", term.ToString()); await http.SendAsync(request);"
    )]
    [InlineData(
        "var request = new HttpRequestMessage(HttpMethod.Post, \"/\"); request.Headers.Add(\"Accept\", \"x\"); await [|http.SendAsync(request)|];"
    )]
    [InlineData("content.Headers.Add(\"Epoch\", term.ToString()); await http.PostAsync(\"/\", content);")]
    [InlineData(
        "using var command = db.CreateCommand(); command.CommandText = $\"update t set a = 1 where epoch <= {term}\"; await command.ExecuteNonQueryAsync();"
    )]
    [InlineData(
        "using var command = db.CreateCommand(); command.CommandText = \"update t set a = 1\"; await [|command.ExecuteNonQueryAsync()|];"
    )]
    [InlineData(
        "using var command = db.CreateCommand(); var epoch = command.CreateParameter(); epoch.Value = term; command.Parameters.Add(epoch); await command.ExecuteNonQueryAsync();"
    )]
    [InlineData(
        "var fields = new Dictionary<string, object>(); fields[\"epoch\"] = term; await store.SendAsync(string.Join(\",\", fields));"
    )]
    [InlineData("await given.FencedAsync(\"a\", term); await [|given.SendAsync(\"b\")|];")]
    [InlineData("switch (seen.CompareTo(term)) { case > 0: return; default: await store.SendAsync(\"a\"); break; }")]
    [InlineData("try { } catch (Exception) when (seen == term) { await store.SendAsync(\"a\"); }")]
    [InlineData("Func<Task> later = () => [|store.SendAsync(\"a\")|]; await later();")]
    public Task Tokens_that_travel_inside_something(string body) =>
        VerifyCS.VerifyAnalyzerAsync(
            $$"""
            using System.Data.Common;
            using DistributedSystems;

            class Entry { public string Text { get; set; } [FencingToken] public long Term { get; set; } }
            interface IStore { [RemoteCall, NotIdempotent] Task PutAsync(Entry entry); [RemoteCall, NotIdempotent] Task SendAsync(string text); [RemoteCall, NotIdempotent] Task FencedAsync(string text, [FencingToken] long term); }
            class Leader
            {
                private readonly IStore store;
                private readonly HttpClient http = new();
                private readonly DbConnection db;
                [FencingToken] private long term;
                public Leader(IStore store, DbConnection db) { this.store = store; this.db = db; }
                [RequiresLeadership] public async Task M(HttpContent content, long seen, IStore given) { await Task.Yield(); {{body}} }
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task Members_whose_code_is_out_of_sight() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            interface ILog { [RequiresLeadership] void Append(string value); [RequiresLeadership] void AppendAt([FencingToken] long term, string value); }
            interface IOwn { [RequiresLeadership] void Commit(); }
            class Own : IOwn { public void Commit() { } }
            class Clerk
            {
                void M(ILog log, IOwn own, ReferencedLog other)
                {
                    [|log.Append("a")|];
                    log.AppendAt(1, "a");
                    own.Commit();
                    [|other.Append("a")|];
                    other.AppendAt("a", 1);
                }
            }
            """,
            Setup.With(Library.Annotations) with
            {
                ReferencedProject = """
                using DistributedSystems;
                public class ReferencedLog { [RequiresLeadership] public void Append(string value) { } [RequiresLeadership] public void AppendAt(string value, [FencingToken] long term) { } }
                """,
            }
        );

    [Fact]
    public Task An_interface_says_that_its_implementation_needs_leadership() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            interface ICoordinator { [RequiresLeadership] Task AssignAsync(HttpClient http, HttpContent work); }
            class Coordinator : ICoordinator
            {
                public Task AssignAsync(HttpClient http, HttpContent work) => [|http.PutAsync("/work", work)|];
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task What_a_timeout_is_taken_to_prove_is_another_rules() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            interface ILog { [RequiresLeadership] void Append(string value); }
            [SystemModel(Timing.PartiallySynchronous, Failures.CrashStop)]
            class Standby
            {
                void M(ILog log)
                {
                    try { } catch (TimeoutException) { log.Append("a"); }
                    [|log.Append("b")|];
                }
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task A_query_that_may_be_repeated() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;
            interface IDepot
            {
                [RemoteCall, Idempotent] Task<int> Level(string tank);
                [RemoteCall, Idempotent] Task Open(string tank);
            }
            class Master
            {
                private readonly IDepot depot;
                [RequiresLeadership] public async Task Balance() { if (await depot.Level("a") > 3) await [|depot.Open("a")|]; }
            }
            """,
            Library.Annotations
        );

    [Fact]
    public Task A_set_is_conditional_only_under_a_condition() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;
            using StackExchange.Redis;

            class Master
            {
                private readonly IDatabase redis;

                [RequiresLeadership]
                async Task PublishAsync(string rate, When when)
                {
                    await [|redis.StringSetAsync("rate", rate)|];
                    await [|redis.StringSetAsync("rate", rate, TimeSpan.FromMinutes(1))|];
                    await [|redis.StringSetAsync("rate", rate, when: When.Always)|];
                    await [|redis.StringSetAsync("rate", rate, TimeSpan.FromMinutes(1), When.Always, CommandFlags.None)|];
                    await redis.StringSetAsync("rate", rate, when: When.NotExists);
                    await redis.StringSetAsync("rate", rate, TimeSpan.FromMinutes(1), When.Exists);
                    await redis.StringSetAsync("rate", rate, when: when);
                    await redis.StringGetAsync("rate");
                }

                [RequiresLeadership]
                void Publish(string rate)
                {
                    [|redis.StringSet("rate", rate)|];
                    redis.StringSet("rate", rate, null, When.NotExists);
                }

                async Task FollowAsync(string rate) => await redis.StringSetAsync("rate", rate);
            }
            """,
            Library.Annotations,
            Library.Redis
        );

    [Fact]
    public Task What_only_reads_is_no_action() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            interface ITank { [RemoteCall, ReadOnly] Task Check(); [RemoteCall, NotIdempotent] Task Fill(); [RemoteCall] Task Empty(); }
            [RemoteCall, ReadOnly] interface IGauge { Task Look(); [Idempotent] Task Reset(); }
            class Gauge : IGauge { public Task Look() => Task.CompletedTask; public Task Reset() => Task.CompletedTask; }

            class Master
            {
                [RequiresLeadership]
                async Task Balance(ITank tank, IGauge gauge, Gauge own)
                {
                    await tank.Check();
                    await [|tank.Fill()|];
                    await [|tank.Empty()|];
                    await gauge.Look();
                    await [|gauge.Reset()|];
                    await own.Look();
                }
            }
            """,
            Library.Annotations
        );
}
