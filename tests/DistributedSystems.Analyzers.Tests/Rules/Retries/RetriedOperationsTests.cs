using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

using VerifyCS = VerifyCS<NonIdempotentOperationIsRetried>;

/// <summary>DIST2001: which operations may be repeated, by their verbs, keys, conditions and texts.</summary>
public class RetriedOperationsTests
{
    private static Task VerifySql(string body) =>
        VerifyCS.VerifyAnalyzerAsync(
            $$"""
            using Dapper;
            using Npgsql;
            class Orders
            {
                async Task Run(NpgsqlConnection db, Func<Func<Task>, Task> unknown)
                {
                    {{body}}
                }
                static async Task Insert(NpgsqlConnection db) => await db.ExecuteAsync("INSERT INTO orders (id) VALUES (@id)");
                static async Task InsertOnce(NpgsqlConnection db)
                {
                    try { await db.ExecuteAsync("INSERT INTO orders (id) VALUES (@id)"); }
                    catch (PostgresException e) when (e is { SqlState: PostgresErrorCodes.UniqueViolation }) { }
                }
            }
            """,
            Library.Npgsql,
            Library.Dapper
        );

    [Fact]
    public Task Operations_that_may_be_repeated() =>
        RetriedPayments.Verify(
            """
            async Task<T> Retry<T>(Func<Task<T>> call) => await call();

            async Task Verbs(HttpContent content)
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    try { await http.GetAsync("/a"); return; } catch (HttpRequestException) { }
                }
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    try { await http.PutAsync("/a", content); return; } catch (HttpRequestException) { }
                }
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    try { await http.DeleteAsync("/a"); return; } catch (HttpRequestException) { }
                }
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    try { await http.SendAsync(new HttpRequestMessage(HttpMethod.Put, "/a")); return; } catch (HttpRequestException) { }
                }
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    try { await http.SendAsync(new HttpRequestMessage { RequestUri = new Uri("/a") }); return; } catch (HttpRequestException) { }
                }
            }

            async Task Keyed(Guid orderId, HttpContent content)
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    var request = new HttpRequestMessage(HttpMethod.Post, "/charges") { Content = content };
                    request.Headers.Add("Idempotency-Key", orderId.ToString());
                    try { await http.SendAsync(request); return; } catch (HttpRequestException) { }
                }
            }

            async Task KeyedInInitializer(Guid orderId)
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    try
                    {
                        await http.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/charges") { Headers = { { "Idempotency-Key", orderId.ToString() } } });
                        return;
                    }
                    catch (HttpRequestException) { }
                }
            }

            async Task Precondition(string etag)
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Patch, "/a");
                    request.Headers.IfMatch.Add(new System.Net.Http.Headers.EntityTagHeaderValue(etag));
                    try { await http.SendAsync(request); return; } catch (HttpRequestException) { }
                }
            }

            async Task MethodFromCaller(HttpMethod method)
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    try { await http.SendAsync(new HttpRequestMessage(method, "/a")); return; } catch (HttpRequestException) { }
                }
            }

            async Task RequestFromHelper()
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    try { await http.SendAsync(Build()); return; } catch (HttpRequestException) { }
                }
            }

            async Task HeadersFromHelper()
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    var request = new HttpRequestMessage(HttpMethod.Post, "/a");
                    Sign(request);
                    try { await http.SendAsync(request); return; } catch (HttpRequestException) { }
                }
            }

            HttpRequestMessage Build() => Signed(new(HttpMethod.Post, "/a"));
            HttpRequestMessage Signed(HttpRequestMessage request) => request;
            void Sign(HttpRequestMessage request) { }
            """
        );

    [Theory]
    [InlineData("var request = new HttpRequestMessage(HttpMethod.Patch, \"/a\"); request.Headers.IfMatch.ParseAdd(tag);", false)]
    [InlineData("var request = new HttpRequestMessage(HttpMethod.Patch, \"/a\"); request.Headers.IfNoneMatch.TryParseAdd(tag);", false)]
    [InlineData("var request = new HttpRequestMessage(HttpMethod.Patch, \"/a\") { Headers = { IfMatch = { new(tag) } } };", false)]
    [InlineData(
        "var request = new HttpRequestMessage(HttpMethod.Patch, \"/a\") { Headers = { IfUnmodifiedSince = DateTimeOffset.UnixEpoch } };",
        false
    )]
    [InlineData(
        "var request = new HttpRequestMessage(HttpMethod.Patch, \"/a\") { Headers = { Accept = { new(tag) }, Date = DateTimeOffset.UnixEpoch } }; request.Headers.Accept.ParseAdd(tag);",
        true
    )]
    public Task Preconditions_however_they_are_set(string request, bool reported) =>
        RetriedPayments.Verify(
            $$"""
            async Task Precondition(string tag)
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    {{request}}
                    try { await {{(
                reported ? "[|http.SendAsync(request)|]" : "http.SendAsync(request)"
            )}}; return; } catch (HttpRequestException) { }
                }
            }
            """
        );

    [Theory]
    [InlineData("e.IsTransient", true)]
    [InlineData("e.IsTransient && attempt < 3", true)]
    [InlineData("e is { IsTransient: true }", true)]
    [InlineData("!e.IsTransient", false)]
    [InlineData("e.SqlState == \"40001\"", false)]
    public Task What_Npgsql_calls_transient_may_have_been_carried_out(string filter, bool reported) =>
        VerifySql(
            $$"""
            for (var attempt = 0; ; attempt++)
            {
                try { await {{(
                reported
                    ? "[|db.ExecuteAsync(\"UPDATE stock SET amount = amount - 1\")|]"
                    : "db.ExecuteAsync(\"UPDATE stock SET amount = amount - 1\")"
            )}}; return; }
                catch (NpgsqlException e) when ({{filter}}) { }
            }
            """
        );

    [Theory]
    [InlineData("new CommandDefinition(\"INSERT INTO orders (sku) VALUES (@sku)\", new { sku = 1 })", true)]
    [InlineData("command", true)]
    [InlineData("new CommandDefinition(commandText: \"DELETE FROM orders\")", false)]
    [InlineData("new CommandDefinition(text)", false)]
    public Task A_definition_holds_the_text(string definition, bool reported) =>
        VerifySql(
            $$"""
            var text = Console.ReadLine();
            var command = new CommandDefinition("UPDATE stock SET amount = amount - 1", cancellationToken: default);
            for (var attempt = 0; attempt < 3; attempt++)
            {
                try { await {{(reported ? $"[|db.ExecuteAsync({definition})|]" : $"db.ExecuteAsync({definition})")}}; return; }
                catch (NpgsqlException) { }
            }
            """
        );

    [Theory]
    [InlineData(
        "try { await db.ExecuteAsync(\"INSERT INTO orders (id) VALUES (@id)\"); return; } catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation) { return; } catch (NpgsqlException) { }"
    )]
    [InlineData(
        "try { await db.ExecuteAsync(\"INSERT INTO orders (id) VALUES (@id)\"); return; } catch (NpgsqlException e) { if (e.SqlState == \"23505\") return; }"
    )]
    [InlineData(
        "try { await Insert(db); return; } catch (PostgresException e) when (e.SqlState == \"23505\") { return; } catch (NpgsqlException) { }"
    )]
    [InlineData("try { await InsertOnce(db); return; } catch (NpgsqlException) { }")]
    [InlineData(
        "try { await [|db.ExecuteAsync(\"INSERT INTO orders (id) VALUES (@id)\")|]; return; } catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected) { return; } catch (NpgsqlException) { }"
    )]
    public Task A_key_whose_violation_is_recognised(string attempt) =>
        VerifySql(
            $$"""
            for (var attempt = 0; attempt < 3; attempt++)
            {
                {{attempt}}
            }
            """
        );

    [Fact]
    public Task A_key_in_the_clients_default_headers() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Payments
            {
                private readonly HttpClient http;
                public Payments(HttpClient http, string key)
                {
                    this.http = http;
                    http.DefaultRequestHeaders.Add("Idempotency-Key", key);
                }

                async Task Charge(HttpContent content)
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await http.PostAsync("/charges", content); return; } catch (HttpRequestException) { }
                    }
                }
            }
            """
        );

    [Fact]
    public Task Other_libraries_and_annotations() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;
            using StackExchange.Redis;

            public interface IGateway
            {
                [RemoteCall, NotIdempotent] Task ChargeAsync(decimal amount);
                [RemoteCall, Idempotent] Task CancelAsync(int id);
                [RemoteCall, NotIdempotent] Task RefundAsync(int id);
                [RemoteCall, Idempotent(Key = "requestId")] Task PayAsync(string requestId);
            }

            class Gateway : IGateway
            {
                public Task ChargeAsync(decimal amount) => Task.CompletedTask;
                public Task CancelAsync(int id) => Task.CompletedTask;
                [Idempotent] public Task RefundAsync(int id) => Task.CompletedTask;
                public Task PayAsync(string requestId) => Task.CompletedTask;
            }

            class Calls(IGateway gateway, Gateway concrete, IDatabase redis, IBatch batch)
            {
                async Task Annotated()
                {
                    while (true) { try { await [|gateway.ChargeAsync(1)|]; return; } catch (Exception) { } }
                }
                async Task ThroughTheImplementation()
                {
                    while (true) { try { await [|concrete.ChargeAsync(1)|]; return; } catch (Exception) { } }
                }
                async Task NearestWins()
                {
                    while (true) { try { await concrete.RefundAsync(1); return; } catch (Exception) { } }
                }
                async Task Idempotent()
                {
                    while (true) { try { await gateway.CancelAsync(1); return; } catch (Exception) { } }
                }
                async Task Keyed()
                {
                    while (true) { try { await gateway.PayAsync("1"); return; } catch (Exception) { } }
                }
                async Task Increment()
                {
                    while (true) { try { await [|redis.StringIncrementAsync("visits")|]; return; } catch (RedisException) { } }
                }
                async Task Set()
                {
                    while (true) { try { await redis.StringSetAsync("a", "b"); return; } catch (RedisException) { } }
                }
                async Task Queued()
                {
                    while (true) { try { await batch.StringIncrementAsync("a"); return; } catch (RedisException) { } }
                }
            }
            """,
            Library.Annotations,
            Library.Redis
        );

    [Fact]
    public Task What_the_project_declares_not_idempotent_need_not_be_remote() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            class Ledger(ILedger ledger)
            {
                void Declared() { while (true) { try { [|ledger.Append()|]; return; } catch (TimeoutException) { } } }
                void Through() { while (true) { try { [|AppendOnce()|]; return; } catch (TimeoutException) { } } }
                void Idempotent() { while (true) { try { ledger.Set(); return; } catch (TimeoutException) { } } }
                void Undeclared() { while (true) { try { ledger.Other(); return; } catch (TimeoutException) { } } }
                void AppendOnce() => ledger.Append();
            }

            interface ILedger { [NotIdempotent] void Append(); [Idempotent] void Set(); void Other(); }
            """,
            Library.Annotations
        );

    [Fact]
    public Task A_client_or_command_fetched_anew_is_the_same_operation() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Data.Common;
            using Npgsql;
            using StackExchange.Redis;

            class Orders(NpgsqlConnection connection, IConnectionMultiplexer redis, Queue<Order> queue)
            {
                async Task Command()
                {
                    while (true)
                    {
                        try
                        {
                            using var command = connection.CreateCommand();
                            command.CommandText = "INSERT INTO orders (id) VALUES (@id)";
                            command.Parameters.AddWithValue("id", 1);
                            await [|command.ExecuteNonQueryAsync()|];
                            return;
                        }
                        catch (DbException) { }
                    }
                }
                async Task Database()
                {
                    while (true) { try { var database = redis.GetDatabase(); await [|database.StringIncrementAsync("visits")|]; return; } catch (RedisException) { } }
                }
                async Task NextItem()
                {
                    while (true) { try { await queue.Dequeue().SendAsync(); return; } catch (HttpRequestException) { } }
                }
            }
            class Order(HttpClient http) { public Task SendAsync() => http.PostAsync("/a", null); }
            """,
            Library.Npgsql,
            Library.Redis
        );

    [Fact]
    public Task Requests_of_the_old_kind_say_their_method_themselves() =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            """
            class Charges(Uri address)
            {
                void Post()
                {
                    for (var turn = 0; ; turn++)
                    {
                        try
                        {
                            var request = (System.Net.HttpWebRequest)System.Net.WebRequest.Create(address);
                            request.Method = "POST";
                            using var answer = [|request.GetResponse()|];
                            return;
                        }
                        catch (System.Net.WebException) when (turn < 3) { Thread.Sleep(500); }
                    }
                }

                void Get()
                {
                    for (var turn = 0; ; turn++)
                    {
                        try
                        {
                            using var answer = System.Net.WebRequest.Create(address).GetResponse();
                            return;
                        }
                        catch (System.Net.WebException) when (turn < 3) { Thread.Sleep(500); }
                    }
                }

                void Keyed(string order)
                {
                    for (var turn = 0; ; turn++)
                    {
                        try
                        {
                            var request = System.Net.WebRequest.CreateHttp(address);
                            request.Method = System.Net.WebRequestMethods.Http.Post;
                            request.Headers["Idempotency-Key"] = order;
                            using var answer = request.GetResponse();
                            return;
                        }
                        catch (System.Net.WebException) when (turn < 3) { Thread.Sleep(500); }
                    }
                }

                void Chosen(string method)
                {
                    for (var turn = 0; ; turn++)
                    {
                        try
                        {
                            var request = System.Net.WebRequest.CreateHttp(address);
                            request.Method = method;
                            using var answer = request.GetResponse();
                            return;
                        }
                        catch (System.Net.WebException) when (turn < 3) { Thread.Sleep(500); }
                    }
                }
            }
            """
        );
}
