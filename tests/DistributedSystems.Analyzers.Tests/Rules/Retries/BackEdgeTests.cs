using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

/// <summary>DIST2002 and DIST2004 where a retry is no loop: a jump back, a method that calls itself.</summary>
public class BackEdgeTests
{
    [Theory]
    [InlineData("catch (HttpRequestException) when (attempt < 5) { attempt++; [|goto again;|] }")]
    [InlineData("catch (HttpRequestException) when (attempt < 5) { attempt++; log.Add(\"failed\"); [|goto again;|] }")]
    [InlineData("catch (HttpRequestException) when (attempt < 5) { attempt++; await Task.Delay(1000); goto again; }")]
    [InlineData("catch (HttpRequestException) when (attempt < 1) { attempt++; goto again; }")]
    [InlineData("catch (HttpRequestException) when (!retried) { retried = true; goto again; }")]
    [InlineData("catch (HttpRequestException) { if (retried) throw; retried = true; goto again; }")]
    [InlineData("catch (HttpRequestException) { goto done; }")]
    [InlineData("catch (HttpRequestException) { throw; }")]
    public Task Jumps_without_a_delay(string handler) =>
        VerifyCS<RetryHasNoDelay>.VerifyAnalyzerAsync(
            $$"""
            class Prices(HttpClient http, List<string> log)
            {
                async Task Read()
                {
                    var attempt = 0;
                    var retried = false;
                    again:
                    try { await http.GetStringAsync("/prices"); }
                    {{handler}}
                    done:
                    Console.WriteLine(attempt + " " + retried);
                }
            }
            """
        );

    [Fact]
    public Task Recursion_without_a_delay() =>
        VerifyCS<RetryHasNoDelay>.VerifyAnalyzerAsync(
            """
            class Prices(HttpClient http)
            {
                async Task<string> Read(int attempt = 0)
                {
                    try { return await http.GetStringAsync("/prices"); }
                    catch (HttpRequestException) when (attempt < 5) { return await [|Read(attempt + 1)|]; }
                }

                async Task<string> Patient(int attempt = 0)
                {
                    try { return await http.GetStringAsync("/prices"); }
                    catch (HttpRequestException) when (attempt < 5)
                    {
                        await Task.Delay(1000 << attempt);
                        return await Patient(attempt + 1);
                    }
                }

                async Task<string> Once(bool again = true)
                {
                    try { return await http.GetStringAsync("/prices"); }
                    catch (HttpRequestException) when (again) { return await Once(again: false); }
                }

                async Task<string> Page(int page)
                {
                    try { return await http.GetStringAsync("/prices/" + page); }
                    catch (HttpRequestException) { return await Page(page + 1); }
                }

                async Task<HttpResponseMessage> ByStatus(int left)
                {
                    var response = await http.GetAsync("/prices");
                    return response.IsSuccessStatusCode || left == 0 ? response : await [|ByStatus(left - 1)|];
                }

                Task<string> Local()
                {
                    return Attempt(0);

                    async Task<string> Attempt(int count)
                    {
                        try { return await http.GetStringAsync("/prices"); }
                        catch (HttpRequestException) when (count < 5) { return await [|Attempt(count + 1)|]; }
                    }
                }
            }
            """
        );

    [Fact]
    public Task Without_end() =>
        VerifyCS<RetryNeverGivesUp>.VerifyAnalyzerAsync(
            """
            class Prices(HttpClient http)
            {
                async Task<string> Jumping()
                {
                    again:
                    try { return await http.GetStringAsync("/prices"); }
                    catch (HttpRequestException) { await Task.Delay(1000); [|goto again;|] }
                }

                async Task<string> Calling()
                {
                    try { return await http.GetStringAsync("/prices"); }
                    catch (HttpRequestException) { await Task.Delay(1000); return await [|Calling()|]; }
                }

                async Task<string> Counted(int attempt)
                {
                    try { return await http.GetStringAsync("/prices"); }
                    catch (HttpRequestException)
                    {
                        if (attempt == 5) throw;
                        await Task.Delay(1000);
                        return await Counted(attempt + 1);
                    }
                }

                async Task<string> CountedJump()
                {
                    var attempt = 0;
                    again:
                    try { return await http.GetStringAsync("/prices"); }
                    catch (HttpRequestException) when (attempt++ < 5) { await Task.Delay(1000); goto again; }
                }

                async Task<string> WithACallersToken(CancellationToken stop)
                {
                    try { return await http.GetStringAsync("/prices", stop); }
                    catch (HttpRequestException) { await Task.Delay(1000, stop); return await [|WithACallersToken(stop)|]; }
                }

                readonly CancellationTokenSource closing = new();

                async Task<string> UntilClosed()
                {
                    try { return await http.GetStringAsync("/prices", closing.Token); }
                    catch (HttpRequestException) { await Task.Delay(1000, closing.Token); return await UntilClosed(); }
                }
            }
            """
        );

    [Fact]
    public Task A_limit_that_is_looked_at_behind_the_call_of_itself() =>
        VerifyCS<RetryNeverGivesUp>.VerifyAnalyzerAsync(
            """
            class Prices(HttpClient http)
            {
                async Task Read(int attempt = 0)
                {
                    try { await http.GetStringAsync("/prices"); }
                    catch (HttpRequestException e)
                    {
                        if (e.Message == "closing")
                        {
                            await Task.Delay(1000);
                            await [|Read(attempt + 1)|];
                        }

                        if (attempt >= 2) throw;
                    }
                }

                async Task ReadWithin(int attempt = 0)
                {
                    try { await http.GetStringAsync("/prices"); }
                    catch (HttpRequestException e)
                    {
                        if (attempt >= 2) throw;
                        if (e.Message == "closing")
                        {
                            await Task.Delay(1000);
                            await ReadWithin(attempt + 1);
                        }
                    }
                }
            }
            """
        );
}
