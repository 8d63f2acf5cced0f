using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Retries;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

public class MakeRequestPerAttemptTests
{
    [Fact]
    public Task In_a_loop() =>
        Verify(
            """
            async Task Send()
            {
                // The same for all.
                using var request = new HttpRequestMessage(HttpMethod.Get, "/a");
                var path = "/b";
                request.Headers.Add("X", path);
                while (true)
                {
                    try { await [|http.SendAsync(request)|]; return; }
                    catch (HttpRequestException) { await Task.Delay(1000); }
                }
            }
            """,
            """
            async Task Send()
            {
                var path = "/b";
                while (true)
                {
                    // The same for all.
                    using var request = new HttpRequestMessage(HttpMethod.Get, "/a");
                    request.Headers.Add("X", path);
                    try { await http.SendAsync(request); return; }
                    catch (HttpRequestException) { await Task.Delay(1000); }
                }
            }
            """
        );

    [Fact]
    public Task In_what_a_pipeline_runs() =>
        Verify(
            """
            async Task Send()
            {
                var request = new HttpRequestMessage();
                await Retrying.ExecuteAsync(async token => await [|http.SendAsync(request, token)|]);
            }
            """,
            """
            async Task Send()
            {
                await Retrying.ExecuteAsync(async token =>
                {
                    var request = new HttpRequestMessage();
                    return await http.SendAsync(request, token);
                });
            }
            """
        );

    [Theory]
    [InlineData(
        "async Task Send() { var request = new HttpRequestMessage(); while (true) { try { await [|http.SendAsync(request)|]; break; } catch (HttpRequestException) { await Task.Delay(1000); } } Console.WriteLine(request.Method); }"
    )]
    [InlineData(
        "async Task Send(HttpRequestMessage request) { while (true) { try { await [|http.SendAsync(request)|]; return; } catch (HttpRequestException) { await Task.Delay(1000); } } }"
    )]
    [InlineData(
        "async Task Send() { var request = new HttpRequestMessage(); if (http is not null) request.Method = HttpMethod.Put; while (true) { try { await [|http.SendAsync(request)|]; return; } catch (HttpRequestException) { await Task.Delay(1000); } } }"
    )]
    [InlineData(
        "async Task Send() { var request = new HttpRequestMessage(); try { await http.SendAsync(request); } catch (HttpRequestException) { await [|http.SendAsync(request)|]; } }"
    )]
    public Task Not_offered(string code) =>
        VerifyCS<RequestIsReused, MakeRequestPerAttemptFix>.VerifyNoFixAsync(Around(code), Setup.With(Library.Polly));

    [Fact]
    public Task Not_offered_for_a_body() =>
        VerifyCS<RequestIsReused, MakeRequestPerAttemptFix>.VerifyNoFixAsync(
            """
            class Orders(HttpClient http)
            {
                async Task<string> Again()
                {
                    var response = await http.GetAsync("/a", HttpCompletionOption.ResponseHeadersRead);
                    var stream = await response.Content.ReadAsStreamAsync();
                    while (true)
                    {
                        try { return await [|System.Text.Json.JsonSerializer.DeserializeAsync<string>(stream)|] ?? ""; }
                        catch (IOException) { await Task.Delay(1000); }
                    }
                }
            }
            """,
            Setup.Default
        );

    private static Task Verify(string before, string after) =>
        VerifyCS<RequestIsReused, MakeRequestPerAttemptFix>.VerifyCodeFixAsync(Around(before), Around(after), Library.Polly);

    private static string Around(string code) =>
        """
            using Polly;
            using Polly.Retry;

            class C(HttpClient http)
            {
                static readonly ResiliencePipeline Retrying = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).Build();

                CODE
            }
            """.Replace("CODE", code.Replace("\n", "\n    "));
}
