using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Retries;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

public class RetryFixTests
{
    [Fact]
    public Task Jitter() =>
        VerifyCS<RetryHasNoJitter, UseJitterFix>.VerifyCodeFixAsync(
            """
            using Polly;
            using Polly.Retry;
            class Orders(HttpClient http)
            {
                static readonly ResiliencePipeline Default = new ResiliencePipelineBuilder().[|AddRetry(new RetryStrategyOptions())|].Build();
                static readonly ResiliencePipeline<HttpResponseMessage> Off = new ResiliencePipelineBuilder<HttpResponseMessage>().[|AddRetry(new() { MaxRetryAttempts = 2 })|].Build();
                static readonly ResiliencePipeline<HttpResponseMessage> Lines = new ResiliencePipelineBuilder<HttpResponseMessage>()
                    .[|AddRetry(new RetryStrategyOptions<HttpResponseMessage>
                    {
                        MaxRetryAttempts = 2,
                        Delay = TimeSpan.FromSeconds(1)
                    })|]
                    .Build();
                async Task A() => await Default.ExecuteAsync(async token => await http.GetStringAsync("/a", token));
            }
            """,
            """
            using Polly;
            using Polly.Retry;
            class Orders(HttpClient http)
            {
                static readonly ResiliencePipeline Default = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions() { UseJitter = true }).Build();
                static readonly ResiliencePipeline<HttpResponseMessage> Off = new ResiliencePipelineBuilder<HttpResponseMessage>().AddRetry(new() { MaxRetryAttempts = 2, UseJitter = true }).Build();
                static readonly ResiliencePipeline<HttpResponseMessage> Lines = new ResiliencePipelineBuilder<HttpResponseMessage>()
                    .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
                    {
                        MaxRetryAttempts = 2,
                        Delay = TimeSpan.FromSeconds(1),
                        UseJitter = true
                    })
                    .Build();
                async Task A() => await Default.ExecuteAsync(async token => await http.GetStringAsync("/a", token));
            }
            """,
            Library.Polly
        );

    [Fact]
    public Task Cancellation_filter() =>
        VerifyCS<RetryRepeatsTheFutile, LetCancellationThroughFix>.VerifyCodeFixAsync(
            """
            class Orders(HttpClient http)
            {
                async Task<string> Named(CancellationToken token)
                {
                    while (true)
                    {
                        try
                        {
                            return await http.GetStringAsync("/a", token);
                        }
                        [|catch|] (OperationCanceledException)
                        {
                            Thread.Sleep(1000);
                        }
                    }
                }

                async Task<string> Filtered(bool patient, bool eager, CancellationToken token)
                {
                    while (true)
                    {
                        try
                        {
                            return await http.GetStringAsync("/a", token);
                        }
                        [|catch|] (Exception) when (patient || eager)
                        {
                            Thread.Sleep(1000);
                        }
                    }
                }
            }
            """,
            """
            class Orders(HttpClient http)
            {
                async Task<string> Named(CancellationToken token)
                {
                    while (true)
                    {
                        try
                        {
                            return await http.GetStringAsync("/a", token);
                        }
                        catch (OperationCanceledException) when (!token.IsCancellationRequested)
                        {
                            Thread.Sleep(1000);
                        }
                    }
                }

                async Task<string> Filtered(bool patient, bool eager, CancellationToken token)
                {
                    while (true)
                    {
                        try
                        {
                            return await http.GetStringAsync("/a", token);
                        }
                        catch (Exception) when ((patient || eager) && !token.IsCancellationRequested)
                        {
                            Thread.Sleep(1000);
                        }
                    }
                }
            }
            """
        );

    [Fact]
    public Task Token_into_the_delay() =>
        VerifyCS<RetryDelayIgnoresCancellation, CancelDelayFix>.VerifyCodeFixAsync(
            """
            class Orders(HttpClient http)
            {
                async Task Load(CancellationToken token)
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await http.GetStringAsync("/a", token); return; }
                        catch (HttpRequestException) { await [|Task.Delay(1000)|].ConfigureAwait(false); }
                    }
                }
            }
            """,
            """
            class Orders(HttpClient http)
            {
                async Task Load(CancellationToken token)
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await http.GetStringAsync("/a", token); return; }
                        catch (HttpRequestException) { await Task.Delay(1000, token).ConfigureAwait(false); }
                    }
                }
            }
            """
        );

    [Theory]
    [InlineData("default")]
    [InlineData("default(CancellationToken)")]
    [InlineData("CancellationToken.None")]
    public Task No_token_into_the_delay_of_calls_that_go_on_when_cancelled(string none) =>
        VerifyCS<RetryDelayIgnoresCancellation, CancelDelayFix>.VerifyNoFixAsync(
            $$"""
            class Orders(HttpClient http)
            {
                async Task Report(CancellationToken token)
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try { await http.PostAsync("/done", null, {{none}}); return; }
                        catch (HttpRequestException) { }

                        await [|Task.Delay(1000)|];
                    }
                }
            }
            """,
            Setup.Default
        );

    [Fact]
    public Task What_ends_by_a_call_that_throws_does_not_go_round() => VerifyCS<RetryRepeatsTheFutile>.VerifyAnalyzerAsync(ThrowingHelpers);

    [Fact]
    public Task What_ends_by_a_call_that_throws_needs_no_wait() => VerifyCS<RetryHasNoDelay>.VerifyAnalyzerAsync(ThrowingHelpers);

    private const string ThrowingHelpers = """
        class Orders(HttpClient http)
        {
            async Task<string> Load(CancellationToken token)
            {
                while (true)
                {
                    try { return await http.GetStringAsync("/a", token); }
                    catch (Exception e) { Throw.Unavailable("orders", e); }
                }
            }

            async Task<string> Find(CancellationToken token)
            {
                while (true)
                {
                    try { return await http.GetStringAsync("/a", token); }
                    catch (Exception e) { Throw.Always(e); }
                }
            }
        }

        static class Throw
        {
            [System.Diagnostics.CodeAnalysis.DoesNotReturn]
            public static void Unavailable(string what, Exception cause)
            {
                var text = what + " cannot be reached";
                throw new InvalidOperationException(text, cause);
            }

            public static void Always(Exception cause) => throw new InvalidOperationException("orders", cause);
        }
        """;
}
