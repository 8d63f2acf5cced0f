using DistributedSystems.Analyzers.Rules.Deadlines;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Deadlines;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Deadlines;

using VerifyCS = VerifyCS<DeadlineSwitchedOff>;
using VerifyFix = VerifyCS<DeadlineSwitchedOff, RestoreDefaultDeadlineFix>;

public class DeadlineSwitchedOffTests
{
    private static Task Verify(string source) => VerifyCS.VerifyAnalyzerAsync(source);

    [Fact]
    public Task An_infinite_client_with_a_call_that_nothing_bounds() =>
        Verify(
            """
            class Local
            {
                async Task<string> Statement()
                {
                    using var http = new HttpClient();
                    http.Timeout = [|TimeSpan.FromMilliseconds(-1)|];
                    await http.GetStringAsync("/a", CancellationToken.None);
                    return "";
                }
                async Task<string> Initializer()
                {
                    using var http = new HttpClient { Timeout = [|Timeout.InfiniteTimeSpan|] };
                    return await http.GetStringAsync("/a");
                }
            }
            class Field
            {
                private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;
                private readonly HttpClient http = new HttpClient() { Timeout = [|Never|] };
                Task<string> Read() => http.GetStringAsync("/a");
            }
            class InConstructor
            {
                private readonly HttpClient http;
                public InConstructor(HttpClient http)
                {
                    this.http = http;
                    this.http.Timeout = [|Timeout.InfiniteTimeSpan|];
                }
                Task<string> Read() => http.GetStringAsync("/a");
                Task<string> ReadWith(CancellationToken token) => http.GetStringAsync("/a", token);
            }
            """
        );

    [Fact]
    public Task Every_call_brings_a_limit_of_its_own() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Polly;
            class Client
            {
                private static readonly ResiliencePipeline Limited = new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(2)).Build();
                private readonly HttpClient http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
                Task<string> Token(CancellationToken token) => http.GetStringAsync("/a", token);
                async Task<string> Source() { using var limit = new CancellationTokenSource(5000); return await http.GetStringAsync("/a", limit.Token); }
                async Task Pipeline() => await Limited.ExecuteAsync(async token => { await http.GetStringAsync("/a"); });
                Task<System.IO.Stream> Stream() => http.GetStreamAsync("/events");
                Task<HttpResponseMessage> Headers() => http.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead);
                Task<string> Limit() => http.GetStringAsync("/a").WaitAsync(TimeSpan.FromSeconds(5));
            }
            class LimitHandler : DelegatingHandler { }
            class OwnHandler
            {
                private readonly HttpClient http = new HttpClient(new LimitHandler()) { Timeout = Timeout.InfiniteTimeSpan };
                Task<string> Read() => http.GetStringAsync("/a");
            }
            class Finite
            {
                private readonly HttpClient http = new HttpClient { Timeout = TimeSpan.FromMinutes(5) };
                Task<string> Read() => http.GetStringAsync("/a");
            }
            """,
            Library.Polly
        );

    [Fact]
    public Task Where_no_call_is_in_sight_each_may_have_its_own() =>
        Verify(
            """
            static class Clients
            {
                public static HttpClient Create() => new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
                public static void Configure(HttpClient http) => http.Timeout = Timeout.InfiniteTimeSpan;
            }
            """
        );

    [Fact]
    public Task Commands_without_limit_are_information() =>
        VerifyCS.VerifySeverityAsync(
            """
            class Report
            {
                int Sync(System.Data.Common.DbCommand command)
                {
                    command.CommandTimeout = [|0|];
                    return command.ExecuteNonQuery();
                }
                int Created(Microsoft.Data.SqlClient.SqlConnection db)
                {
                    using var command = new Microsoft.Data.SqlClient.SqlCommand("a", db) { CommandTimeout = [|0|] };
                    return command.ExecuteNonQuery();
                }
            }
            """,
            DiagnosticSeverity.Info,
            Library.SqlClient
        );

    [Fact]
    public Task Commands_with_a_limit() =>
        Verify(
            """
            class Report
            {
                int Limited(System.Data.Common.DbCommand command) { command.CommandTimeout = 600; return command.ExecuteNonQuery(); }
                async Task<int> Token(System.Data.Common.DbConnection db, CancellationToken token)
                {
                    using var command = db.CreateCommand();
                    command.CommandTimeout = 0;
                    return await command.ExecuteNonQueryAsync(token);
                }
            }
            """
        );

    [Fact]
    public Task A_deadline_argument_that_never_comes() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Grpc.Core;
            public class StockClient : ClientBase<StockClient>
            {
                protected override StockClient NewInstance(ClientBaseConfiguration configuration) => this;
                public virtual AsyncUnaryCall<string> ReserveAsync(string sku, Metadata headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) => null;
                public virtual AsyncServerStreamingCall<string> Watch(string sku, Metadata headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) => null;
            }
            class Checkout(StockClient stock)
            {
                async Task<string> Endless() => await stock.ReserveAsync("a", deadline: [|DateTime.MaxValue|]);
                async Task<string> WithToken(CancellationToken token) => await stock.ReserveAsync("a", deadline: DateTime.MaxValue, cancellationToken: token);
                object Stream() => stock.Watch("a", deadline: DateTime.MaxValue);
                async Task<string> None() => await stock.ReserveAsync("a", deadline: null);
            }
            """,
            Library.Grpc
        );

    [Fact]
    public Task A_request_that_waits_for_ever() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using MassTransit;
            class Stock(IRequestClient<Stock.Ask> client)
            {
                public class Ask { }
                public class Level { }
                async Task Endless() => await client.GetResponse<Level>(new Ask(), default, [|RequestTimeout.None|]);
                async Task Limited() => await client.GetResponse<Level>(new Ask(), default, RequestTimeout.After(s: 5));
                async Task Usual() => await client.GetResponse<Level>(new Ask());
                async Task ByToken(CancellationToken stop) => await client.GetResponse<Level>(new Ask(), stop, RequestTimeout.None);
            }
            """,
            Library.MassTransitAbstractions
        );

    [Fact]
    public Task The_message_names_the_usual_limit() =>
        VerifyCS.VerifyMessageAsync(
            "class C { void M() { var http = new HttpClient(); http.Timeout = Timeout.InfiniteTimeSpan; http.GetStringAsync(\"/\").Wait(); } }",
            "'HttpClient.Timeout' is switched off by 'Timeout.InfiniteTimeSpan', so the usual limit of 100 s is gone and a call waits for ever if no answer comes"
        );

    [Fact]
    public Task Restores_the_usual_limit() =>
        VerifyFix.VerifyCodeFixAsync(
            """
            using System;
            using System.Net.Http;
            using System.Threading;

            class Clients
            {
                private readonly HttpClient http = new HttpClient { Timeout = [|Timeout.InfiniteTimeSpan|] /* for ever */ };
                object Read() => http.GetStringAsync("/a");
                static int Run(System.Data.Common.DbCommand command)
                {
                    command.CommandTimeout = [|0|];
                    return command.ExecuteNonQuery();
                }
            }
            """,
            """
            using System;
            using System.Net.Http;
            using System.Threading;

            class Clients
            {
                private readonly HttpClient http = new HttpClient { Timeout = TimeSpan.FromSeconds(100) /* for ever */ };
                object Read() => http.GetStringAsync("/a");
                static int Run(System.Data.Common.DbCommand command)
                {
                    command.CommandTimeout = 30;
                    return command.ExecuteNonQuery();
                }
            }
            """
        );

    [Fact]
    public Task Clients_that_are_registered() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Microsoft.Extensions.DependencyInjection;
            class Orders(HttpClient http) { public Task<string> All() => http.GetStringAsync("/orders"); }
            class Protected(HttpClient http) { public Task<string> All() => http.GetStringAsync("/orders"); }
            class Limited(HttpClient http) { public Task<string> All(CancellationToken token) => http.GetStringAsync("/orders", token); }
            class Set(HttpClient http) { public Task<string> All() => http.GetStringAsync("/orders"); }
            class Idle(HttpClient http) { public Uri Home => http.BaseAddress; }
            class Stocks(IHttpClientFactory factory)
            {
                public async Task<string> All() { using var http = factory.CreateClient("stock"); return await http.GetStringAsync("/stock"); }
            }
            class Startup
            {
                void Add(IServiceCollection services)
                {
                    services.AddHttpClient<Orders>(client => client.Timeout = [|Timeout.InfiniteTimeSpan|]);
                    services.AddHttpClient("stock", (provider, client) => { client.BaseAddress = new("https://stock"); client.Timeout = [|Timeout.InfiniteTimeSpan|]; });

                    services.AddHttpClient<Protected>(client => client.Timeout = Timeout.InfiniteTimeSpan).AddStandardResilienceHandler();
                    services.AddHttpClient<Limited>(client => client.Timeout = Timeout.InfiniteTimeSpan);
                    services.AddHttpClient<Set>(client => client.Timeout = Timeout.InfiniteTimeSpan).ConfigureHttpClient(client => client.Timeout = TimeSpan.FromSeconds(5));
                    services.AddHttpClient<Idle>(client => client.Timeout = Timeout.InfiniteTimeSpan);
                }
            }
            """,
            Library.HttpResilience,
            Library.Polly
        );

    [Fact]
    public Task Clients_with_defaults_for_all() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Microsoft.Extensions.DependencyInjection;
            class Orders(HttpClient http) { public Task<string> All() => http.GetStringAsync("/orders"); }
            class Startup
            {
                void Add(IServiceCollection services)
                {
                    services.ConfigureHttpClientDefaults(builder => builder.AddStandardResilienceHandler());
                    services.AddHttpClient<Orders>(client => client.Timeout = Timeout.InfiniteTimeSpan);
                }
            }
            """,
            Library.HttpResilience,
            Library.Polly
        );

    [Fact]
    public Task Connection_strings_without_time_to_connect() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Microsoft.Data.SqlClient;
            using Npgsql;
            class Connections
            {
                private const string Base = "Server=a;Password='x;Timeout=0';";
                private static readonly NpgsqlDataSource Source = NpgsqlDataSource.Create([|"Host=a;Timeout=0"|]);
                void Sql() { using var db = new SqlConnection([|Base + "Connect Timeout=0"|]); db.Open(); }
                void Alias() { using var db = new SqlConnection([|"Server=a; connection timeout = '0'"|]); db.Open(); }
                void Property() { using var db = new SqlConnection { ConnectionString = [|"Server=a;Timeout=0"|] }; db.Open(); }
                void Assigned(NpgsqlConnection db) { db.ConnectionString = [|"Host=a;Timeout=0"|]; db.Open(); }
                NpgsqlConnection FromSource() => Source.OpenConnection();

                async Task Token(CancellationToken token) { using var db = new SqlConnection("Server=a;Timeout=0"); await db.OpenAsync(token); }
                SqlConnection NotOpened() => new SqlConnection("Server=a;Timeout=0");
                void Quoted() { using var db = new SqlConnection(Base); db.Open(); }
                void Limited() { using var db = new SqlConnection("Server=a;Timeout=5"); db.Open(); }
                void LastWins() { using var db = new SqlConnection("Server=a;Timeout=0;Timeout=5"); db.Open(); }
                void Malformed() { using var db = new SqlConnection("Server=a;'Timeout=0"); db.Open(); }
                void NotConstant(string server) { using var db = new SqlConnection("Timeout=0;Server=" + server); db.Open(); }
                void NotTheKey() { using var db = new NpgsqlConnection("Host=a;Keepalive=0;Cancellation Timeout=0"); db.Open(); }
            }
            class SqlConnectionOfAnother { public SqlConnectionOfAnother(string connectionString) { } public void Open() { } }
            class Other { void M() { var db = new SqlConnectionOfAnother("Timeout=0"); db.Open(); } }
            """,
            Library.SqlClient,
            Library.Npgsql
        );

    [Fact]
    public Task Connection_strings_without_command_timeout_are_information() =>
        VerifyCS.VerifySeverityAsync(
            """
            using Microsoft.Data.SqlClient;
            using Npgsql;
            class Reports
            {
                private readonly NpgsqlDataSource source = NpgsqlDataSource.Create([|"Host=a;Command Timeout=0"|]);
                void Sql()
                {
                    using var db = new SqlConnection([|"Server=a;Command Timeout=0"|]);
                    db.Open();
                    using var command = new SqlCommand("select 1", db);
                    command.ExecuteScalar();
                }
                void Postgres()
                {
                    using var db = new NpgsqlConnection([|"Host=a;CommandTimeout=0"|]);
                    db.Open();
                    using var command = db.CreateCommand();
                    command.ExecuteNonQuery();
                }
                void FromSource() { using var command = source.CreateCommand("select 1"); command.ExecuteNonQuery(); }
            }
            """,
            DiagnosticSeverity.Info,
            Library.SqlClient,
            Library.Npgsql
        );

    [Fact]
    public Task Connection_strings_whose_commands_have_a_limit() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Npgsql;
            class Reports
            {
                async Task Token(CancellationToken token)
                {
                    using var db = new NpgsqlConnection("Host=a;Command Timeout=0");
                    using var command = new NpgsqlCommand("select 1", db);
                    await command.ExecuteNonQueryAsync(token);
                }
                void OfItsOwn()
                {
                    using var db = new NpgsqlConnection("Host=a;Command Timeout=0");
                    using var command = new NpgsqlCommand("select 1", db);
                    command.CommandTimeout = 60;
                    command.ExecuteNonQuery();
                    using var other = new NpgsqlCommand("select 1", db) { CommandTimeout = 60 };
                    other.ExecuteNonQuery();
                }
                void InTheString()
                {
                    using var db = new NpgsqlConnection("Host=a;Command Timeout=60");
                    using var command = new NpgsqlCommand("select 1", db);
                    command.ExecuteNonQuery();
                }
                void NotOurs(NpgsqlConnection other)
                {
                    using var db = new NpgsqlConnection("Host=a;Command Timeout=0");
                    using var command = new NpgsqlCommand("select 1", other);
                    command.ExecuteNonQuery();
                }
            }
            """,
            Library.Npgsql
        );

    [Fact]
    public Task The_message_quotes_no_password() =>
        VerifyCS.VerifyMessageAsync(
            "class C { void M() { var db = new Npgsql.NpgsqlConnection(\"Host=a;Password=secret;Timeout=0\"); db.Open(); } }",
            "'NpgsqlConnection.ConnectionTimeout' is switched off by 'timeout=0', so the usual limit of 15 s is gone and a call waits for ever if no answer comes",
            Library.Npgsql
        );

    [Fact]
    public Task Nothing_is_put_in_the_place_of_a_connection_string() =>
        VerifyFix.VerifyNoFixAsync(
            "class C { void M() { var db = new Npgsql.NpgsqlConnection([|\"Host=a;Timeout=0\"|]); db.Open(); } }",
            Setup.With(Library.Npgsql)
        );
}
