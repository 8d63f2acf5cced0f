using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

public class SuccessIsTakenForFailureTests
{
    [Fact]
    public Task An_old_exception_outlives_success() =>
        VerifyCS<SuccessIsTakenForFailure>.VerifyAnalyzerAsync(
            """
            class Beacon(HttpClient http)
            {
                async Task Light()
                {
                    Exception last = null;
                    [|for|] (var turn = 0; turn < 5; turn++)
                    {
                        try { await http.PutAsync("/lamp", null); break; }
                        catch (HttpRequestException e) { last = e; await Task.Delay(400); }
                    }

                    if (last != null) throw last;
                }

                async Task<Exception> LightAndTell()
                {
                    HttpRequestException last = null;
                    var lit = false;
                    var turn = 0;
                    [|while|] (!lit && turn++ < 5)
                    {
                        try { await http.PutAsync("/lamp", null); lit = true; }
                        catch (HttpRequestException e) { last = e; await Task.Delay(400); }
                    }

                    return last;
                }

                async Task Forgets()
                {
                    Exception last = null;
                    for (var turn = 0; turn < 5; turn++)
                    {
                        try { await http.PutAsync("/lamp", null); last = null; break; }
                        catch (HttpRequestException e) { last = e; await Task.Delay(400); }
                    }

                    if (last is not null) throw new InvalidOperationException("dark", last);
                }

                async Task<Exception> BeginsAnew()
                {
                    Exception last = null;
                    for (var turn = 0; turn < 5; turn++)
                    {
                        last = null;
                        try { await http.PutAsync("/lamp", null); break; }
                        catch (HttpRequestException e) { last = e; await Task.Delay(400); }
                    }

                    return last;
                }

                async Task Returns()
                {
                    Exception last = null;
                    for (var turn = 0; turn < 5; turn++)
                    {
                        try { await http.PutAsync("/lamp", null); return; }
                        catch (HttpRequestException e) { last = e; await Task.Delay(400); }
                    }

                    throw new InvalidOperationException("dark", last);
                }

                async Task OfEach(string[] lamps)
                {
                    Exception last = null;
                    foreach (var lamp in lamps)
                    {
                        try { await http.PutAsync(lamp, null); }
                        catch (HttpRequestException e) { last = e; }
                    }

                    if (last != null) throw last;
                }
            }
            """
        );

    [Fact]
    public Task Success_goes_round_as_well() =>
        VerifyCS<SuccessIsTakenForFailure>.VerifyAnalyzerAsync(
            """
            class Till(HttpClient http)
            {
                async Task Charge()
                {
                    [|for|] (var turn = 0; turn < 3; turn++)
                    {
                        try { (await http.PostAsync("/charges", null)).EnsureSuccessStatusCode(); }
                        catch (HttpRequestException)
                        {
                            if (turn == 2) throw;
                            await Task.Delay(300);
                        }
                    }
                }

                async Task ChargeAndLeave()
                {
                    for (var turn = 0; turn < 3; turn++)
                    {
                        try { (await http.PostAsync("/charges", null)).EnsureSuccessStatusCode(); break; }
                        catch (HttpRequestException)
                        {
                            if (turn == 2) throw;
                            await Task.Delay(300);
                        }
                    }
                }

                async Task ChargeEach(string[] bills)
                {
                    for (var turn = 0; turn < bills.Length; turn++)
                    {
                        try { (await http.PostAsync("/charges/" + bills[turn], null)).EnsureSuccessStatusCode(); }
                        catch (HttpRequestException)
                        {
                            if (turn == 2) throw;
                            await Task.Delay(300);
                        }
                    }
                }

                async Task Warm()
                {
                    for (var turn = 0; turn < 3; turn++)
                    {
                        try { await http.GetAsync("/health"); }
                        catch (HttpRequestException)
                        {
                            if (turn == 2) throw;
                            await Task.Delay(300);
                        }
                    }
                }

                async Task Load()
                {
                    for (var turn = 0; turn < 1000; turn++)
                    {
                        try { await http.PostAsync("/charges", null); }
                        catch (HttpRequestException) { await Task.Delay(300); }
                    }
                }
            }
            """
        );

    [Fact]
    public Task A_success_is_among_what_goes_round() =>
        VerifyCS<SuccessIsTakenForFailure>.VerifyAnalyzerAsync(
            """
            using System.Net;

            class Till(HttpClient http)
            {
                async Task<bool> Charge()
                {
                    [|for|] (var turn = 0; turn < 3; turn++)
                    {
                        using var answer = await http.PostAsync("/charges", null);
                        switch (answer.StatusCode)
                        {
                            case HttpStatusCode.OK:
                                return true;
                            case HttpStatusCode.Created:
                            case HttpStatusCode.ServiceUnavailable:
                                await Task.Delay(300);
                                continue;
                            default:
                                return false;
                        }
                    }

                    return false;
                }

                async Task<bool> ChargeOnce()
                {
                    for (var turn = 0; turn < 3; turn++)
                    {
                        using var answer = await http.PostAsync("/charges", null);
                        switch (answer.StatusCode)
                        {
                            case HttpStatusCode.OK or HttpStatusCode.Created:
                                return true;
                            case HttpStatusCode.ServiceUnavailable:
                                await Task.Delay(300);
                                continue;
                            default:
                                return false;
                        }
                    }

                    return false;
                }

                async Task<bool> AsksUntilDone()
                {
                    for (var turn = 0; turn < 3; turn++)
                    {
                        using var answer = await http.PostAsync("/charges", null);
                        if (answer.StatusCode == HttpStatusCode.OK) return true;
                        if (answer.StatusCode == HttpStatusCode.Accepted) { await Task.Delay(300); continue; }
                        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable) { await Task.Delay(300); continue; }
                        return false;
                    }

                    return false;
                }

                async Task<string> Reads()
                {
                    for (var turn = 0; turn < 3; turn++)
                    {
                        using var answer = await http.GetAsync("/charges/1");
                        if (answer.StatusCode == HttpStatusCode.OK) return await answer.Content.ReadAsStringAsync();
                        if (answer.StatusCode == HttpStatusCode.NoContent) { await Task.Delay(300); continue; }
                        throw new InvalidOperationException();
                    }

                    return "";
                }
            }
            """
        );

    [Fact]
    public Task A_flag_that_is_asked_after_the_loop() =>
        VerifyCS<SuccessIsTakenForFailure>.VerifyAnalyzerAsync(
            """
            class Orders(HttpClient http)
            {
                async Task Never()
                {
                    var done = false;
                    [|for|] (var turn = 0; turn < 3; turn++)
                    {
                        try { using var answer = await http.PutAsync("/a", null); done = true; }
                        catch (HttpRequestException) { await Task.Delay(500); }
                    }

                    if (!done) throw new TimeoutException();
                }

                async Task Asked()
                {
                    var done = false;
                    for (var turn = 0; turn < 3 && !done; turn++)
                    {
                        try { using var answer = await http.PutAsync("/a", null); done = true; }
                        catch (HttpRequestException) { await Task.Delay(500); }
                    }

                    if (!done) throw new TimeoutException();
                }

                async Task ThreeTimesOnPurpose()
                {
                    for (var turn = 0; turn < 3; turn++)
                    {
                        try { using var answer = await http.PutAsync("/a", null); }
                        catch (HttpRequestException) { await Task.Delay(500); }
                    }
                }
            }
            """
        );

    [Fact]
    public Task A_static_step_on_a_connection_of_its_own_is_named_by_its_method() =>
        VerifyCS<SuccessIsTakenForFailure>.VerifyAnalyzerAsync(
            """
            using System.Data.Common;
            class Ledger(DbDataSource source)
            {
                async Task Book(decimal amount)
                {
                    var turn = 0;
                    while (true)
                    {
                        try
                        {
                            await using var connection = await source.OpenConnectionAsync();
                            await Insert(connection, amount);
                            return;
                        }
                        catch (DbException e) when (e.IsTransient && turn++ < 5)
                        {
                            await Task.Delay(500);
                        }
                    }
                }

                static async Task Insert(DbConnection connection, decimal amount)
                {
                    await using var command = connection.CreateCommand();
                    command.CommandText = "insert into bookings (amount) values (" + amount + ")";
                    await command.ExecuteNonQueryAsync();
                }
            }
            """
        );
}
