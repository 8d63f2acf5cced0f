using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Retries;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

public class RequestIsReusedTests
{
    [Fact]
    public Task Both_sides() =>
        VerifyCS<RequestIsReused>.VerifyAnalyzerAsync(
            """
            using Polly;
            using Polly.Retry;
            class Orders(HttpClient http)
            {
                static readonly ResiliencePipeline Retrying = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).Build();

                async Task MadeBefore()
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, "/a");
                    while (true)
                    {
                        try { await [|http.SendAsync(request)|]; return; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }
                }

                async Task Given(HttpRequestMessage request)
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        var response = await [|http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead)|];
                        if (response.IsSuccessStatusCode) return;
                    }
                }

                async Task OnceMore()
                {
                    var request = new HttpRequestMessage();
                    try { await http.SendAsync(request); }
                    catch (HttpRequestException) { await [|http.SendAsync(request)|]; }
                }

                async Task Captured()
                {
                    var request = new HttpRequestMessage();
                    await Retrying.ExecuteAsync(async token => await [|http.SendAsync(request, token)|]);
                }

                async Task MadeInside()
                {
                    while (true)
                    {
                        using var request = new HttpRequestMessage(HttpMethod.Get, "/a");
                        try { await http.SendAsync(request); return; }
                        catch (HttpRequestException) { await Task.Delay(1000); }
                    }
                }

                async Task MadeAgain()
                {
                    var request = new HttpRequestMessage();
                    while (true)
                    {
                        try { await http.SendAsync(request); return; }
                        catch (HttpRequestException) { request = new HttpRequestMessage(); }
                    }
                }

                async Task Replaced(HttpRequestMessage request)
                {
                    while (true)
                    {
                        try { await http.SendAsync(request); return; }
                        catch (HttpRequestException) { request = Copy(request); }
                    }
                }

                async Task FromFactory(Func<HttpRequestMessage> make) => await Retrying.ExecuteAsync(async token => await http.SendAsync(make(), token));
                async Task Once(HttpRequestMessage request) { try { await http.SendAsync(request); } catch (HttpRequestException) { } }
                static HttpRequestMessage Copy(HttpRequestMessage request) => new(request.Method, request.RequestUri);
            }

            class Handler : DelegatingHandler
            {
                protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken token)
                {
                    while (true)
                    {
                        try { return await base.SendAsync(request, token); }
                        catch (HttpRequestException) { await Task.Delay(1000, token); }
                    }
                }
            }
            """,
            Library.Polly
        );
}
