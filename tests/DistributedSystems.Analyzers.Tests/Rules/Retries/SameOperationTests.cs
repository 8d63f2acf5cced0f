using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

using VerifyCS = VerifyCS<NonIdempotentOperationIsRetried>;

/// <summary>What two attempts have in common, whatever else differs.</summary>
public class SameOperationTests
{
    [Fact]
    public Task Another_token_another_host_another_step() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Ferry(HttpClient http, HttpClient[] harbours)
            {
                async Task OnceMoreUncancelled(HttpContent ticket, CancellationToken token)
                {
                    try { await http.PostAsync("/tickets", ticket, token); }
                    catch (HttpRequestException) { await [|http.PostAsync("/tickets", ticket, default)|]; }
                }

                async Task AnotherOnceMore(HttpContent ticket, HttpContent apology)
                {
                    try { await http.PostAsync("/tickets", ticket); }
                    catch (HttpRequestException) { await http.PostAsync("/tickets", apology); }
                }

                // What is told of several outcomes is told of a failure, too: nothing is tried again.
                async Task Tells(bool full, HttpContent note)
                {
                    try
                    {
                        await http.GetStringAsync("/seats");
                        if (full) await http.PostAsync("/notes", note);
                    }
                    catch (HttpRequestException) { await http.PostAsync("/notes", note); }
                }

                async Task InTurn(HttpContent ticket)
                {
                    for (var turn = 0; ; turn++)
                    {
                        try { await [|harbours[turn % harbours.Length].PostAsync("/tickets", ticket)|]; return; }
                        catch (HttpRequestException) when (turn < 5) { }
                    }
                }

                async Task OneAfterTheOther(HttpContent[] tickets)
                {
                    for (var turn = 0; ; turn++)
                    {
                        try { await http.PostAsync("/tickets", tickets[turn]); return; }
                        catch (HttpRequestException) when (turn < 5) { }
                    }
                }

                async Task WithItsOwnLimit(HttpContent ticket, CancellationToken token)
                {
                    for (var turn = 0; ; turn++)
                    {
                        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
                        limit.CancelAfter(1000 * (turn + 1));
                        try { await [|http.PostAsync("/tickets", ticket, limit.Token)|]; return; }
                        catch (OperationCanceledException) when (turn < 5) { }
                    }
                }
            }
            """
        );

    [Fact]
    public Task A_delegate_that_is_handed_on() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            static class Trying
            {
                public static Task Hard(Func<Task> work, string name) => Hard(work, name, 3);

                public static async Task Hard(Func<Task> work, string name, int most)
                {
                    for (var turn = 0; ; turn++)
                    {
                        try { await work(); return; }
                        catch (HttpRequestException) when (turn < most) { await Task.Delay(100); }
                    }
                }

                public static Task Once(Func<Task> work, string name) => Once(work, name, 3);

                public static async Task Once(Func<Task> work, string name, int most) => await work();
            }

            class Post(HttpClient http)
            {
                Task Twice(HttpContent letter) => Trying.Hard(() => [|http.PostAsync("/letters", letter)|], "letter");
                Task Once(HttpContent letter) => Trying.Once(() => http.PostAsync("/letters", letter), "letter");
            }
            """
        );

    [Fact]
    public Task The_callers_choose_what_is_sent() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Atlas(HttpClient http)
            {
                Task Add() => [|Send("/maps", HttpMethod.Post)|];
                Task Show() => Send("/maps", HttpMethod.Get);
                Task Patch() => [|Make(() => new HttpRequestMessage(HttpMethod.Patch, "/maps"))|];
                Task Delete() => Make(() => new HttpRequestMessage(HttpMethod.Delete, "/maps"));
                Task AddOnce() => SendOnce("/maps", HttpMethod.Post);

                async Task Send(string path, HttpMethod verb)
                {
                    for (var turn = 0; ; turn++)
                    {
                        using var request = new HttpRequestMessage(verb, path);
                        try { await http.SendAsync(request); return; }
                        catch (HttpRequestException) when (turn < 3) { await Task.Delay(100); }
                    }
                }

                async Task Make(Func<HttpRequestMessage> make)
                {
                    for (var turn = 0; ; turn++)
                    {
                        try { await http.SendAsync(make()); return; }
                        catch (HttpRequestException) when (turn < 3) { await Task.Delay(100); }
                    }
                }

                async Task SendOnce(string path, HttpMethod verb)
                {
                    using var request = new HttpRequestMessage(verb, path);
                    await http.SendAsync(request);
                }
            }
            """
        );

    [Fact]
    public Task A_transaction_that_is_repeated_from_its_begin() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Data.Common;
            using Npgsql;
            class Cellar(string connection)
            {
                async Task Whole(HttpClient http)
                {
                    for (var turn = 0; ; turn++)
                    {
                        try
                        {
                            await using var db = new NpgsqlConnection(connection);
                            await db.OpenAsync();
                            await using var all = await db.BeginTransactionAsync();
                            await using var take = new NpgsqlCommand("UPDATE bottles SET count = count - 1 WHERE id = 7", db, all);
                            await take.ExecuteNonQueryAsync();
                            await [|http.PostAsync("/corks", null)|];
                            await all.CommitAsync();
                            return;
                        }
                        catch (DbException) when (turn < 3) { await Task.Delay(100); }
                        catch (HttpRequestException) when (turn < 3) { await Task.Delay(100); }
                    }
                }

                async Task Outside()
                {
                    for (var turn = 0; ; turn++)
                    {
                        try
                        {
                            await using var db = new NpgsqlConnection(connection);
                            await db.OpenAsync();
                            await using var take = new NpgsqlCommand("UPDATE bottles SET count = count - 1 WHERE id = 7", db);
                            await [|take.ExecuteNonQueryAsync()|];
                            return;
                        }
                        catch (DbException) when (turn < 3) { await Task.Delay(100); }
                    }
                }
            }
            """,
            Library.Npgsql
        );

    [Fact]
    public Task What_a_round_does_with_its_item_first() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            class Course { public Uri Port { get; set; } }
            class Pilot(HttpClient http, Course course)
            {
                async Task Ports(Uri[] ports, HttpContent papers)
                {
                    foreach (var port in ports)
                    {
                        try
                        {
                            course.Port = port;
                            await Report(papers);
                            return;
                        }
                        catch (HttpRequestException) { Console.WriteLine(port); }
                    }
                }

                async Task Named(string[] ports, HttpContent papers)
                {
                    foreach (var port in ports)
                    {
                        try
                        {
                            if (!Steer(port)) continue;
                            await http.PostAsync("/papers", papers);
                            return;
                        }
                        catch (HttpRequestException) { }
                    }
                }

                async Task Waits(TimeSpan[] waits, HttpContent papers)
                {
                    foreach (var wait in waits)
                    {
                        try
                        {
                            await Task.Delay(wait);
                            await [|http.PostAsync("/papers", papers)|];
                            return;
                        }
                        catch (HttpRequestException) { }
                    }
                }

                async Task Turns(HttpContent papers)
                {
                    foreach (var turn in Enumerable.Range(1, 3))
                    {
                        try
                        {
                            Console.WriteLine(turn);
                            Steer("buoy " + turn);
                            await [|http.PostAsync("/papers", papers)|];
                            return;
                        }
                        catch (HttpRequestException) { }
                    }
                }

                Task Report(HttpContent papers) => http.PostAsync(course.Port, papers);
                bool Steer(string port) => port.Length > 3;
            }
            """
        );

    [Fact]
    public Task What_is_told_what_to_give_gives_the_same_again() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            interface IWriter { string Write(Ticket ticket); string Find(Func<Ticket, bool> which); string WriteNext(Ticket ticket); string Some(); }
            interface IQueue { string Take(string queue); string Part(int size); }
            class Ticket { public int Id { get; set; } }
            class Ferry(HttpClient http, IWriter writer, IQueue queue)
            {
                async Task Sell(Ticket ticket)
                {
                    for (var attempt = 0; attempt < 5; attempt++)
                    {
                        try { await [|http.PostAsync("/tickets", new StringContent(writer.Write(ticket)))|]; return; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }
                }

                async Task TakesOut()
                {
                    while (true)
                    {
                        try { await http.PostAsync("/tickets", new StringContent(queue.Take("tickets"))); return; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }
                }

                async Task TakesPart()
                {
                    while (true)
                    {
                        try { await http.PostAsync("/tickets", new StringContent(queue.Part(100))); return; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }
                }

                async Task TakesWhatFits()
                {
                    while (true)
                    {
                        try { await http.PostAsync("/tickets", new StringContent(writer.Find(ticket => ticket.Id > 3))); return; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }
                }

                async Task TakesAny(Ticket ticket)
                {
                    while (true)
                    {
                        try { await http.PostAsync("/tickets", new StringContent(writer.Some() + writer.WriteNext(ticket))); return; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }
                }
            }
            """
        );
}
