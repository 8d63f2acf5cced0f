using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

using VerifyCS = VerifyCS<NonIdempotentOperationIsRetried>;

public class NonIdempotentOperationIsRetriedTests
{
    private static Task Verify(string members, params string[] libraries) => VerifyCS.VerifyAnalyzerAsync(
        "using System.Net;\nusing System.Net.Http.Json;\nusing System.Net.Sockets;\nclass Payments(HttpClient http)\n{\n" + members + "\n}\n" + """
        class Charge { public decimal Amount; public int Attempt; }
        class TransientException : Exception { }
        """, libraries);

    [Fact]
    public Task Loops_that_repeat_the_call_after_an_exception() => Verify("""
        async Task For(Charge charge)
        {
            for (var attempt = 0; attempt < 3; attempt++)
            {
                try
                {
                    await [|http.PostAsJsonAsync("/charges", charge)|];
                    return;
                }
                catch (HttpRequestException)
                {
                    await Task.Delay(1000);
                }
            }
        }

        async Task<HttpResponseMessage> While(Charge charge)
        {
            var attempt = 0;
            while (true)
            {
                try
                {
                    return await [|http.PostAsJsonAsync("/charges", charge)|].ConfigureAwait(false);
                }
                catch (Exception) when (attempt++ < 3)
                {
                    await Task.Delay(1000);
                }
            }
        }

        async Task Flag(HttpContent content)
        {
            var done = false;
            while (!done)
            {
                try
                {
                    var response = await [|http.PostAsync("/charges", content)|];
                    response.EnsureSuccessStatusCode();
                    done = true;
                }
                catch (TaskCanceledException)
                {
                }
            }
        }

        async Task Do(HttpContent content)
        {
            bool retry;
            do
            {
                retry = false;
                try
                {
                    await [|http.PatchAsync("/charges/1", content)|];
                }
                catch (Exception ex)
                {
                    Console.WriteLine(ex);
                    retry = true;
                }
            }
            while (retry);
        }

        async Task Delays(HttpContent content)
        {
            foreach (var delay in new[] { 1, 2, 4 })
            {
                try
                {
                    await [|http.PostAsync("/charges", content)|];
                    break;
                }
                catch (IOException)
                {
                    await Task.Delay(TimeSpan.FromSeconds(delay));
                }
            }
        }

        async Task BuiltInside(Charge charge)
        {
            for (var attempt = 0; ; attempt++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/charges") { Content = JsonContent.Create(charge) };
                request.Headers.Add("X-Attempt", attempt.ToString());
                try
                {
                    using var response = await [|http.SendAsync(request)|];
                    break;
                }
                catch (HttpRequestException) when (attempt < 5)
                {
                }
            }
        }

        void Blocking(HttpContent content)
        {
            for (var i = 0; i < 2; i++)
            {
                try
                {
                    [|http.PostAsync("/charges", content)|].Wait();
                    return;
                }
                catch (AggregateException) { throw; }
                catch { Thread.Sleep(10); }
            }
        }

        async Task Jump(HttpContent content)
        {
            var attempts = 0;
        again:
            try
            {
                await [|http.PostAsync("/charges", content)|];
            }
            catch (HttpRequestException)
            {
                if (attempts++ < 3)
                {
                    goto again;
                }

                throw;
            }
        }

        async Task OnceMore(HttpContent content)
        {
            try
            {
                await http.PostAsync("/charges", content);
            }
            catch (HttpRequestException)
            {
                await [|http.PostAsync("/charges", content)|];
            }
        }

        Task InLambda(HttpContent content) => Task.Run(async () =>
        {
            while (true)
            {
                try { await [|http.PostAsync("/charges", content)|]; return; }
                catch (HttpRequestException) { }
            }
        });

        async Task InnerLoopOfSeveralItems(List<Charge> charges)
        {
            foreach (var charge in charges)
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    try
                    {
                        await [|http.PostAsJsonAsync("/charges", charge)|];
                        break;
                    }
                    catch (HttpRequestException) { }
                }
            }
        }
        """);

    [Fact]
    public Task Loops_that_repeat_the_call_after_a_failed_response() => Verify("""
        async Task<bool> Success(HttpContent content)
        {
            for (var attempt = 0; attempt < 3; attempt++)
            {
                var response = await [|http.PostAsync("/charges", content)|];
                if (response.IsSuccessStatusCode) return true;
                await Task.Delay(100);
            }
            return false;
        }

        async Task<HttpResponseMessage> Condition(HttpContent content)
        {
            HttpResponseMessage response;
            var attempt = 0;
            do
            {
                response = await [|http.PostAsync("/charges", content)|];
            }
            while (!response.IsSuccessStatusCode && ++attempt < 3);
            return response;
        }

        async Task<HttpResponseMessage> ServerErrors(HttpContent content)
        {
            for (var attempt = 0; ; attempt++)
            {
                var response = await [|http.PostAsync("/charges", content)|];
                if ((int)response.StatusCode < 500 || attempt == 3) return response;
            }
        }

        async Task<HttpResponseMessage> Unavailable(HttpContent content)
        {
            while (true)
            {
                var response = await [|http.PostAsync("/charges", content)|];
                if (response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests)
                {
                    await Task.Delay(100);
                    continue;
                }
                return response;
            }
        }

        async Task<HttpResponseMessage> Throttled(HttpContent content)
        {
            while (true)
            {
                var response = await http.PostAsync("/charges", content);
                if (response.StatusCode != HttpStatusCode.TooManyRequests) return response;
                await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1));
            }
        }

        async Task<HttpResponseMessage> Ok(HttpContent content)
        {
            for (var attempt = 0; attempt < 3; attempt++)
            {
                var response = await [|http.PostAsync("/charges", content)|];
                if (response.StatusCode == HttpStatusCode.Created) return response;
            }
            throw new TimeoutException();
        }
        """);

    [Fact]
    public Task Operations_that_may_be_repeated() => Verify("""
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
        """);

    [Fact]
    public Task A_retry_in_the_predicate_itself() => VerifyCS.VerifyAnalyzerAsync("""
        class Orders(HttpClient http)
        {
            bool Place(Exception earlier)
            {
                while (true)
                {
                    try { [|http.Send(new HttpRequestMessage(HttpMethod.Post, "/a"))|]; return true; }
                    catch (Exception e) when (Place(earlier.InnerException ?? e)) { Thread.Sleep(1000); }
                }
            }
        }
        """);

    [Theory]
    [InlineData("=> e is HttpRequestException || CONDITION;", " || ", 10_000)]
    [InlineData("=> e is FormatException or CONDITION;", " or ", 3_000)]
    [InlineData("{ CONDITION; return e is HttpRequestException; }", "; ", 3_000)]
    [InlineData("=> e.HResult switch { CONDITION => false, _ => true };", " => false, ", 3_000)]
    [InlineData("{ switch (e.HResult) { CONDITION: return false; } return true; }", ": return false; ", 3_000)]
    [InlineData("{ CONDITION return true; return e is HttpRequestException; }", " return true; ", 2_000)]
    public Task A_predicate_of_absurd_length_is_unknown(string body, string separator, int times) => VerifyCS.VerifyAnalyzerAsync("""
        class Orders(HttpClient http)
        {
            static bool IsTransient(Exception e) BODY

            async Task Place()
            {
                while (true)
                {
                    try { await http.PostAsync("/a", null); return; }
                    catch (Exception e) when (IsTransient(e)) { await Task.Delay(1000); }
                }
            }
        }
        """.Replace("BODY", body.Replace("CONDITION", string.Join(separator, Enumerable.Range(0, times).Select(number => separator switch
        {
            " || " => "e is FormatException",
            " or " => "FormatException",
            "; " => "Console.WriteLine(e)",
            " => false, " => $"{number}",
            ": return false; " => $"case {number}",
            _ => "if (e is FormatException)",
        })))));

    [Theory]
    [InlineData("Policy.Handle<Exception>(IsTransient)", true)]
    [InlineData("Policy.Handle<Exception>(e => IsTransient(e))", true)]
    [InlineData("Policy.Handle<Exception>(e => { if (e is ArgumentException) return false; return IsTransient(e); })", true)]
    [InlineData("Policy.Handle<Exception>(IsPermanent)", false)]
    [InlineData("Policy.Handle<Exception>(e => IsPermanent(e) || IsBusy(e))", false)]
    [InlineData("Policy.Handle<Exception>(IsBusy)", false)]
    public Task A_policy_asks_a_predicate_of_the_project(string policy, bool isRetried) => VerifyCS.VerifyAnalyzerAsync("""
        using Polly;
        class Orders(HttpClient http)
        {
            static readonly IAsyncPolicy Retrying = POLICY.WaitAndRetryAsync(3, _ => TimeSpan.FromSeconds(1));
            static bool IsTransient(Exception e) => e is HttpRequestException or TimeoutException;
            static bool IsPermanent(Exception e) => e is ArgumentException;
            static bool IsBusy(Exception e) => e.Message == "busy";

            Task Place() => Retrying.ExecuteAsync(async () => await CALL);
        }
        """.Replace("POLICY", policy).Replace("CALL", isRetried ? "[|http.PostAsync(\"/a\", null)|]" : "http.PostAsync(\"/a\", null)"), Library.Polly7);

    [Theory]
    [InlineData("var transient = e is HttpRequestException; if (!transient) throw;", true)]
    [InlineData("var transient = e is ArgumentException; if (!transient) throw;", false)]
    [InlineData("var busy = e.Message.Contains(\"busy\"); if (!busy) throw;", false)]
    [InlineData("var message = e.Message; if (message != \"busy\") throw;", false)]
    [InlineData("var code = (e as HttpRequestException)?.StatusCode; if (code != System.Net.HttpStatusCode.TooManyRequests) throw;", false)]
    [InlineData("var code = ((HttpRequestException)e).StatusCode; if (code != System.Net.HttpStatusCode.BadGateway) throw;", true)]
    [InlineData("var again = attempt < 3 && e is HttpRequestException; if (!again) throw;", true)]
    [InlineData("var again = attempt < 3 && e.Data.Count > 0; if (!again) throw;", false)]
    [InlineData("var again = attempt < 3; if (!again) throw;", true)]
    [InlineData("Console.WriteLine(e.Message); var pause = attempt * 100; if (pause > 1000) throw;", true)]
    public Task A_local_keeps_what_the_failure_says(string handler, bool isRetried) => VerifyCS.VerifyAnalyzerAsync("""
        class Orders(HttpClient http)
        {
            async Task Place()
            {
                for (var attempt = 0; ; attempt++)
                {
                    try { await CALL; return; }
                    catch (Exception e) { HANDLER await Task.Delay(1000); }
                }
            }
        }
        """.Replace("HANDLER", handler).Replace("CALL", isRetried ? "[|http.PostAsync(\"/a\", null)|]" : "http.PostAsync(\"/a\", null)"));

    [Theory]
    [InlineData("var code = response.StatusCode; if (code < System.Net.HttpStatusCode.InternalServerError) return;", true)]
    [InlineData("var code = (int)response.StatusCode; if (code != 429) return;", false)]
    [InlineData("var text = await response.Content.ReadAsStringAsync(); if (!text.Contains(\"again\")) return;", false)]
    [InlineData("var text = await response.Content.ReadAsStringAsync(); Console.WriteLine(text); if (response.IsSuccessStatusCode) return;", true)]
    public Task A_local_keeps_what_the_response_says(string handled, bool isRetried) => VerifyCS.VerifyAnalyzerAsync("""
        class Orders(HttpClient http)
        {
            async Task Place()
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    var response = await CALL;
                    HANDLED
                    await Task.Delay(1000);
                }
            }
        }
        """.Replace("HANDLED", handled).Replace("CALL", isRetried ? "[|http.PostAsync(\"/a\", null)|]" : "http.PostAsync(\"/a\", null)"));

    [Theory]
    [InlineData("e is HttpRequestException", true)]
    [InlineData("e is HttpRequestException or TaskCanceledException", true)]
    [InlineData("e is not ArgumentException", true)]
    [InlineData("e is ArgumentException", false)]
    [InlineData("e is InvalidOperationException or FormatException", false)]
    [InlineData("e is System.Data.DBConcurrencyException", false)]
    [InlineData("e is HttpRequestException { StatusCode: HttpStatusCode.TooManyRequests }", false)]
    [InlineData("e is HttpRequestException { StatusCode: HttpStatusCode.BadGateway }", true)]
    [InlineData("e is HttpRequestException { StatusCode: null }", true)]
    [InlineData("e is HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } }", false)]
    [InlineData("e is HttpRequestException { Message: \"busy\" }", false)]
    [InlineData("Short(e)", true)]
    [InlineData("!Short(e)", true)]
    [InlineData("Permanent(e)", false)]
    [InlineData("!Permanent(e)", true)]
    [InlineData("Long(e)", true)]
    [InlineData("ByType(e)", true)]
    [InlineData("BySection(e)", true)]
    [InlineData("Refused(e)", false)]
    [InlineData("Throttled(e)", false)]
    [InlineData("e is HttpRequestException http && Busy(http.StatusCode)", true)]
    [InlineData("e is HttpRequestException http && TooMany(http.StatusCode)", false)]
    [InlineData("e.IsWorthIt()", true)]
    [InlineData("Told(e)", false)]
    [InlineData("Asks(e)", false)]
    [InlineData("Foreign(e)", false)]
    [InlineData("Endless(e)", false)]
    [InlineData("Inner(e)", false)]
    [InlineData("OrInner(e)", true)]
    [InlineData("!OrInner(e)", false)]
    [InlineData("AndInner(e)", false)]
    [InlineData("!AndInner(e)", true)]
    [InlineData("OrBusy(e)", true)]
    [InlineData("Stepwise(e)", true)]
    [InlineData("NeverStepwise(e)", false)]
    [InlineData("InTurn(e, 1)", false)]
    [InlineData("Code(e)", true)]
    public Task A_predicate_of_the_project_chooses_the_failures(string filter, bool isRetried) => VerifyCS.VerifyAnalyzerAsync("""
        using System.Net;
        using System.Net.Sockets;

        static class RemoteFailures
        {
            public static bool IsWorthIt(this Exception e) => e is TimeoutException || e is HttpRequestException { StatusCode: >= HttpStatusCode.InternalServerError };
        }

        class Orders(HttpClient http)
        {
            public Func<Exception, bool> foreign;
            static bool Short(Exception e) => e is HttpRequestException;
            static bool Permanent(Exception e) => e is ArgumentException;
            static bool Long(Exception e)
            {
                if (e is ArgumentException) return false;
                Console.WriteLine(e);
                if (e is HttpRequestException http && http.StatusCode == HttpStatusCode.NotFound) { return false; }
                return true;
            }

            static bool ByType(Exception e) => e switch { ArgumentException => false, HttpRequestException { StatusCode: HttpStatusCode.TooManyRequests } => false, HttpRequestException => true, _ => false };
            static bool BySection(Exception e)
            {
                switch (e)
                {
                    case FormatException: return false;
                    case HttpRequestException http when http.StatusCode != HttpStatusCode.Conflict: return true;
                    default: return false;
                }
            }

            static bool Refused(Exception e) => e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused };
            static bool Throttled(Exception e) => e is HttpRequestException http && http.StatusCode == HttpStatusCode.TooManyRequests;
            static bool Busy(HttpStatusCode? code) => code is HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
            static bool TooMany(HttpStatusCode? code) => code == HttpStatusCode.TooManyRequests;
            static bool Told(Exception e) => e.Message.Contains("busy");
            static bool Asks(Exception e) { for (var inner = e; inner is not null; inner = inner.InnerException) { if (inner is HttpRequestException) return true; } return false; }
            bool Foreign(Exception e) => foreign(e);
            static bool Endless(Exception e) => Endless(e);
            static bool Inner(Exception e) => e.InnerException is not null && Inner(e.InnerException);
            static bool OrInner(Exception e) => e is HttpRequestException || e.InnerException is not null && OrInner(e.InnerException);
            static bool AndInner(Exception e) => e is HttpRequestException && e.InnerException is not null && AndInner(e.InnerException);
            static bool OrBusy(Exception e) => e.Message.Contains("busy") || e is HttpRequestException or TimeoutException;
            static bool Stepwise(Exception e)
            {
                if (e.Message.Contains("busy")) return true;
                if (e is HttpRequestException http) return http.StatusCode != HttpStatusCode.NotFound;
                return e.InnerException is not null && Stepwise(e.InnerException);
            }

            static bool NeverStepwise(Exception e)
            {
                if (e.Message.Contains("busy")) return true;
                if (e is HttpRequestException) return false;
                return e is ArgumentException;
            }

            static bool InTurn(Exception e, int depth) => depth < 3 && ByTurn(e.InnerException ?? e, depth + 1);
            static bool ByTurn(Exception e, int depth) => depth < 3 && InTurn(e.InnerException ?? e, depth + 1);
            static bool Code(Exception e) => e is HttpRequestException http && Code(http.StatusCode);
            static bool Code(HttpStatusCode? code) => Busy(code);

            async Task Place()
            {
                while (true)
                {
                    try { await CALL; return; }
                    catch (Exception e) when (FILTER) { await Task.Delay(1000); }
                }
            }
        }
        """.Replace("FILTER", filter).Replace("CALL", isRetried ? "[|http.PostAsync(\"/a\", null)|]" : "http.PostAsync(\"/a\", null)"));

    [Theory]
    [InlineData("catch (HttpRequestException) { return; }", "catch (HttpRequestException) { await Task.Delay(1000); }", false)]
    [InlineData("catch (IOException) { return; }", "catch (HttpIOException) { await Task.Delay(1000); }", false)]
    [InlineData("catch (IOException) { return; }", "catch (HttpRequestException) { await Task.Delay(1000); }", true)]
    [InlineData("catch (HttpRequestException) when (stop.IsCancellationRequested) { return; }", "catch (HttpRequestException) { await Task.Delay(1000); }", true)]
    [InlineData("catch (HttpRequestException) { throw; }", "catch (HttpRequestException) { await Task.Delay(1000); }", true)]
    [InlineData("catch (HttpRequestException) { throw new TimeoutException(); }", "catch (TimeoutException) { await Task.Delay(1000); }", true)]
    [InlineData("catch (HttpRequestException) { throw new InvalidOperationException(); }", "catch (InvalidOperationException) { return; } catch (Exception) { await Task.Delay(1000); }", true)]
    [InlineData("catch (Exception) { throw new InvalidOperationException(); }", "catch (InvalidOperationException) { return; } catch (Exception) { await Task.Delay(1000); }", false)]
    public Task The_nearer_handler_takes_it(string nearer, string farther, bool isRetried) => VerifyCS.VerifyAnalyzerAsync("""
        class Orders(HttpClient http)
        {
            async Task Place(CancellationToken stop)
            {
                while (true)
                {
                    try
                    {
                        try { await CALL; return; }
                        NEARER
                    }
                    FARTHER
                }
            }
        }
        """.Replace("NEARER", nearer).Replace("FARTHER", farther).Replace("CALL", isRetried ? "[|http.PostAsync(\"/a\", null)|]" : "http.PostAsync(\"/a\", null)"));

    [Theory]
    [InlineData("var request = new HttpRequestMessage(HttpMethod.Patch, \"/a\"); request.Headers.IfMatch.ParseAdd(tag);", false)]
    [InlineData("var request = new HttpRequestMessage(HttpMethod.Patch, \"/a\"); request.Headers.IfNoneMatch.TryParseAdd(tag);", false)]
    [InlineData("var request = new HttpRequestMessage(HttpMethod.Patch, \"/a\") { Headers = { IfMatch = { new(tag) } } };", false)]
    [InlineData("var request = new HttpRequestMessage(HttpMethod.Patch, \"/a\") { Headers = { IfUnmodifiedSince = DateTimeOffset.UnixEpoch } };", false)]
    [InlineData("var request = new HttpRequestMessage(HttpMethod.Patch, \"/a\") { Headers = { Accept = { new(tag) }, Date = DateTimeOffset.UnixEpoch } }; request.Headers.Accept.ParseAdd(tag);", true)]
    public Task Preconditions_however_they_are_set(string request, bool reported) => Verify(
        $$"""
        async Task Precondition(string tag)
        {
            for (var attempt = 0; attempt < 3; attempt++)
            {
                {{request}}
                try { await {{(reported ? "[|http.SendAsync(request)|]" : "http.SendAsync(request)")}}; return; } catch (HttpRequestException) { }
            }
        }
        """);

    private static Task VerifySql(string body) => VerifyCS.VerifyAnalyzerAsync(
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
        """, Library.Npgsql, Library.Dapper);

    [Theory]
    [InlineData("e.IsTransient", true)]
    [InlineData("e.IsTransient && attempt < 3", true)]
    [InlineData("e is { IsTransient: true }", true)]
    [InlineData("!e.IsTransient", false)]
    [InlineData("e.SqlState == \"40001\"", false)]
    public Task What_Npgsql_calls_transient_may_have_been_carried_out(string filter, bool reported) => VerifySql(
        $$"""
        for (var attempt = 0; ; attempt++)
        {
            try { await {{(reported ? "[|db.ExecuteAsync(\"UPDATE stock SET amount = amount - 1\")|]" : "db.ExecuteAsync(\"UPDATE stock SET amount = amount - 1\")")}}; return; }
            catch (NpgsqlException e) when ({{filter}}) { }
        }
        """);

    [Theory]
    [InlineData("new CommandDefinition(\"INSERT INTO orders (sku) VALUES (@sku)\", new { sku = 1 })", true)]
    [InlineData("command", true)]
    [InlineData("new CommandDefinition(commandText: \"DELETE FROM orders\")", false)]
    [InlineData("new CommandDefinition(text)", false)]
    public Task A_definition_holds_the_text(string definition, bool reported) => VerifySql(
        $$"""
        var text = Console.ReadLine();
        var command = new CommandDefinition("UPDATE stock SET amount = amount - 1", cancellationToken: default);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            try { await {{(reported ? $"[|db.ExecuteAsync({definition})|]" : $"db.ExecuteAsync({definition})")}}; return; }
            catch (NpgsqlException) { }
        }
        """);

    [Theory]
    [InlineData("try { await db.ExecuteAsync(\"INSERT INTO orders (id) VALUES (@id)\"); return; } catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation) { return; } catch (NpgsqlException) { }")]
    [InlineData("try { await db.ExecuteAsync(\"INSERT INTO orders (id) VALUES (@id)\"); return; } catch (NpgsqlException e) { if (e.SqlState == \"23505\") return; }")]
    [InlineData("try { await Insert(db); return; } catch (PostgresException e) when (e.SqlState == \"23505\") { return; } catch (NpgsqlException) { }")]
    [InlineData("try { await InsertOnce(db); return; } catch (NpgsqlException) { }")]
    [InlineData("try { await [|db.ExecuteAsync(\"INSERT INTO orders (id) VALUES (@id)\")|]; return; } catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected) { return; } catch (NpgsqlException) { }")]
    public Task A_key_whose_violation_is_recognised(string attempt) => VerifySql(
        $$"""
        for (var attempt = 0; attempt < 3; attempt++)
        {
            {{attempt}}
        }
        """);

    [Fact]
    public Task A_key_in_the_clients_default_headers() => VerifyCS.VerifyAnalyzerAsync("""
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
        """);

    [Fact]
    public Task Only_failures_that_prove_the_operation_did_not_run() => Verify("""
        async Task Throttled(HttpContent content)
        {
            while (true)
            {
                try { (await http.PostAsync("/a", content)).EnsureSuccessStatusCode(); return; }
                catch (HttpRequestException ex) when (ex.StatusCode == HttpStatusCode.TooManyRequests) { await Task.Delay(1000); }
            }
        }

        async Task Refused(HttpContent content)
        {
            for (var attempt = 0; attempt < 3; attempt++)
            {
                try { await http.PostAsync("/a", content); return; }
                catch (HttpRequestException ex) when (ex.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused }) { }
            }
        }

        async Task NotConnected(HttpContent content)
        {
            for (var attempt = 0; attempt < 3; attempt++)
            {
                try { await http.PostAsync("/a", content); return; }
                catch (HttpRequestException ex)
                {
                    if (ex.HttpRequestError != HttpRequestError.ConnectionError && ex.HttpRequestError != HttpRequestError.NameResolutionError) throw;
                    await Task.Delay(100);
                }
            }
        }

        async Task Unauthorized(HttpContent content)
        {
            try { await http.PostAsync("/a", content); }
            catch (HttpRequestException ex) when (ex.StatusCode is HttpStatusCode.Unauthorized)
            {
                await http.PostAsync("/a", content);
            }
        }

        async Task OwnException(HttpContent content)
        {
            for (var attempt = 0; attempt < 3; attempt++)
            {
                try
                {
                    var response = await http.PostAsync("/a", content);
                    if (response.StatusCode == HttpStatusCode.Conflict) throw new TransientException();
                    return;
                }
                catch (TransientException) { }
            }
        }

        async Task OwnExceptionForServerErrors(HttpContent content)
        {
            for (var attempt = 0; attempt < 3; attempt++)
            {
                try
                {
                    var response = await [|http.PostAsync("/a", content)|];
                    if (!response.IsSuccessStatusCode) throw new TransientException();
                    return;
                }
                catch (TransientException) { }
            }
        }

        async Task Unreadable(HttpContent content)
        {
            for (var attempt = 0; attempt < 3; attempt++)
            {
                try { await http.PostAsync("/a", content); return; }
                catch (HttpRequestException ex) when (NeverReachedServer(ex)) { }
            }
        }

        async Task ServerErrors(HttpContent content)
        {
            for (var attempt = 0; attempt < 3; attempt++)
            {
                try { (await [|http.PostAsync("/a", content)|]).EnsureSuccessStatusCode(); return; }
                catch (HttpRequestException ex) when (ex.StatusCode is null or >= HttpStatusCode.InternalServerError) { }
            }
        }

        bool NeverReachedServer(Exception ex) => ex.Message.Length > 3;
        """);

    [Fact]
    public Task Loops_that_are_no_retries() => Verify("""
        async Task Items(List<Charge> charges)
        {
            foreach (var charge in charges)
            {
                try { await http.PostAsJsonAsync("/charges", charge); }
                catch (HttpRequestException) { }
            }
        }

        async Task FirstHostThatAnswers(List<string> hosts, HttpContent content)
        {
            foreach (var host in hosts)
            {
                try { await http.PostAsync(host, content); return; }
                catch (HttpRequestException) { }
            }
        }

        async Task ByIndex(string[] hosts, HttpContent content)
        {
            for (var i = 0; i < hosts.Length; i++)
            {
                var url = hosts[i] + "/charges";
                try { await http.PostAsync(url, content); return; }
                catch (HttpRequestException) { }
            }
        }

        async Task Worker(Queue<Charge> queue, CancellationToken token)
        {
            while (!token.IsCancellationRequested)
            {
                try { await http.PostAsJsonAsync("/charges", queue.Dequeue(), token); }
                catch (HttpRequestException) { await Task.Delay(1000, token); }
            }
        }

        async Task Heartbeat(CancellationToken token)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10));
            while (await timer.WaitForNextTickAsync(token))
            {
                try { await http.PostAsync("/heartbeat", null, token); }
                catch (HttpRequestException) { }
            }
        }

        async Task NextJobUntilOneWorks(Queue<Charge> queue)
        {
            while (true)
            {
                var charge = queue.Dequeue();
                try { await http.PostAsJsonAsync("/charges", charge); return; }
                catch (HttpRequestException) { }
            }
        }

        async Task Pages()
        {
            string next = "/query";
            while (next != null)
            {
                var response = await http.PostAsync(next, null);
                next = await response.Content.ReadAsStringAsync();
            }
        }

        async Task PollUntilReady(HttpContent query)
        {
            while (true)
            {
                var response = await http.PostAsync("/status", query);
                if (await response.Content.ReadAsStringAsync() == "ready") return;
                await Task.Delay(1000);
            }
        }

        async Task NotCaughtInside(HttpContent content)
        {
            try
            {
                for (var i = 0; i < 3; i++) { await http.PostAsync("/a", content); }
            }
            catch (HttpRequestException) { }
        }

        async Task GivesUp(HttpContent content)
        {
            while (true)
            {
                try { await http.PostAsync("/a", content); return; }
                catch (HttpRequestException) { throw new TransientException(); }
            }
        }

        async Task AnotherCallInTheCatch(HttpContent content)
        {
            try { await http.PostAsync("/primary", content); }
            catch (HttpRequestException) { await http.PostAsync("/secondary", content); }
        }

        async Task NotTheCallsFailure(HttpContent content)
        {
            for (var i = 0; i < 3; i++)
            {
                try { await http.PostAsync("/a", content); return; }
                catch (FormatException) { }
            }
        }
        """);

    [Fact]
    public Task Polly_pipelines() => VerifyCS.VerifyAnalyzerAsync("""
        using System.Net;
        using Polly;
        using Polly.Retry;
        using Polly.Timeout;

        class Payments(HttpClient http, ResiliencePipeline injected)
        {
            private static readonly ResiliencePipeline Retrying = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).AddTimeout(TimeSpan.FromSeconds(1)).Build();
            private static readonly ResiliencePipeline TimeoutOnly = new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(1)).Build();
            private readonly ResiliencePipeline<HttpResponseMessage> serverErrors = new ResiliencePipelineBuilder<HttpResponseMessage>()
                .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
                {
                    MaxRetryAttempts = 5,
                    ShouldHandle = new PredicateBuilder<HttpResponseMessage>().Handle<HttpRequestException>().HandleResult(r => r.StatusCode >= HttpStatusCode.InternalServerError),
                })
                .Build();
            private readonly ResiliencePipeline<HttpResponseMessage> throttling = new ResiliencePipelineBuilder<HttpResponseMessage>()
                .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
                {
                    ShouldHandle = new PredicateBuilder<HttpResponseMessage>().HandleResult(r => r.StatusCode == HttpStatusCode.TooManyRequests),
                })
                .Build();
            private readonly ResiliencePipeline byDelegate = new ResiliencePipelineBuilder()
                .AddRetry(new RetryStrategyOptions
                {
                    ShouldHandle = args => args.Outcome switch
                    {
                        { Exception: HttpRequestException } => PredicateResult.True(),
                        _ => PredicateResult.False(),
                    },
                })
                .Build();
            private readonly ResiliencePipeline unreadable = new ResiliencePipelineBuilder()
                .AddRetry(new RetryStrategyOptions { ShouldHandle = args => new ValueTask<bool>(NeverReachedServer(args.Outcome.Exception)) })
                .Build();

            static bool NeverReachedServer(Exception ex) => true;

            async Task Static(HttpContent c) => await Retrying.ExecuteAsync(async token => await [|http.PostAsync("/a", c, token)|]);
            async Task Block(HttpContent c) => await Retrying.ExecuteAsync(async token => { var r = await [|http.PostAsync("/a", c, token)|]; r.EnsureSuccessStatusCode(); });
            async Task WithState(HttpContent c) => await Retrying.ExecuteAsync(async (state, token) => await [|http.PostAsync("/a", state, token)|], c);
            void Sync(HttpContent c) => Retrying.Execute(() => [|http.Send(new HttpRequestMessage(HttpMethod.Post, "/a") { Content = c })|]);
            async Task Inline(HttpContent c) => await new ResiliencePipelineBuilder().AddRetry(new() { MaxRetryAttempts = 1 }).Build().ExecuteAsync(async token => await [|http.PostAsync("/a", c, token)|]);
            async Task ServerErrors(HttpContent c) => await serverErrors.ExecuteAsync(async token => await [|http.PostAsync("/a", c, token)|]);
            async Task ByDelegate(HttpContent c) => await byDelegate.ExecuteAsync(async token => await [|http.PostAsync("/a", c, token)|]);
            async Task Local(HttpContent c)
            {
                var builder = new ResiliencePipelineBuilder();
                builder.AddTimeout(TimeSpan.FromSeconds(1));
                builder.AddRetry(new RetryStrategyOptions());
                var pipeline = builder.Build();
                await pipeline.ExecuteAsync(async token => await [|http.PostAsync("/a", c, token)|]);
            }
            async Task LoopAroundPipeline(HttpContent c)
            {
                while (true)
                {
                    try { await TimeoutOnly.ExecuteAsync(async token => await [|http.PostAsync("/a", c, token)|]); return; }
                    catch (TimeoutRejectedException) { }
                }
            }

            async Task Reads() => await Retrying.ExecuteAsync(async token => await http.GetAsync("/a", token));
            async Task NoRetry(HttpContent c) => await TimeoutOnly.ExecuteAsync(async token => await http.PostAsync("/a", c, token));
            async Task Unknown(HttpContent c) => await injected.ExecuteAsync(async token => await http.PostAsync("/a", c, token));
            async Task Throttling(HttpContent c) => await throttling.ExecuteAsync(async token => await http.PostAsync("/a", c, token));
            async Task Unreadable(HttpContent c) => await unreadable.ExecuteAsync(async token => await http.PostAsync("/a", c, token));
            async Task Swallowed(HttpContent c) => await Retrying.ExecuteAsync(async token =>
            {
                try { await http.PostAsync("/a", c, token); }
                catch (Exception) { }
            });
            async Task Keyed(string id) => await Retrying.ExecuteAsync(async token =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/a");
                request.Headers.Add("Idempotency-Key", id);
                await http.SendAsync(request, token);
            });
        }
        """, Library.Polly);

    [Fact]
    public Task Other_libraries_and_annotations() => VerifyCS.VerifyAnalyzerAsync("""
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
        """, Library.Annotations, Library.Redis);

    [Fact]
    public Task Through_the_projects_own_methods() => VerifyCS.VerifyAnalyzerAsync("""
        using Polly;
        using Polly.Retry;

        class Payments(HttpClient http, Gateway gateway, IGateway contract)
        {
            private static readonly ResiliencePipeline Retrying = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).Build();

            async Task Helper(HttpContent content)
            {
                while (true) { try { await [|ChargeAsync(content)|]; return; } catch (HttpRequestException) { } }
            }

            async Task OtherClass(HttpContent content)
            {
                while (true) { try { await [|gateway.PlaceAsync(content)|]; return; } catch (HttpRequestException) { } }
            }

            async Task LocalFunction(HttpContent content)
            {
                for (var i = 0; i < 3; i++) { try { await [|SendAsync()|]; return; } catch (Exception) { } }

                async Task SendAsync()
                {
                    using var response = await http.PostAsync("/a", content);
                    response.EnsureSuccessStatusCode();
                }
            }

            async Task InPipeline(HttpContent content) => await Retrying.ExecuteAsync(async _ => await [|ChargeAsync(content)|]);

            Task ChargeAsync(HttpContent content) => http.PostAsync("/charges", content);

            async Task Reads() { while (true) { try { await gateway.LoadAsync(); return; } catch (HttpRequestException) { } } }
            async Task Swallowed(HttpContent content) { while (true) { try { await gateway.TryPlaceAsync(content); return; } catch (HttpRequestException) { } } }
            async Task Keyed() { while (true) { try { await gateway.KeyedAsync("1"); return; } catch (HttpRequestException) { } } }
            async Task Started(HttpContent content) { while (true) { try { gateway.Start(content); return; } catch (HttpRequestException) { } } }
            async Task Replaceable(HttpContent content) { while (true) { try { await [|gateway.VirtualAsync(content)|]; return; } catch (HttpRequestException) { } } }
            async Task Contract(HttpContent content) { while (true) { try { await contract.PlaceAsync(content); return; } catch (HttpRequestException) { } } }
            async Task Cyclic() { while (true) { try { await gateway.EvenAsync(3); return; } catch (HttpRequestException) { } } }
            async Task Once(HttpContent content) { try { await gateway.PlaceAsync(content); } catch (HttpRequestException) { } }
            async Task EachItem(List<HttpContent> contents) { foreach (var content in contents) { try { await gateway.PlaceAsync(content); break; } catch (HttpRequestException) { } } }
        }

        interface IGateway { Task PlaceAsync(HttpContent content); }

        class Gateway(HttpClient http)
        {
            public async Task PlaceAsync(HttpContent content) => await DeeperAsync(content);
            private async Task DeeperAsync(HttpContent content) { await http.PostAsync("/orders", content); }
            public Task<string> LoadAsync() => http.GetStringAsync("/orders");
            public async Task TryPlaceAsync(HttpContent content) { try { await http.PostAsync("/orders", content); } catch (HttpRequestException) { } }
            public async Task KeyedAsync(string id)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/orders");
                request.Headers.Add("Idempotency-Key", id);
                await http.SendAsync(request);
            }
            public void Start(HttpContent content) { _ = http.PostAsync("/orders", content); }
            public virtual async Task VirtualAsync(HttpContent content) => await http.PostAsync("/orders", content);
            public async Task EvenAsync(int n) { if (n > 0) await OddAsync(n - 1); }
            private async Task OddAsync(int n) { if (n > 0) await EvenAsync(n - 1); }
        }
        """, Library.Polly);

    [Fact]
    public Task Through_interfaces_and_overrides_where_every_implementation_agrees() => VerifyCS.VerifyAnalyzerAsync("""
        class Orders(IOneGateway one, ITwoGateway two, IMixedGateway mixed, IOpenGateway open, IDecoratedGateway decorated, IGenericGateway<string> generic, GatewayBase abstractBase, MixedBase mixedBase, IDefaultGateway withDefault, IDeclaredGateway declared)
        {
            async Task One() { while (true) { try { await [|one.ChargeAsync()|]; return; } catch (HttpRequestException) { } } }
            async Task Two() { while (true) { try { await [|two.ChargeAsync()|]; return; } catch (HttpRequestException) { } } }
            async Task Mixed() { while (true) { try { await mixed.ChargeAsync(); return; } catch (HttpRequestException) { } } }
            async Task Open() { while (true) { try { await open.ChargeAsync(); return; } catch (HttpRequestException) { } } }
            async Task Decorated() { while (true) { try { await [|decorated.ChargeAsync()|]; return; } catch (HttpRequestException) { } } }
            async Task Generic() { while (true) { try { await [|generic.ChargeAsync("a")|]; return; } catch (HttpRequestException) { } } }
            async Task Abstract() { while (true) { try { await [|abstractBase.ChargeAsync()|]; return; } catch (HttpRequestException) { } } }
            async Task MixedOverride() { while (true) { try { await mixedBase.ChargeAsync(); return; } catch (HttpRequestException) { } } }
            async Task Default() { while (true) { try { await [|withDefault.ChargeAsync()|]; return; } catch (HttpRequestException) { } } }
            async Task Declared() { while (true) { try { await declared.ChargeAsync(); return; } catch (HttpRequestException) { } } }
        }

        interface IOneGateway { Task ChargeAsync(); }
        class OneGateway(HttpClient http) : IOneGateway { public async Task ChargeAsync() => await http.PostAsync("/a", null); }

        interface ITwoGateway { Task ChargeAsync(); }
        class FirstGateway(HttpClient http) : ITwoGateway { public async Task ChargeAsync() => await http.PostAsync("/a", null); }
        class SecondGateway(HttpClient http) : ITwoGateway { Task ITwoGateway.ChargeAsync() => http.PostAsync("/b", null); }

        interface IMixedGateway { Task ChargeAsync(); }
        class RealGateway(HttpClient http) : IMixedGateway { public async Task ChargeAsync() => await http.PostAsync("/a", null); }
        class InMemoryGateway : IMixedGateway { public Task ChargeAsync() => Task.CompletedTask; }

        interface IOpenGateway { Task ChargeAsync(); }

        interface IDecoratedGateway { Task ChargeAsync(); }
        class LoggingGateway(IDecoratedGateway inner) : IDecoratedGateway { public async Task ChargeAsync() { Console.WriteLine("charge"); await inner.ChargeAsync(); } }
        class InnerGateway(HttpClient http) : IDecoratedGateway { public async Task ChargeAsync() => await http.PostAsync("/a", null); }

        interface IGenericGateway<T> { Task ChargeAsync(T value); }
        class StringGateway(HttpClient http) : IGenericGateway<string> { public async Task ChargeAsync(string value) => await http.PostAsync(value, null); }

        abstract class GatewayBase { public abstract Task ChargeAsync(); }
        class DerivedGateway(HttpClient http) : GatewayBase { public override async Task ChargeAsync() => await http.PostAsync("/a", null); }

        class MixedBase { public virtual Task ChargeAsync() => Task.CompletedTask; }
        class MixedDerived(HttpClient http) : MixedBase { public override async Task ChargeAsync() => await http.PostAsync("/a", null); }

        interface IDefaultGateway { HttpClient Http { get; } async Task ChargeAsync() => await Http.PostAsync("/a", null); }
        class DefaultGateway(HttpClient http) : IDefaultGateway { public HttpClient Http => http; }

        interface IDeclaredGateway { [DistributedSystems.Idempotent] Task ChargeAsync(); }
        class DeclaredGateway(HttpClient http) : IDeclaredGateway { public async Task ChargeAsync() => await http.PostAsync("/a", null); }
        """, Library.Annotations);

    [Fact]
    public Task Through_delegates_properties_constructors_and_iterators() => VerifyCS.VerifyAnalyzerAsync("""
        class Orders(HttpClient http, Meter meter, IMeter contract)
        {
            async Task Delegate()
            {
                Func<Task> charge = () => http.PostAsync("/a", null);
                while (true) { try { await [|charge()|]; return; } catch (HttpRequestException) { } }
            }
            async Task MethodGroup()
            {
                Func<Task> charge = ChargeAsync;
                while (true) { try { await [|charge.Invoke()|]; return; } catch (HttpRequestException) { } }
            }
            async Task ReadOnlyDelegate()
            {
                Func<Task> read = () => http.GetAsync("/a");
                while (true) { try { await read(); return; } catch (HttpRequestException) { } }
            }
            async Task Given(Func<Task> work)
            {
                while (true) { try { await work(); return; } catch (HttpRequestException) { } }
            }
            async Task Measured()
            {
                while (true) { try { await meter.MeasureAsync(async () => await [|http.PostAsync("/a", null)|]); return; } catch (HttpRequestException) { } }
            }
            async Task MeasuredMethodGroup()
            {
                while (true) { try { await [|meter.MeasureAsync(ChargeAsync)|]; return; } catch (HttpRequestException) { } }
            }
            async Task MeasuredThroughInterface()
            {
                while (true) { try { await contract.MeasureAsync(async () => await [|http.PostAsync("/a", null)|]); return; } catch (HttpRequestException) { } }
            }
            async Task Deeper() { while (true) { try { await [|MeasuredOnceAsync()|]; return; } catch (HttpRequestException) { } } }
            async Task MeasuredOnceAsync() => await meter.MeasureAsync(() => ChargeAsync());
            async Task Swallowing()
            {
                while (true) { try { await meter.TryAsync(async () => await http.PostAsync("/a", null)); return; } catch (HttpRequestException) { } }
            }
            async Task Registered()
            {
                while (true) { try { meter.Register(async () => await http.PostAsync("/a", null)); return; } catch (HttpRequestException) { } }
            }
            async Task Property() { while (true) { try { [|Next()|]; return; } catch (HttpRequestException) { } } }
            int Next() => Ticket.Length;
            string Ticket => http.PostAsync("/ticket", null).Result.ToString();
            async Task Construction() { while (true) { try { [|Create()|]; return; } catch (HttpRequestException) { } } }
            Session Create() => new Session(http);
            async Task Enumerated() { while (true) { try { await foreach (var page in [|PagesAsync()|]) { } return; } catch (HttpRequestException) { } } }
            async Task NotEnumerated() { while (true) { try { var pages = PagesAsync(); return; } catch (HttpRequestException) { } } }
            async IAsyncEnumerable<string> PagesAsync() { await http.PostAsync("/search", null); yield return ""; }
            async Task Extension() { while (true) { try { await [|http.ChargeTwiceAsync()|]; return; } catch (HttpRequestException) { } } }
            Task ChargeAsync() => http.PostAsync("/a", null);
        }

        class Session { public Session(HttpClient http) { http.PostAsync("/session", null).Wait(); } }
        static class Extensions { public static Task ChargeTwiceAsync(this HttpClient http) => http.PostAsync("/a", null); }
        interface IMeter { Task MeasureAsync(Func<Task> work); }
        class Meter : IMeter
        {
            private Func<Task> later;
            public async Task MeasureAsync(Func<Task> work) { Console.WriteLine("start"); await work(); }
            public async Task TryAsync(Func<Task> work) { try { await work(); } catch (Exception) { } }
            public void Register(Func<Task> work) => later = work;
        }
        """);

    [Fact]
    public Task Inside_a_helper_of_the_project_that_retries_its_delegate() => VerifyCS.VerifyAnalyzerAsync("""
        using Polly;
        using Polly.Retry;

        class Orders(HttpClient http, IRetrier contract)
        {
            async Task Lambda() => await Retrier.RunAsync(async () => await [|http.PostAsync("/a", null)|]);
            async Task Named() => await Retrier.RunAsync(attempts: 3, work: () => [|http.PostAsync("/a", null)|]);
            async Task Group() => await Retrier.RunAsync(() => [|ChargeAsync()|]);
            async Task Forwarded() => await Retrier.ForwardAsync(async () => await [|http.PostAsync("/a", null)|]);
            async Task Piped() => await Retrier.PipedAsync(async () => await [|http.PostAsync("/a", null)|]);
            async Task Contract() => await contract.RunAsync(async () => await [|http.PostAsync("/a", null)|]);
            async Task Reads() => await Retrier.RunAsync(async () => await http.GetAsync("/a"));
            async Task Once() => await Retrier.OnceAsync(async () => await http.PostAsync("/a", null));
            async Task Each(string[] items) => await Retrier.EachAsync(items, async item => await http.PostAsync(item, null));
            Task ChargeAsync() => http.PostAsync("/a", null);
        }

        interface IRetrier { Task RunAsync(Func<Task> work); }
        class LoopRetrier : IRetrier { public async Task RunAsync(Func<Task> work) { for (var i = 0; ; i++) { try { await work(); return; } catch (HttpRequestException) when (i < 3) { await Task.Delay(100); } } } }

        static class Retrier
        {
            private static readonly ResiliencePipeline Pipeline = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).Build();
            public static async Task RunAsync(Func<Task> work, int attempts = 5)
            {
                for (var attempt = 1; ; attempt++)
                {
                    try { await work(); return; }
                    catch (Exception) when (attempt < attempts) { await Task.Delay(100); }
                }
            }
            public static async Task ForwardAsync(Func<Task> work) => await RunAsync(async () => await work());
            public static async Task PipedAsync(Func<Task> work) => await Pipeline.ExecuteAsync(async token => await work());
            public static async Task OnceAsync(Func<Task> work) { try { await work(); } catch (Exception) { throw; } }
            public static async Task EachAsync(string[] items, Func<string, Task> work) { foreach (var item in items) { try { await work(item); } catch (Exception) { } } }
        }
        """, Library.Polly);

    [Fact]
    public Task A_function_given_by_its_name() => VerifyCS.VerifyAnalyzerAsync("""
        using DistributedSystems;
        using Polly;
        using Polly.Retry;

        class Orders(HttpClient http)
        {
            private static readonly ResiliencePipeline Retrying = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).Build();
            private static readonly ResiliencePipeline TimeoutOnly = new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(1)).Build();
            async Task Group() => await [|Retrying.ExecuteAsync(PlaceAsync)|];
            async Task LocalFunction()
            {
                await [|Retrying.ExecuteAsync(place, default)|];
                async ValueTask place(CancellationToken stop) => await http.PostAsync("/a", null, stop);
            }
            async Task KeptLambda()
            {
                Func<CancellationToken, ValueTask> place = async stop => await http.PostAsync("/a", null, stop);
                await [|Retrying.ExecuteAsync(place)|];
            }
            async Task Helper() => await [|Retrier.RunAsync(PlaceOnceAsync)|];
            async Task Declared() => await [|Retrier.DeclaredAsync(PlaceOnceAsync)|];

            async Task Reads() => await Retrying.ExecuteAsync(ReadAsync);
            async Task NoRetry() => await TimeoutOnly.ExecuteAsync(PlaceAsync);
            async Task Once() => await Retrier.OnceAsync(PlaceOnceAsync);
            async Task Chosen(Func<CancellationToken, ValueTask> given) => await Retrying.ExecuteAsync(given);
            async Task Swallowed() => await Retrying.ExecuteAsync(TryAsync);
            async Task Lambda() => await Retrying.ExecuteAsync(async stop => await [|http.PostAsync("/a", null, stop)|]);

            private async ValueTask PlaceAsync(CancellationToken stop) => await http.PostAsync("/a", null, stop);
            private async Task PlaceOnceAsync() => await http.PostAsync("/a", null);
            private async ValueTask ReadAsync(CancellationToken stop) => await http.GetStringAsync("/a", stop);
            private async ValueTask TryAsync(CancellationToken stop) { try { await http.PostAsync("/a", null, stop); } catch (HttpRequestException) { } }
        }

        static class Retrier
        {
            public static async Task RunAsync(Func<Task> work)
            {
                for (var attempt = 1; ; attempt++)
                {
                    try { await work(); return; }
                    catch (HttpRequestException) when (attempt < 3) { await Task.Delay(100); }
                }
            }
            [Retries(Max = 3)] public static Task DeclaredAsync(Func<Task> work) => work();
            public static async Task OnceAsync(Func<Task> work) => await work();
        }
        """, Library.Polly, Library.Annotations);

    [Fact]
    public Task A_client_or_command_fetched_anew_is_the_same_operation() => VerifyCS.VerifyAnalyzerAsync("""
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
        """, Library.Npgsql, Library.Redis);

    [Fact]
    public Task Inside_a_helper_that_declares_that_it_retries() => VerifyCS.VerifyAnalyzerAsync("""
        using DistributedSystems;

        class Orders(HttpClient http, IRetrier retrier)
        {
            async Task Declared() => await retrier.RunAsync(async () => await [|http.PostAsync("/a", null)|]);
            async Task Implementation(Retrier own) => await own.RunAsync(async () => await [|http.PostAsync("/a", null)|]);
            async Task Reads() => await retrier.RunAsync(async () => await http.GetAsync("/a"));
            async Task Swallows() => await retrier.RunAsync(async () => { try { await http.PostAsync("/a", null); } catch (Exception) { } });
            async Task Undeclared() => await retrier.OnceAsync(async () => await http.PostAsync("/a", null));
        }
        interface IRetrier { [Retries(Max = 3)] Task RunAsync(Func<Task> work); Task OnceAsync(Func<Task> work); }
        class Retrier : IRetrier { public Task RunAsync(Func<Task> work) => Task.CompletedTask; public Task OnceAsync(Func<Task> work) => Task.CompletedTask; }

        namespace DistributedSystems
        {
            class RemoteCallAttribute : Attribute { }
            class RetriesAttribute : Attribute { public int Max { get; set; } }
        }
        """);

    [Fact]
    public Task What_the_project_declares_not_idempotent_need_not_be_remote() => VerifyCS.VerifyAnalyzerAsync("""
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
        """, Library.Annotations);

    [Fact]
    public Task The_message_names_the_implementation() => VerifyCS.VerifyMessageAsync(
        """
        class Orders(IGateway gateway)
        {
            async Task Run() { while (true) { try { await gateway.ChargeAsync(); return; } catch (HttpRequestException) { } } }
        }
        interface IGateway { Task ChargeAsync(); }
        class PaymentsGateway(HttpClient http) : IGateway { public async Task ChargeAsync() => await SendAsync(); private Task SendAsync() => http.PostAsync("/a", null); }
        """,
        "'IGateway.ChargeAsync' reaches 'HttpClient.PostAsync' through 'PaymentsGateway.ChargeAsync' and 'PaymentsGateway.SendAsync' and may take effect more than once: the retry loop around it repeats it after failures that do not tell whether it was carried out, and it has no idempotency key");

    [Fact]
    public Task The_message_names_the_way_to_the_call() => VerifyCS.VerifyMessageAsync(
        """
        class Payments(HttpClient http)
        {
            async Task Run(HttpContent c) { while (true) { try { await Charge(c); return; } catch (HttpRequestException) { } } }
            async Task Charge(HttpContent c) => await http.PostAsync("/a", c);
        }
        """,
        "'Payments.Charge' reaches 'HttpClient.PostAsync' and may take effect more than once: the retry loop around it repeats it after failures that do not tell whether it was carried out, and it has no idempotency key");

    [Fact]
    public Task The_message_names_the_call_and_the_retry() => VerifyCS.VerifyMessageAsync(
        """
        class Payments(HttpClient http)
        {
            async Task Charge(HttpContent content)
            {
                while (true) { try { await http.PostAsync("/a", content); return; } catch (HttpRequestException) { } }
            }
        }
        """,
        "'HttpClient.PostAsync' may take effect more than once: the retry loop around it repeats it after failures that do not tell whether it was carried out, and it has no idempotency key");
}
