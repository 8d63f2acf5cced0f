using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

/// <summary>What the numbers of databases and written-out lists of codes say of the attempt that failed.</summary>
public class DatabaseFailuresTests
{
    private static string Ledger(string filter, bool reported) =>
        """
            using Microsoft.Data.SqlClient;
            class Ledger(string database)
            {
                private static readonly HashSet<int> Passing = new() { -2, 1205 };
                private static readonly int[] Lost = { 1205, 1222 };
            private static readonly int[] Slow = { -2, 1205 };

                void Book(string what)
                {
                    for (var turn = 0; ; turn++)
                    {
                        try
                        {
                            using var connection = new SqlConnection(database);
                            connection.Open();
                            using var command = new SqlCommand("INSERT INTO Bookings (What) VALUES (@what)", connection);
                            CALL;
                            return;
                        }
                        catch (SqlException e) when (FILTER)
                        {
                            Thread.Sleep(100 << turn);
                        }
                    }
                }

                private static bool MayPass(SqlException e)
                {
                    switch (e.Number)
                    {
                        case -2:
                        case 40197:
                            return true;
                        default:
                            return false;
                    }
                }
            }
            """.Replace("FILTER", filter).Replace("CALL", reported ? "[|command.ExecuteNonQuery()|]" : "command.ExecuteNonQuery()");

    [Theory]
    [InlineData("e.Number == -2 && turn < 4", true)]
    [InlineData("turn < 4 && e.Number is -2 or 1205", true)]
    [InlineData("MayPass(e) && turn < 4", true)]
    [InlineData("Passing.Contains(e.Number) && turn < 4", true)]
    [InlineData("new[] { 10054, 1205 }.Contains(e.Number) && turn < 4", true)]
    [InlineData("e.Number == 1205 && turn < 4", false)]
    [InlineData("Slow.Contains(e.Number) && turn < 4", true)]
    [InlineData("Lost.Contains(e.Number) && turn < 4", false)]
    [InlineData("e.Number is 40613 or 49918 && turn < 4", false)]
    public Task Of_sql_server(string filter, bool reported) =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(Ledger(filter, reported), Setup.With(Library.SqlClient));

    [Theory]
    [InlineData("Passing.Contains(answer.StatusCode)", true)]
    [InlineData("Refused.Contains(answer.StatusCode)", false)]
    [InlineData("Array.IndexOf(Codes, (int)answer.StatusCode) >= 0", false)]
    public Task Of_http(string test, bool reported) =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            """
            using System.Collections.Immutable;
            using System.Net;
            class Post(HttpClient http)
            {
                private static readonly HttpStatusCode[] Passing = [HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable];
                private static readonly ImmutableHashSet<HttpStatusCode> Refused = ImmutableHashSet.Create(HttpStatusCode.TooManyRequests);
                private static readonly int[] Codes = [502];

                async Task<HttpResponseMessage> Send(HttpContent letter)
                {
                    for (var turn = 0; ; turn++)
                    {
                        var answer = await CALL;
                        if (!(TEST) || turn == 3) return answer;
                        await Task.Delay(100 << turn);
                    }
                }
            }
            """.Replace("TEST", test).Replace(
                "CALL",
                reported ? "[|http.PostAsync(\"/letters\", letter)|]" : "http.PostAsync(\"/letters\", letter)"
            )
        );

    [Theory]
    [InlineData("e.Status >= 500", true)]
    [InlineData("e.Status is 502 or 503", true)]
    [InlineData("e.Status == 429", false)]
    public Task Of_azure(string filter, bool reported) =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            """
            using System.IO;
            using Azure.Storage.Blobs.Specialized;
            class Diary(AppendBlobClient blob, byte[] line)
            {
                async Task Note()
                {
                    for (var turn = 0; ; turn++)
                    {
                        try { await CALL; return; }
                        catch (Azure.RequestFailedException e) when (FILTER && turn < 4) { await Task.Delay(100 << turn); }
                    }
                }
            }
            """.Replace("FILTER", filter).Replace(
                "CALL",
                reported ? "[|blob.AppendBlockAsync(new MemoryStream(line))|]" : "blob.AppendBlockAsync(new MemoryStream(line))"
            ),
            Setup.With(Library.Blobs)
        );

    [Theory]
    [InlineData("new ServiceBusMessage(news)", true)]
    [InlineData("new ServiceBusMessage(news) { MessageId = id }", false)]
    public Task Called_transient(string message, bool reported) =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            """
            using Azure.Messaging.ServiceBus;
            class Crier(ServiceBusSender sender)
            {
                async Task Cry(string id, string news)
                {
                    for (var turn = 0; ; turn++)
                    {
                        try { await CALL; return; }
                        catch (ServiceBusException e) when (e.IsTransient && turn < 4) { await Task.Delay(100 << turn); }
                    }
                }
            }
            """.Replace("CALL", reported ? $"[|sender.SendMessageAsync({message})|]" : $"sender.SendMessageAsync({message})"),
            Setup.With(Library.ServiceBus)
        );

    [Fact]
    public Task Names_of_what_no_repetition_cures() =>
        VerifyCS<RetryRepeatsTheFutile>.VerifyMessageAsync(
            """
            using Microsoft.Data.SqlClient;
            class Ledger(string database)
            {
                void Read()
                {
                    for (var turn = 0; ; turn++)
                    {
                        try
                        {
                            using var connection = new SqlConnection(database);
                            connection.Open();
                            return;
                        }
                        [|catch|] (SqlException e) when (e.Number is -2 or 18456 && turn < 4)
                        {
                            Thread.Sleep(100 << turn);
                        }
                    }
                }
            }
            """,
            "'SqlConnection.Open' is repeated after 18456, which no repetition cures",
            Library.SqlClient
        );

    [Fact]
    public Task A_list_of_what_no_repetition_cures() =>
        VerifyCS<RetryRepeatsTheFutile>.VerifyAnalyzerAsync(
            """
            using System.Net;
            class Post(HttpClient http)
            {
                private static readonly HttpStatusCode[] Again = { HttpStatusCode.ServiceUnavailable, HttpStatusCode.Forbidden };
                private static readonly HttpStatusCode[] Final = { HttpStatusCode.BadRequest, HttpStatusCode.Forbidden };

                async Task<HttpResponseMessage> Fetch()
                {
                    for (var turn = 0; ; turn++)
                    {
                        var answer = await http.GetAsync("/post");
                        if (![|Again.Contains(answer.StatusCode)|] || turn == 3) return answer;
                        await Task.Delay(100 << turn);
                    }
                }

                async Task<HttpResponseMessage> FetchOnce()
                {
                    for (var turn = 0; ; turn++)
                    {
                        var answer = await http.GetAsync("/post");
                        if (answer.IsSuccessStatusCode || Final.Contains(answer.StatusCode) || turn == 3) return answer;
                        await Task.Delay(100 << turn);
                    }
                }
            }
            """,
            Setup.Default
        );

    [Fact]
    public Task A_code_that_a_handler_of_its_own_ends_with() =>
        VerifyCS<RetryRepeatsTheFutile>.VerifyAnalyzerAsync(
            """
            using Npgsql;
            class Waiting(string database)
            {
                async Task Until()
                {
                    for (var turn = 0; turn < 9; turn++)
                    {
                        try
                        {
                            await using var connection = new NpgsqlConnection(database);
                            await connection.OpenAsync();
                            return;
                        }
                        catch (PostgresException e) when (e.SqlState == "3D000")
                        {
                            return;
                        }
                        catch (Exception e) when (e is NpgsqlException or TimeoutException)
                        {
                            await Task.Delay(100 << turn);
                        }
                    }

                    throw new TimeoutException();
                }
            }
            """,
            Setup.With(Library.Npgsql)
        );
}
