using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

/// <summary>One failure is followed at a time: what another does says nothing of it.</summary>
public class FailuresOneByOneTests
{
    private static string In(string members) =>
        "using System.Net;\nclass Tram(HttpClient http, Action<string> tell)\n{\n" + members + "\n}";

    [Fact]
    public Task What_one_failure_leaves_another_never_does() =>
        VerifyCS<RetryNeverGivesUp>.VerifyAnalyzerAsync(
            In(
                """
                async Task<string> ByStatus(string stop)
                {
                    [|while|] (true)
                    {
                        using var answer = await http.GetAsync(stop);
                        if (answer.StatusCode == HttpStatusCode.BadGateway) throw new InvalidDataException();
                        if (answer.IsSuccessStatusCode) return await answer.Content.ReadAsStringAsync();
                        await Task.Delay(700);
                    }
                }

                async Task<string> ByWhatCannotBeRead(string stop)
                {
                    [|for|] (; ; )
                    {
                        try { return await http.GetStringAsync(stop); }
                        catch (HttpRequestException e) when (e.Data.Contains("again")) { await Task.Delay(700); }
                    }
                }

                async Task<string> ByTheNextHandler(string stop)
                {
                    [|while|] (true)
                    {
                        try { return await http.GetStringAsync(stop); }
                        catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.RequestTimeout) { await Task.Delay(900); }
                        catch (HttpRequestException) { await Task.Delay(300); }
                    }
                }

                async Task<string> CountedInBothHandlers(string stop)
                {
                    var left = 9;
                    while (true)
                    {
                        try { return await http.GetStringAsync(stop); }
                        catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.RequestTimeout && left > 0) { left--; await Task.Delay(900); }
                        catch (HttpRequestException) { if (left-- == 0) throw; await Task.Delay(300); }
                    }
                }

                async Task<string> LeftByTheStatusCheck(string stop)
                {
                    var asked = 0;
                    while (true)
                    {
                        using var answer = await http.GetAsync(stop);
                        if (!answer.IsSuccessStatusCode && ++asked < 4) { await Task.Delay(700); continue; }
                        answer.EnsureSuccessStatusCode();
                        return await answer.Content.ReadAsStringAsync();
                    }
                }

                async Task<string> NeverAsOftenAsThat(string stop)
                {
                    var asked = 0;
                    [|while|] (asked < int.MaxValue)
                    {
                        asked++;
                        try { return await http.GetStringAsync(stop); }
                        catch (HttpRequestException) { await Task.Delay(700); }
                    }

                    throw new InvalidOperationException();
                }

                async Task<string> NextToEachOther(HttpClient east)
                {
                    var (now, then) = (http, east);
                    [|while|] (true)
                    {
                        try { return await now.GetStringAsync("/lines"); }
                        catch (HttpRequestException) { (now, then) = (then, now); await Task.Delay(700); }
                    }
                }

                async Task<string> EachOnce(HttpClient east)
                {
                    foreach (var depot in new[] { http, east })
                    {
                        try { return await depot.GetStringAsync("/lines"); }
                        catch (HttpRequestException) { await Task.Delay(700); }
                    }

                    throw new TimeoutException();
                }
                """
            )
        );

    [Fact]
    public Task What_one_failure_waits_for_another_does_not() =>
        VerifyCS<RetryHasNoDelay>.VerifyAnalyzerAsync(
            In(
                """
                async Task<string> OnlyWithAStatus()
                {
                    [|for|] (var turn = 0; ; turn++)
                    {
                        try { return await http.GetStringAsync("/lines"); }
                        catch (HttpRequestException e) when (turn < 8) { if (e.StatusCode is { } known) await Task.Delay((int)known); }
                    }
                }

                async Task<string> OnlyForTheGentle(bool gently)
                {
                    [|for|] (var turn = 0; turn < 8; turn++)
                    {
                        try { return await http.GetStringAsync("/lines"); }
                        catch (HttpRequestException) { if (gently) await Task.Delay(300); }
                    }

                    throw new TimeoutException();
                }

                async Task<string> NotBeforeTheFirst()
                {
                    for (var turn = 0; ; turn++)
                    {
                        if (turn > 0) await Task.Delay(300);
                        try { return await http.GetStringAsync("/lines"); }
                        catch (HttpRequestException) when (turn < 8) { }
                    }
                }

                async Task<string> NotAfterTheFirst()
                {
                    for (var turn = 0; ; turn++)
                    {
                        try { return await http.GetStringAsync("/lines"); }
                        catch (HttpRequestException) when (turn < 8) { }
                        if (turn == 0) continue;
                        await Task.Delay(300);
                    }
                }

                async Task<string> LongerEachTime()
                {
                    var pause = 0;
                    while (true)
                    {
                        if (pause > 0) await Task.Delay(pause);
                        try { return await http.GetStringAsync("/lines"); }
                        catch (HttpRequestException) when (pause < 4000) { pause += 500; }
                    }
                }

                async Task<string> Throttled()
                {
                    [|for|] (var turn = 0; turn < 30; turn++)
                    {
                        using var answer = await http.GetAsync("/lines");
                        if ((int)answer.StatusCode == 429) continue;
                        answer.EnsureSuccessStatusCode();
                        return await answer.Content.ReadAsStringAsync();
                    }

                    throw new TimeoutException();
                }

                async Task<string> LostRace()
                {
                    for (var turn = 0; turn < 30; turn++)
                    {
                        using var answer = await http.PutAsync("/lines", null);
                        if (answer.StatusCode == HttpStatusCode.Conflict) continue;
                        answer.EnsureSuccessStatusCode();
                        return await answer.Content.ReadAsStringAsync();
                    }

                    throw new TimeoutException();
                }

                async Task<string> OnceMore()
                {
                    var left = 1;
                    while (true)
                    {
                        try { return await http.GetStringAsync("/lines"); }
                        catch (HttpRequestException) when (left-- > 0) { }
                    }
                }

                async Task<string> TwiceMore()
                {
                    var left = 2;
                    [|while|] (true)
                    {
                        try { return await http.GetStringAsync("/lines"); }
                        catch (HttpRequestException) when (left-- > 0) { }
                    }
                }

                async Task<string> WaitsInItsHelper()
                {
                    for (var turn = 0; ; turn++)
                    {
                        try { return await http.GetStringAsync("/lines"); }
                        catch (HttpRequestException) when (turn < 8) { await Rest(turn); }
                    }

                    Task Rest(int turn) { tell("again"); return Task.Delay(turn * 100); }
                }

                async Task<string> OnlyDisposes(byte[] map)
                {
                    [|for|] (var turn = 0; turn < 8; turn++)
                    {
                        var text = new MemoryStream(map);
                        try { using var answer = await http.PutAsync("/map", new StreamContent(text)); return answer.ReasonPhrase; }
                        catch (HttpRequestException) { }
                        finally { await text.DisposeAsync(); }
                    }

                    throw new TimeoutException();
                }
                """
            )
        );

    [Fact]
    public Task What_becomes_of_the_last_failure() =>
        VerifyCS<ExhaustedRetryIsHidden>.VerifyAnalyzerAsync(
            In(
                """
                async Task Open(CancellationToken token)
                {
                    [|for|] (var turn = 0; turn < 4; turn++)
                    {
                        try { (await http.PutAsync("/doors", null, token)).EnsureSuccessStatusCode(); return; }
                        catch (HttpRequestException e) when (e.StatusCode is null or HttpStatusCode.ServiceUnavailable) { Console.WriteLine(e); }
                        await Task.Delay(300, token);
                    }
                }

                async Task<decimal> Fare()
                {
                    [|for|] (var turn = 0; turn < 4; turn++)
                    {
                        try { return decimal.Parse(await http.GetStringAsync("/fare")); }
                        catch (HttpRequestException) { await Task.Delay(300); }
                    }

                    return 0m;
                }

                async Task<decimal?> FareIfKnown()
                {
                    for (var turn = 0; turn < 4; turn++)
                    {
                        try { return decimal.Parse(await http.GetStringAsync("/fare")); }
                        catch (HttpRequestException) { await Task.Delay(300); }
                    }

                    return null;
                }

                async Task Close()
                {
                    for (var turn = 0; turn < 4; turn++)
                    {
                        try { (await http.PutAsync("/doors", null)).EnsureSuccessStatusCode(); return; }
                        catch (HttpRequestException) { await Task.Delay(300); }
                    }

                    tell("the doors are open");
                }
                """
            )
        );

    [Fact]
    public Task Own_helpers_and_handlers() =>
        VerifyCS<RetryHasNoDelay>.VerifyAnalyzerAsync(
            """
            static class Stubborn
            {
                public static async Task<T> AtOnce<T>(Func<CancellationToken, Task<T>> ask, CancellationToken token)
                {
                    var failed = 0;
                    [|while|] (true)
                    {
                        try { return await ask(token); }
                        catch (System.Net.Sockets.SocketException) when (++failed < 6) { }
                    }
                }

                public static async Task<T> Slowly<T>(Func<CancellationToken, Task<T>> ask, CancellationToken token)
                {
                    var failed = 0;
                    while (true)
                    {
                        try { return await ask(token); }
                        catch (System.Net.Sockets.SocketException) when (++failed < 6) { await Task.Delay(300, token); }
                    }
                }

                public static async Task<T> Locally<T>(Func<Task<T>> read)
                {
                    var failed = 0;
                    while (true)
                    {
                        try { return await read(); }
                        catch (DirectoryNotFoundException) when (++failed < 6) { }
                    }
                }
            }

            class Eager : DelegatingHandler
            {
                protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
                {
                    [|for|] (var turn = 0; ; turn++)
                    {
                        var answer = await base.SendAsync(request, cancellationToken);
                        if (answer.StatusCode != System.Net.HttpStatusCode.ServiceUnavailable || turn == 5) return answer;
                    }
                }
            }

            class Once : DelegatingHandler
            {
                protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
                    base.SendAsync(request, cancellationToken);
            }
            """
        );

    [Theory]
    [InlineData("answer?.IsSuccessStatusCode != true", true)]
    [InlineData("answer is not { IsSuccessStatusCode: true }", true)]
    [InlineData("!(answer?.IsSuccessStatusCode ?? false)", true)]
    [InlineData("answer == null || (int)answer.StatusCode >= 500", true)]
    [InlineData("answer is null", false)]
    [InlineData("answer is { StatusCode: System.Net.HttpStatusCode.NotFound } or null", false)]
    public Task What_the_answer_before_must_not_be(string condition, bool repeated) =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            """
            class Kiosk(HttpClient http)
            {
                async Task<HttpResponseMessage> Order(HttpContent order)
                {
                    HttpResponseMessage answer = null;
                    for (var turn = 0; turn < 4 && (CONDITION); turn++)
                    {
                        answer = await CALL;
                    }

                    return answer;
                }
            }
            """.Replace("CONDITION", condition).Replace(
                "CALL",
                repeated ? "[|http.PostAsync(\"/orders\", order)|]" : "http.PostAsync(\"/orders\", order)"
            )
        );
}
