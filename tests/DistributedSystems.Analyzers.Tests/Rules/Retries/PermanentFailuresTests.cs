using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

using VerifyCS = VerifyCS<RetryRepeatsTheFutile>;

public class PermanentFailuresTests
{
    [Fact]
    public Task Codes_and_types_that_no_repetition_cures() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Net;
            class Clinic(HttpClient http)
            {
                async Task<string> BadRequest()
                {
                    for (var turn = 0; ; turn++)
                    {
                        try { return await http.GetStringAsync("/beds"); }
                        [|catch|] (HttpRequestException e) when (turn < 4 && (int?)e.StatusCode == 400) { await Task.Delay(300); }
                    }
                }

                async Task<string> BadArgument(string ward)
                {
                    for (var turn = 0; ; turn++)
                    {
                        try { return await http.GetStringAsync(new Uri(ward)); }
                        [|catch|] (ArgumentException) when (turn < 4) { await Task.Delay(300); }
                        catch (HttpRequestException) when (turn < 4) { await Task.Delay(300); }
                    }
                }

                async Task<HttpResponseMessage> NotThere()
                {
                    for (var turn = 0; ; turn++)
                    {
                        var answer = await http.GetAsync("/beds");
                        if (answer.StatusCode == [|HttpStatusCode.NotFound|] && turn < 4) { await Task.Delay(300); continue; }
                        return answer;
                    }
                }

                async Task<HttpResponseMessage> Renewed(Func<Task> renew)
                {
                    for (var turn = 0; ; turn++)
                    {
                        var answer = await http.GetAsync("/beds");
                        if (answer.StatusCode == HttpStatusCode.Unauthorized && turn < 1) { await renew(); continue; }
                        return answer;
                    }
                }

                async Task<HttpResponseMessage> Throttled()
                {
                    for (var turn = 0; ; turn++)
                    {
                        var answer = await http.GetAsync("/beds");
                        if (answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway && turn < 4) { await Task.Delay(300); continue; }
                        return answer;
                    }
                }

                async Task<HttpResponseMessage> Leaves()
                {
                    for (var turn = 0; ; turn++)
                    {
                        var answer = await http.GetAsync("/beds");
                        if (answer.StatusCode == HttpStatusCode.NotFound || turn == 4) return answer;
                        if (answer.IsSuccessStatusCode) return answer;
                        await Task.Delay(300);
                    }
                }

                async Task<string> OnceMoreAlthoughCancelled(CancellationToken token)
                {
                    try { return await http.GetStringAsync("/beds", token); }
                    [|catch|] (Exception) { return await http.GetStringAsync("/beds", CancellationToken.None); }
                }

                async Task<string> OnceMoreUnlessCancelled(CancellationToken token)
                {
                    try { return await http.GetStringAsync("/beds", token); }
                    catch (HttpRequestException) { return await http.GetStringAsync("/beds", CancellationToken.None); }
                }
            }
            """
        );

    [Fact]
    public Task Clauses_of_policies() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Net;
            using Polly;
            class Clinic
            {
                static readonly IAsyncPolicy<HttpResponseMessage> Gone = Policy.[|HandleResult<HttpResponseMessage>(r => r.StatusCode == HttpStatusCode.Unauthorized || (int)r.StatusCode >= 500)|]
                    .WaitAndRetryAsync(3, n => TimeSpan.FromSeconds(n));
                static readonly IAsyncPolicy Misread = Policy.Handle<HttpRequestException>().[|Or<FormatException>()|].WaitAndRetryAsync(3, n => TimeSpan.FromSeconds(n));
                static readonly IAsyncPolicy<HttpResponseMessage> Busy = Policy.HandleResult<HttpResponseMessage>(r => (int)r.StatusCode is 429 or >= 500)
                    .WaitAndRetryAsync(3, n => TimeSpan.FromSeconds(n));
            }
            """,
            Library.Polly,
            Library.Polly7
        );
}
