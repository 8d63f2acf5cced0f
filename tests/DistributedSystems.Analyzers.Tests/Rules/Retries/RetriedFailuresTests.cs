using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

using VerifyCS = VerifyCS<NonIdempotentOperationIsRetried>;

/// <summary>DIST2001: which failures a retry repeats, by its predicates, locals and handlers.</summary>
public class RetriedFailuresTests
{
    [Fact]
    public Task A_retry_in_the_predicate_itself() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
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
            """
        );

    [Theory]
    [InlineData("=> e is HttpRequestException || CONDITION;", " || ", 10_000)]
    [InlineData("=> e is FormatException or CONDITION;", " or ", 3_000)]
    [InlineData("{ CONDITION; return e is HttpRequestException; }", "; ", 3_000)]
    [InlineData("=> e.HResult switch { CONDITION => false, _ => true };", " => false, ", 3_000)]
    [InlineData("{ switch (e.HResult) { CONDITION: return false; } return true; }", ": return false; ", 3_000)]
    [InlineData("{ CONDITION return true; return e is HttpRequestException; }", " return true; ", 2_000)]
    public Task A_predicate_of_absurd_length_is_unknown(string body, string separator, int times) =>
        VerifyCS.VerifyAnalyzerAsync(
            """
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
            """.Replace(
                "BODY",
                body.Replace(
                    "CONDITION",
                    string.Join(
                        separator,
                        Enumerable
                            .Range(0, times)
                            .Select(number =>
                                separator switch
                                {
                                    " || " => "e is FormatException",
                                    " or " => "FormatException",
                                    "; " => "Console.WriteLine(e)",
                                    " => false, " => $"{number}",
                                    ": return false; " => $"case {number}",
                                    _ => "if (e is FormatException)",
                                }
                            )
                    )
                )
            )
        );

    [Theory]
    [InlineData("Policy.Handle<Exception>(IsTransient)", true)]
    [InlineData("Policy.Handle<Exception>(e => IsTransient(e))", true)]
    [InlineData("Policy.Handle<Exception>(e => { if (e is ArgumentException) return false; return IsTransient(e); })", true)]
    [InlineData("Policy.Handle<Exception>(IsPermanent)", false)]
    [InlineData("Policy.Handle<Exception>(e => IsPermanent(e) || IsBusy(e))", false)]
    [InlineData("Policy.Handle<Exception>(IsBusy)", false)]
    public Task A_policy_asks_a_predicate_of_the_project(string policy, bool isRetried) =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Polly;
            class Orders(HttpClient http)
            {
                static readonly IAsyncPolicy Retrying = POLICY.WaitAndRetryAsync(3, _ => TimeSpan.FromSeconds(1));
                static bool IsTransient(Exception e) => e is HttpRequestException or TimeoutException;
                static bool IsPermanent(Exception e) => e is ArgumentException;
                static bool IsBusy(Exception e) => e.Message == "busy";

                Task Place() => Retrying.ExecuteAsync(async () => await CALL);
            }
            """.Replace("POLICY", policy).Replace("CALL", isRetried ? "[|http.PostAsync(\"/a\", null)|]" : "http.PostAsync(\"/a\", null)"),
            Library.Polly7
        );

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
    public Task A_local_keeps_what_the_failure_says(string handler, bool isRetried) =>
        VerifyCS.VerifyAnalyzerAsync(
            """
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
            """.Replace("HANDLER", handler).Replace("CALL", isRetried ? "[|http.PostAsync(\"/a\", null)|]" : "http.PostAsync(\"/a\", null)")
        );

    [Theory]
    [InlineData("var code = response.StatusCode; if (code < System.Net.HttpStatusCode.InternalServerError) return;", true)]
    [InlineData("var code = (int)response.StatusCode; if (code != 429) return;", false)]
    [InlineData("var text = await response.Content.ReadAsStringAsync(); if (!text.Contains(\"again\")) return;", false)]
    [InlineData(
        "var text = await response.Content.ReadAsStringAsync(); Console.WriteLine(text); if (response.IsSuccessStatusCode) return;",
        true
    )]
    public Task A_local_keeps_what_the_response_says(string handled, bool isRetried) =>
        VerifyCS.VerifyAnalyzerAsync(
            """
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
            """.Replace("HANDLED", handled).Replace("CALL", isRetried ? "[|http.PostAsync(\"/a\", null)|]" : "http.PostAsync(\"/a\", null)")
        );

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
    public Task A_predicate_of_the_project_chooses_the_failures(string filter, bool isRetried) =>
        VerifyCS.VerifyAnalyzerAsync(
            """
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
            """.Replace("FILTER", filter).Replace("CALL", isRetried ? "[|http.PostAsync(\"/a\", null)|]" : "http.PostAsync(\"/a\", null)")
        );

    [Theory]
    [InlineData("catch (HttpRequestException) { return; }", "catch (HttpRequestException) { await Task.Delay(1000); }", false)]
    [InlineData("catch (IOException) { return; }", "catch (HttpIOException) { await Task.Delay(1000); }", false)]
    [InlineData("catch (IOException) { return; }", "catch (HttpRequestException) { await Task.Delay(1000); }", true)]
    [InlineData(
        "catch (HttpRequestException) when (stop.IsCancellationRequested) { return; }",
        "catch (HttpRequestException) { await Task.Delay(1000); }",
        true
    )]
    [InlineData("catch (HttpRequestException) { throw; }", "catch (HttpRequestException) { await Task.Delay(1000); }", true)]
    [InlineData(
        "catch (HttpRequestException) { throw new TimeoutException(); }",
        "catch (TimeoutException) { await Task.Delay(1000); }",
        true
    )]
    [InlineData(
        "catch (HttpRequestException) { throw new InvalidOperationException(); }",
        "catch (InvalidOperationException) { return; } catch (Exception) { await Task.Delay(1000); }",
        true
    )]
    [InlineData(
        "catch (Exception) { throw new InvalidOperationException(); }",
        "catch (InvalidOperationException) { return; } catch (Exception) { await Task.Delay(1000); }",
        false
    )]
    public Task The_nearer_handler_takes_it(string nearer, string farther, bool isRetried) =>
        VerifyCS.VerifyAnalyzerAsync(
            """
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
            """.Replace("NEARER", nearer).Replace("FARTHER", farther).Replace(
                "CALL",
                isRetried ? "[|http.PostAsync(\"/a\", null)|]" : "http.PostAsync(\"/a\", null)"
            )
        );

    [Fact]
    public Task Only_failures_that_prove_the_operation_did_not_run() =>
        RetriedPayments.Verify(
            """
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
            """
        );
}
