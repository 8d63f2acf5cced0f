using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes.Retries;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

public class WaitBetweenAttemptsTests
{
    [Fact]
    public Task In_loops() =>
        VerifyCS<RetryHasNoDelay, WaitBetweenAttemptsFix>.VerifyCodeFixAsync(
            """
            class C(HttpClient http)
            {
                async Task Counted(CancellationToken token)
                {
                    [|for|] (var attempt = 0; attempt < 5; attempt++)
                    {
                        try
                        {
                            await http.GetStringAsync("/a", token);
                            return;
                        }
                        catch (HttpRequestException)
                        {
                            Console.WriteLine("again");
                        }
                    }
                }

                async Task Endless()
                {
                    [|while|] (true)
                    {
                        try
                        {
                            await http.GetStringAsync("/a");
                            return;
                        }
                        catch (HttpRequestException)
                        {
                            continue;
                        }
                    }
                }

                void Blocking()
                {
                    [|while|] (true)
                    {
                        try
                        {
                            http.Send(new HttpRequestMessage());
                            return;
                        }
                        catch (HttpRequestException)
                        {
                        }
                    }
                }

                async Task ByStatus()
                {
                    [|while|] (true)
                    {
                        using var response = await http.GetAsync("/a");
                        if (response.IsSuccessStatusCode)
                        {
                            return;
                        }
                    }
                }
            }
            """,
            """
            class C(HttpClient http)
            {
                async Task Counted(CancellationToken token)
                {
                    for (var attempt = 0; attempt < 5; attempt++)
                    {
                        try
                        {
                            await http.GetStringAsync("/a", token);
                            return;
                        }
                        catch (HttpRequestException)
                        {
                            Console.WriteLine("again");
                            await Task.Delay(TimeSpan.FromSeconds(Math.Min(30, Math.Pow(2, attempt)) * (0.5 + Random.Shared.NextDouble())), token);
                        }
                    }
                }

                async Task Endless()
                {
                    while (true)
                    {
                        try
                        {
                            await http.GetStringAsync("/a");
                            return;
                        }
                        catch (HttpRequestException)
                        {
                            await Task.Delay(TimeSpan.FromSeconds(0.5 + Random.Shared.NextDouble()));
                            continue;
                        }
                    }
                }

                void Blocking()
                {
                    while (true)
                    {
                        try
                        {
                            http.Send(new HttpRequestMessage());
                            return;
                        }
                        catch (HttpRequestException)
                        {
                            Thread.Sleep(TimeSpan.FromSeconds(0.5 + Random.Shared.NextDouble()));
                        }
                    }
                }

                async Task ByStatus()
                {
                    while (true)
                    {
                        using var response = await http.GetAsync("/a");
                        if (response.IsSuccessStatusCode)
                        {
                            return;
                        }
                        await Task.Delay(TimeSpan.FromSeconds(0.5 + Random.Shared.NextDouble()));
                    }
                }
            }
            """
        );

    [Fact]
    public Task In_policies() =>
        VerifyCS<RetryHasNoDelay, WaitBetweenAttemptsFix>.VerifyCodeFixAsync(
            """
            using Polly;
            using Polly.Retry;

            class C(HttpClient http)
            {
                static readonly ResiliencePipeline Eight = new ResiliencePipelineBuilder().[|AddRetry(new RetryStrategyOptions { Delay = TimeSpan.Zero })|].Build();
                static readonly IAsyncPolicy Seven = Policy.Handle<HttpRequestException>().[|RetryAsync(3)|];
                async Task M() => await Eight.ExecuteAsync(async token => await Seven.ExecuteAsync(() => http.GetStringAsync("/a", token)));
            }
            """,
            """
            using Polly;
            using Polly.Retry;

            class C(HttpClient http)
            {
                static readonly ResiliencePipeline Eight = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { Delay = TimeSpan.FromSeconds(1), BackoffType = DelayBackoffType.Exponential, UseJitter = true }).Build();
                static readonly IAsyncPolicy Seven = Policy.Handle<HttpRequestException>().WaitAndRetryAsync(3, attempt => TimeSpan.FromSeconds(Math.Pow(2, attempt) * (0.5 + Random.Shared.NextDouble())));
                async Task M() => await Eight.ExecuteAsync(async token => await Seven.ExecuteAsync(() => http.GetStringAsync("/a", token)));
            }
            """,
            Library.Polly,
            Library.Polly7
        );
}
